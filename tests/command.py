"""The command line as a user meets it: `run` in this process (a fixture, in `conftest.py`), or the whole `program`."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from questionnaire.cli.parser import main
from questionnaire.knowledge import loader

TOY = Path(__file__).parent / "toy"
CHOIR, BIRDS = str(TOY / "cases" / "village-choir.yaml"), str(TOY / "cases" / "counting-birds.yaml")
STOPPED = """\
format: riskwalk-answers/1
answers: {deployment: choir-admission, who-decides: machine, second-look: no, people: yes, task: voice-sorting}
"""


class Said:
    """What one command did: its status, standard output and standard error."""

    def __init__(self, status: int, out: str, err: str):
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def run(capfdbinary, monkeypatch, tmp_path, tmp_path_factory):
    """Runs a command in an empty folder on the toy knowledge base, standard input given as text."""
    monkeypatch.chdir(tmp_path)
    cache = tmp_path_factory.getbasetemp() / "cache"

    def run_(*words: str, given: str | bytes = b"", kb: Path | str | None = TOY) -> Said:
        raw = given.encode() if isinstance(given, str) else given
        if kb:  # the project's own cache stays that of the real knowledge base
            monkeypatch.setitem(loader.load.__kwdefaults__, "cache", cache)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        try:
            status = main([*words, *(("--kb", str(kb)) if kb else ())])
        except SystemExit as stopped:  # argparse
            status = stopped.code
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return Said(status, captured.out.decode(), captured.err.decode())

    return run_


def program(*words: str, given: bytes = b"", **how) -> subprocess.CompletedProcess:
    """The whole program in a process of its own, whatever its exit status."""
    return subprocess.run(
        [sys.executable, "-m", "questionnaire", *words],
        check=False,
        input=given,
        capture_output=True,
        timeout=60,
        cwd=loader.PROJECT,
        **how,
    )
