"""The app's real server, started as a person would start it, and plain questions to it, header by header."""

from __future__ import annotations

import base64
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).resolve().parent.parent
STREAM, HEALTH = "/_stcore/stream", "/healthz"
PATIENCE = 60


class Said(NamedTuple):
    status: int
    headers: Mapping[str, str]
    text: str


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """A server that runs: its port, its process, and what it said on the terminal so far."""

    def __init__(self, port: int, process: subprocess.Popen, log: Path) -> None:
        self.port, self.process, self._log = port, process, log

    def said(self) -> str:
        return self._log.read_text("utf-8")

    def comes_to_say(self, text: str) -> bool:
        """Whether the text stands in what the server says, now or within a while."""
        until = time.monotonic() + PATIENCE
        while text not in self.said() and time.monotonic() < until:
            time.sleep(0.05)
        return text in self.said()

    def ask(self, path: str = "/", host: str | None = "localhost", **headers: str) -> Said:
        """What the server answers under this name; `host` None leaves the header out."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
            for name, value in {**({} if host is None else {"Host": host}), **headers}.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            text = "" if answer.status == http.client.SWITCHING_PROTOCOLS else answer.read().decode(errors="replace")
            return Said(answer.status, answer.headers, text)
        finally:
            connection.close()

    def knock(self, host: str | None = "localhost", origin: str | None = None) -> Said:
        """What the server answers somebody who wants to open the websocket; 101 where it opens."""
        return self.ask(STREAM, host, **websocket_headers(), **({"Origin": origin} if origin else {}))


def websocket_headers() -> dict[str, str]:
    key = base64.b64encode(os.urandom(16)).decode()
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": key,
        "Sec_WebSocket_Protocol": "streamlit",
    }


@contextlib.contextmanager
def running(
    folder: Path,
    words: tuple[str, ...] = (),
    command: tuple[str, ...] = ("streamlit", "run", "streamlit_app.py", "--server.port"),
    descriptors: tuple[int, int] | None = None,
    **environment: str,
) -> Iterator[Server]:
    """The app on a free port of this machine, with a store of its own in the folder.

    `command` is how to start it, up to the number of the port; `descriptors` are the soft and the hard limit of open
    files.
    """
    port, log = free_port(), folder / "log.txt"
    limits = ["sh", "-c", 'ulimit -Sn $0; ulimit -Hn $1; shift; exec "$@"', *map(str, descriptors or ())]
    given = {name: value for name, value in os.environ.items() if not name.startswith(("RISKWALK", "SPACE", "STREAML"))}
    given |= {"RISKWALK_DATA": str(folder / "data"), "PYTHONUNBUFFERED": "1", "STREAMLIT_SERVER_HEADLESS": "true"}
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*(limits if descriptors else ()), sys.executable, "-m", *command, str(port), *words],
            cwd=PROJECT,
            env={**given, **environment},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    server = Server(port, process, log)
    try:
        wait_for(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(server: Server) -> None:
    """Until the server answers at all."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        with contextlib.suppress(OSError):
            server.ask("/_stcore/health")
            return
        time.sleep(0.05)
    pytest.fail(f"The server did not start:\n{server.said()}")
