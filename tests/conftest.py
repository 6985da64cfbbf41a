"""What many tests share.

`knowledge` and `network`: the real knowledge base. `toy` and `toy_network`: a small one about choirs, in tests/toy.
`toy_folder` is its folder, not to be written to; `toy_copy` is a copy that a test may change.
"""

from __future__ import annotations

import atexit
import gc
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from app import begun, choir, from_elsewhere, open_app, visitor  # noqa: F401 - fixtures by their names
from browser import (  # noqa: F401 - fixtures and hooks by their names
    chromium,
    chromium_path,
    pytest_sessionfinish,
    pytest_unconfigure,
)
from command import run  # noqa: F401 - a fixture by its name
from databases import (  # noqa: F401 - fixtures by their names
    another_database,
    database,
    postgresql,
    postgresql_server,
    sqlite_file,
    store,
)
from disk import read_only_folder  # noqa: F401 - a fixture by its name
from order import pytest_collection_modifyitems, pytest_xdist_auto_num_workers  # noqa: F401 - hooks by their names

from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.walk.network import Network

# As it ends, the interpreter looks for garbage once more, and msgspec may crash in it where a type has a `Meta`: a run
# in which all passed would end as if it had failed (https://github.com/msgspec/msgspec/issues/717).
atexit.register(gc.freeze)

TOY = Path(__file__).parent / "toy"


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    """The real knowledge base."""
    return loader.load()


@pytest.fixture(scope="session")
def network(knowledge: KnowledgeBase) -> Network:
    """The real knowledge base arranged for walking."""
    return Network(knowledge)


@pytest.fixture(scope="session")
def toy_folder() -> Path:
    """The folder of the toy knowledge base; copy it before you change it."""
    return TOY


@pytest.fixture(scope="session")
def toy(toy_folder: Path) -> KnowledgeBase:
    """The toy knowledge base: one task, two objectives, two deployments, two risk factors, two harms."""
    return loader.load(toy_folder, cache=None)


@pytest.fixture(scope="session")
def toy_network(toy: KnowledgeBase) -> Network:
    """The toy knowledge base arranged for walking."""
    return Network(toy)


@pytest.fixture
def toy_copy(toy_folder: Path, tmp_path: Path) -> Path:
    """A copy of the toy knowledge base that the test may change."""
    return Path(shutil.copytree(toy_folder, tmp_path / "toy"))


@pytest.fixture
def changed(toy_copy: Path) -> Callable[[str, str, str], Path]:
    """Changes a text in one file of the copy, which must hold it once, and gives the copy's folder."""

    def change(name: str, old: str, new: str) -> Path:
        file = toy_copy / name
        text = file.read_text("utf-8")
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        file.write_text(text.replace(old, new), "utf-8")
        return toy_copy

    return change
