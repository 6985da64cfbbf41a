"""The rules of the house, read off the source: who imports whom, what the engine leaves alone, what stays in data."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import yaml
from rooms import ENGINE, ENGINE_NEEDS, INSIDE, MAY_IMPORT, ONLY_IN

ROOT = Path(__file__).resolve().parent.parent
KNOWLEDGE = ROOT / "knowledge_base"
MOST_LINES = 500
FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__", "globals"}

# Ids of entries that are also words that code needs for another thing.
ORDINARY_WORDS = {
    "region",  # a question; but also where in a file something stands, in SARIF
    "recommendation",  # a task; but also a kind of entry, and what the report recommends
}


def sources() -> list[Path]:
    return sorted([*(ROOT / "questionnaire").rglob("*.py"), ROOT / "streamlit_app.py"])


def room(path: Path) -> str:
    """The name in the table of rooms: the package, or a module that stands beside them."""
    inside = path.relative_to(ROOT)
    return inside.parts[1] if len(inside.parts) > 2 else path.stem


def module(path: Path) -> str:
    """The name inside a room; a package in it stands for its modules. Empty for the room's own docstring."""
    inside = path.relative_to(ROOT).parts[2:]
    return "" if not inside or inside == ("__init__.py",) else inside[0].removesuffix(".py")


def stands_in(path: Path, places: str) -> bool:
    """Whether one of the places is the file's room, or its room and module."""
    return bool({room(path), f"{room(path)}/{module(path)}"} & set(places.split()))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, anywhere in it, with the line; `from x import y` counts as x.y for ours."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: imports are written in full"
            yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)


def ours(path: Path) -> Iterator[tuple[str, str, int]]:
    """Room, module and line of everything of ours that a file imports."""
    for name, line in imported(path):
        first, *rest = name.split(".")
        if first == "questionnaire" and rest and not rest[0].startswith("__"):
            yield rest[0], rest[1] if len(rest) > 1 else "", line


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


named = pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))


@named
def test_a_room_uses_only_the_rooms_that_the_table_allows(path):
    allowed = {*MAY_IMPORT[room(path)].split(), room(path)}
    wrong = [f"{place(path, line)}: {name}" for name, _, line in ours(path) if name not in allowed]
    assert not wrong, "not in the table of rooms"


@named
def test_a_module_uses_only_those_modules_of_its_room_that_the_table_allows(path):
    if room(path) not in INSIDE or not module(path):
        return
    allowed = {*INSIDE[room(path)][module(path)].split(), module(path)}
    wrong = [
        f"{place(path, line)}: {name}" for at, name, line in ours(path) if at == room(path) and name not in allowed
    ]
    assert not wrong, "not in the table of modules inside a room"


@named
def test_a_library_is_imported_only_where_it_belongs(path):
    wrong = []
    for name, line in imported(path):
        library = name.split(".")[0]
        outside = library not in sys.stdlib_module_names and library != "questionnaire"
        if (outside or library in ONLY_IN) and not stands_in(path, ONLY_IN.get(library, "")):
            wrong.append(f"{place(path, line)}: {library}")
    assert not wrong, "not the place of this library"


def test_the_tables_name_only_what_is_used():
    """Every arrow that a table allows is there: what nobody needs any more leaves the table."""
    between, inside = set(), set()
    for path in sources():
        for at, name, _ in ours(path):
            if at != room(path):
                between.add((room(path), at))
            elif at in INSIDE and module(path) and name != module(path):
                inside.add((at, module(path), name))
    assert {room(path) for path in sources()} == set(MAY_IMPORT)
    assert {(at, name) for at, row in MAY_IMPORT.items() for name in row.split()} == between
    files = {(room(path), module(path)) for path in sources() if room(path) in INSIDE and module(path)}
    assert files == {(at, name) for at, modules in INSIDE.items() for name in modules}
    assert {
        (at, name, other) for at, modules in INSIDE.items() for name, row in modules.items() for other in row.split()
    } == inside
    for library, places in ONLY_IN.items():
        users = [path for path in sources() if library in {name.split(".")[0] for name, _ in imported(path)}]
        for name in places.split():
            assert any(stands_in(path, name) for path in users), f"{library} is not used in {name}"


@pytest.mark.parametrize("table", [MAY_IMPORT, *INSIDE.values()], ids=["rooms", *INSIDE])
def test_imports_run_in_one_direction(table):
    try:
        tuple(TopologicalSorter({name: row.split() for name, row in table.items()}).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("name", ENGINE)
def test_the_engine_opens_no_file_and_reads_no_clock(name):
    wrong, paths = [], [path for path in sources() if stands_in(path, name)]
    for path in paths:
        wrong += [
            f"{place(path, line)}: import {name}"
            for name, line in imported(path)
            if (top := name.split(".")[0]) in sys.stdlib_module_names and top not in ENGINE_NEEDS.split()
        ]
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
                wrong.append(f"{place(path, node.lineno)}: {node.func.id}()")
            if isinstance(node, ast.Global | ast.Nonlocal):
                wrong.append(f"{place(path, node.lineno)}: {', '.join(node.names)} from outside")
    assert paths and not wrong


@cache
def entry_ids() -> frozenset[str]:
    """Ids of entries, sources and worked cases, and those ids of options that are more than one word."""
    ids = {
        file.stem
        for folder in KNOWLEDGE.iterdir()
        if folder.is_dir() and folder.name not in ("schema", "sources")
        for file in folder.glob("*.yaml")
    }
    for file in (KNOWLEDGE / "sources").glob("*.yaml"):
        ids |= {source["id"] for source in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)}
    for file in (KNOWLEDGE / "questions").glob("*.yaml"):
        options = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).get("options", ())
        ids |= {option["id"] for option in options if "-" in option["id"]}
    return frozenset(ids - ORDINARY_WORDS)


def literals(path: Path) -> Iterator[tuple[str, int]]:
    """Every text in the code, docstrings left out."""
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, described) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value, node.lineno


@named
def test_no_entry_of_the_knowledge_base_is_named_in_python(path):
    wrong = [
        f"{place(path, line)}: {word}"
        for text, line in literals(path)
        for word in {text, *re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text)}
        if word in entry_ids()
    ]
    assert not wrong, "if code must say the id of an entry, a field is missing in the data"


def test_the_exempt_words_are_ids_of_entries():
    assert {file.stem for word in ORDINARY_WORDS for file in KNOWLEDGE.glob(f"*/{word}.yaml")} == ORDINARY_WORDS


@pytest.mark.parametrize(
    "path",
    [*sources(), *sorted((ROOT / "tests").rglob("*.py")), ROOT / "run.py"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_a_file_can_be_read_in_one_sitting(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES


def test_the_one_command_is_short_and_needs_the_standard_library_alone():
    path = ROOT / "run.py"
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 200
    assert all(name.split(".")[0] in sys.stdlib_module_names for name, _ in imported(path))


def test_the_knowledge_base_holds_no_code():
    assert not [file for file in KNOWLEDGE.rglob("*") if file.suffix in (".py", ".pyc", ".js", ".html")]
