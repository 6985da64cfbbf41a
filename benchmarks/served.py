"""A server of its own for a benchmark: on this machine alone, on a free port, ended when it is no longer needed."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from questionnaire.knowledge.loader import PROJECT

PATIENCE = 60
APP = PROJECT / "streamlit_app.py"


class Served(NamedTuple):
    port: int
    process: int
    started: float  # seconds from the start of the process until it answers

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def served(script: Path) -> Iterator[Served]:
    """Runs the script with the project's settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    begun = time.monotonic()
    server = subprocess.Popen(
        [*command, *(word for name, value in options.items() for word in (f"--{name}", str(value)))],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    try:
        while not _answers(port):
            if server.poll() is not None or time.monotonic() > begun + PATIENCE:
                sys.exit(f"{script.name} did not start.")
            time.sleep(0.02)
        yield Served(port, server.pid, time.monotonic() - begun)
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False
