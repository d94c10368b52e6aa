"""The server, noting when each version stood in the database: `python -m bench.told`.

The bus says so to every process; here one more listener writes the steady time to $TOLD.
"""

import os
import time

import django


def main() -> None:
    """Serve as usual."""
    django.setup()
    from bijnaderinzien import serve
    from sessions_app import bus

    notes = open(os.environ["TOLD"], "a", buffering=1)  # noqa: SIM115 - as long as the server lives

    def note(message: bus.Message) -> None:
        if message.version is not None:
            notes.write(f"{message.session_ref} {message.version} {time.monotonic()}\n")

    bus.listen(note)
    serve.main()


if __name__ == "__main__":
    main()
