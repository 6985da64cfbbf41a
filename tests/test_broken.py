"""Wrong knowledge bases, one fault each: the whole output of `kb check`, word for word.

A folder under tests/broken holds the files that differ from the toy knowledge base, and expected.txt.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from questionnaire.cli.parser import main
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge import loader

BROKEN = Path(__file__).parent / "broken"
FAULTS = sorted(folder.name for folder in BROKEN.iterdir() if folder.is_dir())


@pytest.fixture(params=FAULTS)
def broken(request, toy_copy: Path, monkeypatch) -> Path:
    """The toy knowledge base with one fault, as the folder `toy` of the working directory."""
    shutil.copytree(BROKEN / request.param, toy_copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    monkeypatch.chdir(toy_copy.parent)
    monkeypatch.setitem(loader.load.__kwdefaults__, "cache", toy_copy.parent / "kept")
    return BROKEN / request.param


def test_the_whole_output_is_as_expected(broken, capsys):
    assert main(["kb", "check", "--kb", "toy"]) == 1
    said = capsys.readouterr()
    assert said.out == (broken / "expected.txt").read_text("utf-8")
    assert said.err == ""


def test_nothing_is_loaded_and_nothing_kept(broken, toy_copy):
    if broken.name == "cases":  # a wrong case is a mistake of its own: the knowledge base beside it is right
        assert loader.load(Path("toy"), cache=None).tasks
        return
    cache = toy_copy.parent / "cache"
    for _ in range(2):
        with pytest.raises(ProblemsFound) as found:
            loader.load(Path("toy"), cache=cache)
        assert set(found.value.problems) == {problem for problem in loader.check(Path("toy")) if not problem.advice}
    assert not list(cache.glob("knowledge-*"))
