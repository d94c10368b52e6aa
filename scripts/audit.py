"""Scanners over the code and the fuzzer over the live product: one table, 1 when it found any.

Usage: audit.py [--requests 10000] [--seed N]. Set DATABASE_URL (`scripts/with_postgres.py`) for the
fuzzer on PostgreSQL.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CODE = ["accounts", "bijnaderinzien", "content", "pages", "sessions_app"]
REFUSED = ".exceptions.Disallowed"  # a 400 that Django logs with where it stood
SLOW = 1.0  # seconds that no request may take
sys.path.insert(0, str(ROOT))

Found = tuple[str, list[str]]  # what was looked at, what was found


def bandit() -> Found:
    """Patterns that are often holes. A line with ruff's `noqa: S…` was judged, with its reason."""
    said = _run(str(BIN / "bandit"), "-q", "-r", *CODE, "-f", "json")
    report = json.loads(said.stdout)
    found = []
    for result in report["results"]:
        lines = (ROOT / result["filename"]).read_text().splitlines()
        if not any("noqa: S" in lines[number - 1] for number in result["line_range"]):
            found.append(
                f"{result['filename']}:{result['line_number']} {result['test_id']} "
                f"{result['issue_text']}"
            )
    return f"{report['metrics']['_totals']['loc']} lines", found


def ruff() -> Found:
    """The same by ruff's rules, tests and scripts included."""
    said = _run(str(BIN / "ruff"), "check", "--select", "S,B", "--output-format", "concise", ".")
    return "all of the code", [] if said.returncode == 0 else said.stdout.splitlines()


def deploy() -> Found:
    """Django's own list for a site that is about to go live."""
    production = {
        "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
        "BASE_URL": "https://dialoog.voorbeeld.nl",
        "EMAIL_URL": "smtp://mail.voorbeeld.nl:25",
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "bijnaderinzien.settings",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    said = _run(*command, env={**os.environ, **production})
    return "settings of production", [] if said.returncode == 0 else said.stderr.splitlines()


def outside() -> Found:
    """Pages that ask another site for something, apart from the films."""
    found = []
    files = [p for folder in ("templates", "static") for p in (ROOT / folder).rglob("*.*")]
    for path in (p for p in files if p.suffix in (".html", ".css", ".js")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            asks = ('src="http', "url(http", "import(", "<script>", " onclick=", ' style="')
            if any(word in line for word in asks) and "youtube-nocookie.com" not in line:
                found.append(f"{path.relative_to(ROOT)}:{number} {line.strip()[:100]}")
    return f"{len(files)} files", found


def _raised(log: str) -> list[str]:
    """Of each traceback where it began in our code, and what it says in the end."""
    found = []
    for trace in log.split("Traceback (most recent call last):\n")[1:]:
        lines = [*re.split(r"\n(?=[^\s])", trace, maxsplit=1), ""]
        if REFUSED in lines[1]:
            continue
        ours = [line for line in lines[0].splitlines() if str(ROOT) in line and ".venv" not in line]
        found.append(f"{lines[1].partition(chr(10))[0][:200]} {ours[-1].strip() if ours else ''}")
    return list(dict.fromkeys(found))


def fuzzer(requests: int, seed: int) -> Callable[[], Found]:
    """Real forms of live sessions with something wrong in them, by every role."""

    def fuzz() -> Found:
        from tests.attacks.fuzz.run import play

        report, log = play(requests, seed)
        found = [f"the server logged {line}" for line in _raised(log)]
        found += [
            f"{f.status or 'nothing'} to {f.role}: {f.request[:300]!r}" for f in report.broken
        ]
        found += [
            f"{f.seconds:.1f} s for {f.role}: {f.request[:120]!r}"
            for f in report.slowest
            if f.seconds > SLOW
        ]
        print(f"\nThe fuzzer, seed {seed}:")
        print(f"{'role':12} {'requests':>9} {'answers'}")
        for role, statuses in sorted(report.statuses.items()):
            answers = "  ".join(f"{status}: {n}" for status, n in sorted(statuses.items()))
            print(f"{role:12} {sum(statuses.values()):9} {answers}")
        print("slowest:")
        for slow in report.slowest[:5]:
            line = slow.request.partition("\r\n")[0][:80]
            print(f"  {slow.seconds * 1000:5.0f} ms  {slow.status}  {slow.role:12} {line}")
        sent = sum(sum(s.values()) for s in report.statuses.values())
        return f"{sent} requests, {len(report.forms)} forms", found

    return fuzz


def main() -> int:
    """Everything in turn; the table; how it ended."""
    parser = argparse.ArgumentParser(description="Look for holes.")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    os.chdir(ROOT)
    os.environ.setdefault("SECRET_KEY", "audit-" + "x" * 50)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    checks = {
        "bandit": bandit,
        "ruff (security)": ruff,
        "check --deploy": deploy,
        "asks elsewhere": outside,
        "fuzzer": fuzzer(options.requests, options.seed),
    }
    rows, details = [], []
    for name, check in checks.items():
        began = time.monotonic()
        looked_at, found = check()
        rows.append((name, looked_at, len(found), time.monotonic() - began))
        details += [f"{name}: {line}" for line in found[:20]]
    print(f"\n{'check':18} {'looked at':32} {'found':>6} {'seconds':>8}")
    for name, looked_at, number, seconds in rows:
        print(f"{name:18} {looked_at:32} {number:6} {seconds:8.1f}")
    print("\n".join(["", *details]) if details else "")
    return 1 if details else 0


def _run(*command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=env)


if __name__ == "__main__":
    sys.exit(main())
