"""What the tools say of the code, as pyproject.toml sets them up: the linter, the formatter, the type checker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("command", ["ruff check", "ruff format --check", "mypy"])
def test_no_tool_finds_fault(command):
    done = subprocess.run([sys.executable, "-m", *command.split()], cwd=ROOT, capture_output=True, check=False)
    assert not done.returncode, (done.stdout + done.stderr).decode()
