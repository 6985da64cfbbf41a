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

ROOT = Path(__file__).resolve().parent.parent
KNOWLEDGE = ROOT / "knowledge_base"
MOST_LINES = 500

# Who may import whom of ours. A package stands for its modules, which may import one another. What is not here is
# forbidden; a new arrow is a matter of design, so it is added here on purpose and reviewed.
MAY_IMPORT = {
    "__init__": "",
    "__main__": "command_line",
    "problems": "",
    "model": "",
    "arrangement": "",
    "json_text": "",
    "conditions": "model",
    "yaml_text": "problems",
    "answers": "conditions model problems yaml_text",
    "graph": "model",
    "schemas": "model problems yaml_text",
    "checks": "graph model problems yaml_text",
    "loader": "checks model problems schemas yaml_text",
    "walk": "conditions model",
    "unknowns": "answers conditions model walk",
    "levers": "answers conditions walk",
    "interview": "answers unknowns walk",
    "result": "answers model",
    "assessment": "answers conditions levers model result unknowns walk",
    "comparison": "result",
    "picture": "arrangement problems result",
    "markdown": "comparison problems result",
    "pdf": "picture result",
    "store": "answers",
    "cases": "answers assessment loader model problems result schemas walk yaml_text",
    "show": "conditions graph model yaml_text",
    "coverage": "model result walk",
    "stats": "coverage model result walk",
    "links": "model",
    "web": "answers assessment cases comparison conditions interview json_text markdown model pdf picture problems "
           "result store unknowns walk yaml_text",
    "command_line": "answers assessment cases comparison coverage interview json_text links loader markdown model pdf "
                    "problems schemas show stats walk",
    "streamlit_app": "cases loader problems store walk web",
}

# Where a library from outside may be imported, and nowhere else.
ONLY_IN = {
    "yaml": "yaml_text",
    "networkx": "graph",
    "reportlab": "pdf",
    "streamlit": "web streamlit_app",
    "sqlalchemy": "store",
    "sqlite3": "store",
    "requests": "links",
    "jsonschema": "schemas",
    "msgspec": "answers assessment cases checks command_line comparison json_text loader model picture result schemas "
               "show stats store web",
}

# The engine gives the same result for the same input, whoever asks: no file, no clock, no chance, no environment.
ENGINE = ("arrangement", "assessment", "comparison", "conditions", "interview", "levers", "model", "picture",
          "result", "unknowns", "walk")
ENGINE_NEEDS = {"__future__", "bisect", "collections", "dataclasses", "enum", "functools", "graphlib", "heapq", "html",
                "itertools", "math", "operator", "re", "textwrap", "typing", "zlib"}
FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__", "globals"}

# Ids of entries that are also words that code needs for another thing.
ORDINARY_WORDS = {
    "recommendation",  # a task; but also a kind of entry, and what the report recommends
}


def sources() -> list[Path]:
    return sorted([*(ROOT / "questionnaire").rglob("*.py"), ROOT / "streamlit_app.py"])


def unit(path: Path) -> str:
    """The name in the tables: the module, or the package that it stands in."""
    inside = path.relative_to(ROOT)
    return inside.parts[1] if len(inside.parts) > 2 else path.stem


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
            if node.module.split(".")[0] == "questionnaire" and len(node.module.split(".")) < 3:
                yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)
            else:
                yield node.module, node.lineno


def ours(path: Path) -> Iterator[tuple[str, int]]:
    for name, line in imported(path):
        first, *rest = name.split(".")
        if first == "questionnaire" and rest and not rest[0].startswith("__"):
            yield rest[0], line


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


named = pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))


@named
def test_a_module_imports_of_ours_only_what_the_table_allows(path):
    allowed = {*MAY_IMPORT[unit(path)].split(), unit(path)}
    wrong = [f"{place(path, line)}: {name}" for name, line in ours(path) if name not in allowed]
    assert not wrong, "not in the table of allowed imports"


@named
def test_a_library_is_imported_only_where_it_belongs(path):
    wrong = []
    for name, line in imported(path):
        library = name.split(".")[0]
        outside = library not in sys.stdlib_module_names and library != "questionnaire"
        if (outside or library in ONLY_IN) and unit(path) not in ONLY_IN.get(library, "").split():
            wrong.append(f"{place(path, line)}: {library}")
    assert not wrong, "not the place of this library"


def test_the_tables_name_only_what_exists():
    units = {unit(path) for path in sources()}
    assert set(MAY_IMPORT) == units
    assert {name for row in MAY_IMPORT.values() for name in row.split()} <= units
    used = {(name.split(".")[0], unit(path)) for path in sources() for name, _ in imported(path)}
    allowed = {(library, where) for library, row in ONLY_IN.items() for where in row.split()}
    assert allowed == used & allowed


def test_imports_run_in_one_direction():
    arrows: dict[str, set[str]] = {}
    for path in sources():
        arrows.setdefault(unit(path), set()).update(name for name, _ in ours(path) if name != unit(path))
    try:
        tuple(TopologicalSorter(arrows).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("name", ENGINE)
def test_the_engine_opens_no_file_and_reads_no_clock(name):
    path = ROOT / "questionnaire" / f"{name}.py"
    wrong = [f"{place(path, line)}: import {module}" for module, line in imported(path)
             if (top := module.split(".")[0]) in sys.stdlib_module_names and top not in ENGINE_NEEDS]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
            wrong.append(f"{place(path, node.lineno)}: {node.func.id}()")
        if isinstance(node, ast.Global | ast.Nonlocal):
            wrong.append(f"{place(path, node.lineno)}: {', '.join(node.names)} from outside")
    assert not wrong


@cache
def entry_ids() -> frozenset[str]:
    """Ids of entries, sources and worked cases, and those ids of options that are more than one word."""
    ids = {file.stem for folder in KNOWLEDGE.iterdir() if folder.is_dir() and folder.name not in ("schema", "sources")
           for file in folder.glob("*.yaml")}
    for file in (KNOWLEDGE / "sources").glob("*.yaml"):
        ids |= {source["id"] for source in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)}
    for file in (KNOWLEDGE / "questions").glob("*.yaml"):
        options = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).get("options", ())
        ids |= {option["id"] for option in options if "-" in option["id"]}
    return frozenset(ids - ORDINARY_WORDS)


def literals(path: Path) -> Iterator[tuple[str, int]]:
    """Every text in the code, docstrings left out."""
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree(path))
                  if isinstance(node, described) and node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value, node.lineno


@named
def test_no_entry_of_the_knowledge_base_is_named_in_python(path):
    wrong = [f"{place(path, line)}: {word}" for text, line in literals(path)
             for word in {text, *re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text)} if word in entry_ids()]
    assert not wrong, "if code must say the id of an entry, a field is missing in the data"


def test_the_exempt_words_are_ids_of_entries():
    assert {file.stem for word in ORDINARY_WORDS for file in KNOWLEDGE.glob(f"*/{word}.yaml")} == ORDINARY_WORDS


@pytest.mark.parametrize("path", [*sources(), *sorted((ROOT / "tests").rglob("*.py")), ROOT / "run.py"],
                         ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_sitting(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES


def test_the_one_command_is_short_and_needs_the_standard_library_alone():
    path = ROOT / "run.py"
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines < 150
    assert all(name.split(".")[0] in sys.stdlib_module_names for name, _ in imported(path))


def test_the_knowledge_base_holds_no_code():
    assert not [file for file in KNOWLEDGE.rglob("*") if file.suffix in (".py", ".pyc", ".js", ".html")]
