"""Write var/env for a first start: DEBUG, SECRET_KEY and BASE_URL.

What stands there stays, except a local BASE_URL, which follows the port.
"""

import os
import re
import secrets
import sys
from pathlib import Path

port = os.environ["PORT"]
if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):  # or it would be kept
    sys.exit(f"PORT is '{port}'. Dat moet een getal zijn van 1 tot en met 65535.")

path = Path(__file__).resolve().parent.parent / "var" / "env"
path.parent.mkdir(exist_ok=True)
values: dict[str, str] = {}
if path.exists():
    for line in path.read_text().splitlines():
        name, sign, value = line.partition("=")
        if sign:
            values[name.strip()] = value.strip()

values.setdefault("DEBUG", os.environ.get("DEBUG", "true"))
values.setdefault("SECRET_KEY", os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50))
local = f"http://127.0.0.1:{port}"
if os.environ.get("BASE_URL"):
    values["BASE_URL"] = os.environ["BASE_URL"]
elif re.match(r"http://127\.0\.0\.1:\d+$", values.get("BASE_URL", local)):
    values["BASE_URL"] = local

text = "".join(f"{name}={value}\n" for name, value in values.items())
if not path.exists() or path.read_text() != text:
    path.touch(mode=0o600)
    path.write_text(text)
