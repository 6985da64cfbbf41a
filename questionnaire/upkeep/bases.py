"""The knowledge base as it was: a folder, or the state that git keeps under a name."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 60


class NoBase(Exception):
    """There is no knowledge base by this name; the text says why, in the words of git where it said something."""


@contextmanager
def base(name: str, folder: Path) -> Iterator[Path]:
    """The folder of the knowledge base that a name stands for: a folder of that name, or what `folder` was in git.

    What git keeps is laid out in a folder that is removed afterwards. Raises NoBase.
    """
    if Path(name).is_dir():
        yield Path(name)
        return
    top, inside = (_git(folder, "rev-parse", word).decode().strip() for word in ("--show-toplevel", "--show-prefix"))
    tree = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{tree}}").decode().strip()
    kept = _git(Path(top), "archive", "--format=tar", tree, "--", inside or ".")
    with tempfile.TemporaryDirectory(prefix="knowledge-base-") as place:
        with tarfile.open(fileobj=io.BytesIO(kept)) as packed:
            packed.extractall(place, filter="data")
        yield Path(place) / inside


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True, timeout=SECONDS)
    except FileNotFoundError:
        raise NoBase("git is not installed") from None
    except subprocess.TimeoutExpired:
        raise NoBase(f"git did not answer within {SECONDS} seconds") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise NoBase(said.removeprefix("fatal: ") or "git knows no such name") from None
    return done.stdout
