"""Takes the steps of docs/operating.md in an empty folder, as they stand there.

The folder stands for the root of a fresh server: paths under /srv, /etc and /var are moved into it,
and what only root on a real machine has (apt, systemd, certbot, another user) is played by
`stand_ins`. All else is real: the copy of the code, the environment, the tables, the server, nginx
with TLS.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAYED = (
    *("apt-get", "certbot", "curl", "git", "install", "nginx", "runuser", "systemctl", "useradd"),
)
NAME = "dialoog.voorbeeld.nl"
FENCE = re.compile(r"^```sh (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = re.compile(r"(?<![\w/.$])/(srv|etc|var)/")
OURS = (
    *("ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "DEBUG", "DJANGO_SETTINGS_MODULE", "EMAIL_URL"),
    *("PORT", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "SECRET_KEY", "VIRTUAL_ENV"),
    *("WEB_CONCURRENCY", "PYTHONWARNINGS", "DJANGO_ALLOW_ASYNC_UNSAFE"),
)


def blocks(document: str, kind: str) -> list[str]:
    """The commands of this kind in the document, in order."""
    return [text for found, text in FENCE.findall(document) if found == kind]


def moved(text: str, root: Path) -> str:
    """The same text with its absolute paths inside the folder."""
    return ELSEWHERE.sub(rf"{root}/\1/", text)


class Machine:
    """A folder that plays a server. Stop it when done: it runs a site and nginx."""

    def __init__(self, root: Path, site_port: int, http_port: int, https_port: int) -> None:
        self.root = root
        self.https_port, self.http_port = https_port, http_port
        self.document = (ROOT / "docs" / "operating.md").read_text()
        for folder in ("srv", "etc/systemd/system", "etc/nginx/sites-available", "var/backups"):
            (root / folder).mkdir(parents=True)
        for folder in ("etc/nginx/sites-enabled", "var/www/html", "played", "run"):
            (root / folder).mkdir(parents=True)
        stand_in = f"exec {sys.executable} {ROOT}/scripts/rehearsal/stand_ins.py"
        for name in PLAYED:
            played = root / "played" / name
            played.write_text(f'#!/bin/sh\n{stand_in} {name} "$@"\n')
            played.chmod(0o755)
        if uv := shutil.which("uv") or _own_uv():
            (root / "played" / "uv").symlink_to(uv)
        home = Path.home()
        self.env = {k: v for k, v in os.environ.items() if k not in OURS} | {
            "PATH": f"{root}/played:{os.environ['PATH']}",
            "REHEARSAL": str(root),
            "REHEARSAL_PORTS": f"{site_port} {http_port} {https_port}",
            "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR", str(home / ".cache" / "uv")),
            "UV_PYTHON": os.path.realpath(sys.executable),
        }

    def take(self, kind: str, **known: str) -> str:
        """Take all steps of this kind, in one shell that stops at the first that fails.

        What they said; RuntimeError with that when one fails.
        """
        steps = "\n".join(blocks(self.document, "begin") + blocks(self.document, kind))
        given = "".join(f"{name}={value}\n" for name, value in known.items())
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", moved(given + steps, self.root)],
            env=self.env,
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"'{kind}' failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """One command on this machine."""
        return subprocess.run(
            command, env=self.env, cwd=self.root, capture_output=True, text=True, check=False
        )

    def stop(self) -> None:
        """Stop what runs on it."""
        self.run(f"{self.root}/played/systemctl", "stop", "bijnaderinzien.service", "nginx")


def _own_uv() -> str | None:
    found = ROOT / "var" / "tools" / "bin" / "uv"
    return str(found) if found.exists() else None
