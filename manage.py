#!/usr/bin/env python
"""Django's command line for LiveSafe; `manage.py help` lists what staff and servers can run."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "livesafe.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        message = "Django is not here: run `make demo` once, then use .venv/bin/python manage.py"
        raise SystemExit(message) from error

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
