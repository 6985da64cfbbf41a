"""The web app, started."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

from questionnaire.cli.status import DONE, UsageError
from questionnaire.knowledge import loader
from questionnaire.wording import command_line as wording

HERE = "127.0.0.1"


def app(arguments: argparse.Namespace) -> int:
    """Runs the server, which says itself where it is once it is there; raises UsageError where it cannot be there."""
    words = []
    if arguments.port is not None or arguments.host is not None:
        _try(HERE if arguments.host is None else arguments.host, arguments.port or 0)
    if arguments.host is not None:
        words += ["--server.address", arguments.host]
    if arguments.port is not None:
        words += ["--server.port", str(arguments.port)]
    environment = {**os.environ, "RISKWALK_KB": os.pathsep.join(str(folder.resolve()) for folder in arguments.layers)}
    if os.environ.get("RISKWALK_DATA"):
        environment["RISKWALK_DATA"] = str(Path(os.environ["RISKWALK_DATA"]).expanduser().absolute())
    return _become([sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *words], environment)


def _try(host: str, number: int) -> None:
    """Raises UsageError where no server can listen at this address and port."""
    foreign = UsageError(wording.no_address(host))
    if not host:
        raise foreign
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            if os.name != "nt":  # there it would allow what another program has
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
    except (OSError, UnicodeError) as error:
        code = getattr(error, "errno", None)
        if code == errno.EADDRINUSE:
            raise UsageError(wording.port_used(number)) from None
        if code in (errno.EACCES, errno.EPERM):
            raise UsageError(wording.port_kept(number)) from None
        raise foreign from None


def _become(command: list[str], environment: dict[str, str]) -> int:
    """The server takes the place of this process, so that whoever ends this one ends the server."""
    if os.name != "nt":
        os.chdir(loader.PROJECT)
        os.execve(command[0], command, environment)
    try:
        return subprocess.call(command, cwd=loader.PROJECT, env=environment)
    except KeyboardInterrupt:
        return DONE
