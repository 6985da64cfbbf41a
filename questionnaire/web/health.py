"""Whether the server can take somebody in: it has room for connections, and can read what it needs."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":  # it has no such limit
    import resource

LEAST_RESERVE, RESERVE = 64, 0.1
"""How many descriptors, and what part of all, are kept for those who are in already: their answers go to files."""
_HIGH = 10_240
"""What macOS allows where its hard limit says that there is none."""
_OPEN = (Path("/proc/self/fd"), Path("/dev/fd"))


def raise_limit() -> None:
    """Lets the process open as many files and connections as the system allows it to."""
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for most in (hard, _HIGH):
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            return


def descriptors() -> tuple[int, int] | None:
    """How many descriptors are open, and how many may be; None where the system does not say or sets no limit."""
    if sys.platform == "win32":
        return None
    folder = next(filter(Path.is_dir, _OPEN), None)
    if folder is None:
        return None
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if most == resource.RLIM_INFINITY else (len(os.listdir(folder)), most)  # noqa: PTH208 - names alone


def is_full() -> bool:
    """Whether the last descriptors are reached, those that are kept for people who are in already."""
    known = descriptors()
    return known is not None and known[1] - known[0] < max(LEAST_RESERVE, RESERVE * known[1])
