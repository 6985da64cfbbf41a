"""The knowledge base as it was: a folder, or the state that git keeps under a name."""

from __future__ import annotations

import functools
import io
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from questionnaire.upkeep.origins import name_of

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
    with _laid_out(_tree(name, folder), folder) as found:
        yield found


class Earlier(NamedTuple):
    """A base and its layers as they were. `unmoved` are the names of layers that are taken as they are, since git
    keeps no such state of them."""

    folders: tuple[Path, ...]
    unmoved: tuple[str, ...] = ()


@contextmanager
def earlier(name: str, folders: Sequence[Path], *, alone: bool = False) -> Iterator[Earlier]:
    """The base and the layers that a name stands for. `alone`: the base without its layers.

    A folder stands for the layer of which it bears the name, else for the base; the others are taken as they are. What
    git keeps is looked up for each folder where it is kept. Raises NoBase where no folder has such a state.
    """
    base_, *layers = folders
    if Path(name).is_dir():
        of = next((layer for layer in layers if name_of(layer) == name_of(Path(name))), base_)
        found = tuple(Path(name) if folder is of else folder for folder in folders)
        yield Earlier(found[:1] if alone else found)
        return
    with _each_where_kept(functools.partial(base, name), folders[:1] if alone else folders) as found:
        yield found


@contextmanager
def at(version: str, folders: Sequence[Path]) -> Iterator[Earlier]:
    """The base and its layers as they were at a version: a name of git's, or a version that the about.yaml of one of
    them bore, as it stood last under it; those that never bore it as they are. Raises NoBase where none did."""
    with _each_where_kept(functools.partial(_at, version), folders) as found:
        yield found


@contextmanager
def _each_where_kept(
    state: Callable[[Path], AbstractContextManager[Path]], folders: Sequence[Path]
) -> Iterator[Earlier]:
    """The state of each folder, or the folder itself where there is none; raises NoBase where there is none of any."""
    with ExitStack() as kept:
        states, missing = [], []
        for folder in folders:
            try:
                states.append(kept.enter_context(state(folder)))
            except NoBase as error:
                states.append(folder)
                missing.append((folder, error))
        if len(missing) == len(states):
            raise missing[0][1]
        yield Earlier(tuple(states), tuple(name_of(folder) for folder, _ in missing))


def _tree(name: str, folder: Path) -> str:
    """What git keeps under a name; raises NoBase."""
    return _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{tree}}").decode().strip()


@contextmanager
def _at(version: str, folder: Path) -> Iterator[Path]:
    """The folder as it was under a name of git's, or last under a version of its about.yaml; raises NoBase."""
    try:
        tree = _tree(version, folder)
    except NoBase:
        tree = _tree(_last_under(version, folder), folder)
    with _laid_out(tree, folder) as found:
        yield found


def _last_under(version: str, folder: Path) -> str:
    """The last commit in which about.yaml bore a version; raises NoBase."""
    commits = _git(folder, "log", "--format=%H", "--", "about.yaml").decode().split()
    line = re.compile(rf"^version:\s*[\"']?{re.escape(version)}[\"']?\s*$", re.MULTILINE)
    for place, commit in enumerate(commits):
        try:
            about = _git(folder, "show", f"{commit}:./about.yaml").decode(errors="replace")
        except NoBase:  # the commit that took it away
            continue
        if line.search(about):
            return f"{commits[place - 1]}^" if place else "HEAD"
    raise NoBase("neither git nor about.yaml ever had this name")


@contextmanager
def _laid_out(tree: str, folder: Path) -> Iterator[Path]:
    top, inside = (_git(folder, "rev-parse", word).decode().strip() for word in ("--show-toplevel", "--show-prefix"))
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
