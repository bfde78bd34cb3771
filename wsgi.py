"""The application for a WSGI server: `gunicorn wsgi:app`."""

import os

from calculator.settings import Settings
from calculator.web import create_app

app = create_app(Settings.from_environment(os.environ))
