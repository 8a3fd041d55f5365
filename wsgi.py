"""The application for gunicorn: `gunicorn wsgi:app`."""

from admin import create_app
from engine import bootstrap
from engine.settings import Settings

app = create_app(bootstrap.product(Settings.read()))
