#!/usr/bin/env python
"""Entry to the management commands."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bijnaderinzien.settings")
    from bijnaderinzien.sentences import instead_of_tracebacks

    with instead_of_tracebacks():
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
