"""Settings of gunicorn, which reads this file by itself: `gunicorn wsgi:app`."""

import importlib
import os

from engine import lifeline

worker_class = "gthread"
#: Requests wait for PostgreSQL most of the time, so a process serves several.
threads = 4
#: Seconds in which a request must be answered, and in which requests at hand may finish when the server ends.
timeout = 60
graceful_timeout = 20
loglevel = "warning"
control_socket_disable = True


def on_starting(_server):  # noqa: ANN001, ANN201 - gunicorn calls it by name and ships no types
    """Import the application once, for all processes that are forked later; each still makes its own."""
    importlib.import_module("admin.application")


def post_fork(_server, worker):  # noqa: ANN001, ANN201 - gunicorn calls it by name and ships no types
    """Let the server end with its supervisor, where it has one."""
    lifeline.watch(worker.ppid, os.environ)
