"""A program beside the server: each line that comes in makes a world, told as JSON."""

import json
import sys

import django


def main() -> None:
    """Content first; then answer until there are no more lines."""
    django.setup()
    from django.core.management import call_command
    from django.db import close_old_connections

    from tests.attacks.fuzz import world

    call_command("load_content", verbosity=0)
    for _ in sys.stdin:
        close_old_connections()
        print(json.dumps(world.make()), flush=True)


if __name__ == "__main__":
    main()
