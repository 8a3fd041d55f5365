"""The Flask-AppBuilder application: staff workspace, studio, rosters, administration, REST."""

from admin.application import create_app

__all__ = ["create_app"]
