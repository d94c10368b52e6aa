"""The house rules that a tool can check."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
pytestmark = pytest.mark.sqlite_only  # none of this depends on the database


def run(*command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env=env, timeout=120
    )


def test_code_is_linted_and_formatted():
    lint = run(str(BIN / "ruff"), "check", ".")
    assert lint.returncode == 0, lint.stdout
    form = run(str(BIN / "ruff"), "format", "--check", ".")
    assert form.returncode == 0, form.stdout


def test_types_hold():
    """mypy; what it found last time is in var/mypy, so the second time takes seconds."""
    found = run(str(BIN / "mypy"))
    assert found.returncode == 0, found.stdout


def test_imports_go_one_way():
    found = run(str(BIN / "lint-imports"), "--no-cache")
    assert found.returncode == 0, found.stdout


def test_templates_are_formatted():
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    found = run(str(BIN / "djade"), "--target-version", "6.0", "--check", *templates)
    assert found.returncode == 0, found.stderr[-3000:]


@pytest.mark.skipif(not (BIN / "biome").exists(), reason="biome has no wheel for this machine")
def test_scripts_and_stylesheets_are_linted():
    found = run(str(BIN / "biome"), "lint", "--error-on-warnings", "--reporter=github", ".")
    assert found.returncode == 0, found.stdout


def test_declared_dependencies_are_those_used():
    found = run(str(BIN / "deptry"), ".")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.django_db
def test_every_model_change_has_its_migration():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def production(**changes: str) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
        "BASE_URL": "https://dialoog.voorbeeld.nl",
        "DATABASE_URL": "sqlite:////tmp/unused.sqlite3",
        "EMAIL_URL": "smtp://mail.voorbeeld.nl:25",
        "DEBUG": "false",
    } | changes


def manage(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "manage.py", *arguments, env=env)


def test_deploy_check_has_nothing_to_say():
    found = manage("check", "--deploy", "--fail-level", "WARNING", env=production())
    assert found.returncode == 0, found.stderr


def test_a_missing_secret_stops_the_start_and_says_how_to_make_one():
    found = manage("check", env=production(SECRET_KEY=""))
    assert found.returncode != 0
    assert "secrets.token_urlsafe" in found.stderr


def test_more_processes_on_sqlite_are_refused_with_a_sentence():
    found = manage("check", env=production(WEB_CONCURRENCY="2"))
    assert found.returncode != 0
    assert "DATABASE_URL=postgres://" in found.stderr


def test_demo_refuses_without_debug():
    found = manage("demo", "--json", env=production())
    assert found.returncode != 0
    assert "DEBUG" in found.stderr
