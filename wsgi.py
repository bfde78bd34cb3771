"""The application for any WSGI server; `python -m calculator.web.serve` is the server that docs/operations.md is about."""

import os

from calculator import logs
from calculator.settings import Settings
from calculator.web import create_app

logs.configure()
app = create_app(Settings.from_environment(os.environ))
