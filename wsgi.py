"""The application for any WSGI server; `python -m calculator.web.serve` is the server that docs/operations.md is about."""

import os

from calculator import allocator, logs
from calculator.settings import Settings
from calculator.web import create_app

allocator.settle()
logs.configure()
app = create_app(Settings.from_environment(os.environ))
