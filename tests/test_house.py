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

# Which room may use which; `own` are the modules of a room that its other modules may use. What is not here is
# forbidden; a new arrow is a matter of design, so it is added here on purpose and reviewed.
MAY_IMPORT = {
    "__init__": "",
    "__main__": "cli",
    "files": "",
    "wording": "",
    "knowledge": "files wording",
    "answers": "files knowledge wording",
    "walk": "answers knowledge",
    "assessment": "answers knowledge walk wording",
    "presentation": "assessment wording",
    "picture": "assessment presentation wording",
    "readings": "assessment presentation wording",
    "reports": "assessment files presentation readings wording",
    "upkeep": "answers assessment files knowledge walk wording",
    "handoffs": "assessment files knowledge presentation readings reports wording",
    "web": "answers assessment files knowledge picture presentation readings reports upkeep walk wording",
    "cli": "answers assessment files handoffs knowledge readings reports upkeep walk wording",
    "streamlit_app": "web",
}

# The modules of the wording that need no other.
SENTENCES = (
    "again browse command_line comparison conditions docx evaluation export handoff html issues layers ml_bom "
    "package picture proposal renames report result review risk_register saving start together upkeep "
    "variants ways_down web"
)

# Inside a room, which module may import which; imports of other rooms are the matter of the table above.
INSIDE = {
    "files": {"problems": "", "attachment": "problems", "command": "", "yaml_text": "problems"},
    "knowledge": {
        "entries": "",
        "vocabulary": "entries",
        "forms": "entries",
        "triggers": "entries",
        "renames": "entries",
        "base": "entries forms renames triggers vocabulary",
        "conditions": "base entries",
        "search": "entries",
        "presumptions": "base conditions entries vocabulary",
        "contents": "base entries",
        "graph": "base contents entries",
        "schemas": "base entries renames triggers vocabulary",
        "level_checks": "base",
        "trigger_checks": "base",
        "rename_checks": "base",
        "checks": "base contents entries graph level_checks rename_checks trigger_checks",
        "cache": "",
        "layers": "base entries triggers vocabulary",
        "folder": "base checks entries renames schemas triggers vocabulary",
        "layered": "base entries folder layers schemas triggers vocabulary",
        "loader": "base cache folder layered",
    },
    "answers": {
        "answers": "",
        "reading": "answers",
        "writing": "answers",
        "changes": "answers",
        "tables": "",
        "migrations": "tables",
        "migration": "tables",
        "sqlite": "tables",
        "postgresql": "tables",
        "database": "migration postgresql sqlite tables",
        "rows": "changes database tables",
        "review": "",
        "reviews": "database review rows tables",
        "sharing": "database review rows tables variants",
        "asked": "database review rows sharing tables",
        "shelf": "database rows tables",
        "readiness": "answers review",
        "conditions": "review",
        "store": "answers asked changes database review reviews rows sharing shelf tables variants",
        "variants": "database rows tables",
    },
    "walk": {
        "scales": "",
        "network": "scales",
        "worlds": "network scales",
        "walk": "network scales worlds",
        "unknowns": "network scales walk worlds",
        "trip_wires": "network scales walk worlds",
        "interview": "network unknowns walk",
        "decisions": "network",
        "levers": "decisions network scales walk worlds",
        "removals": "decisions levers network walk worlds",
        "combinations": "decisions network scales walk worlds",
    },
    "assessment": {
        "result": "",
        "telling": "result",
        "ranking": "telling",
        "findings": "ranking result telling",
        "verdict": "result telling",
        "ruled_out": "result telling",
        "priorities": "result telling",
        "advice": "priorities result telling",
        "outlook": "result telling",
        "assess": "advice findings outlook ranking result ruled_out telling verdict",
        "glance": "assess findings ranking result telling verdict",
        "comparison": "result",
        "causes": "comparison",
        "side_by_side": "assess comparison result telling",
        "reassessment": "assess comparison glance telling",
    },
    "presentation": {
        "looks": "",
        "labels": "looks",
        "headline": "labels",
        "matrix": "",
        "counts": "",
        "effects": "",
        "numbers": "",
    },
    "picture": {"arrangement": "", "picture": "arrangement", "svg": "picture"},
    "readings": {
        "blocks": "",
        "references": "blocks",
        "findings": "blocks references",
        "actions": "blocks findings references",
        "support": "blocks references",
        "card": "actions blocks findings references",
        "full": "actions blocks card findings references support",
        "pack": "actions blocks card findings references support",
        "notice": "blocks references",
        "readings": "blocks card full notice pack references",
    },
    "reports": {
        "formats": "",
        "html": "",
        "json_schema": "",
        "json_text": "",
        "markdown": "",
        "pdf": "",
        "packed": "",
        "docx_styles": "",
        "docx": "docx_styles packed",
        "risk_register": "",
        "csv_text": "risk_register",
        "xlsx": "packed risk_register",
    },
    "handoffs": {
        "samples": "",
        "skeleton": "",
        "metrics": "",
        "filling": "metrics samples",
        "forms": "filling metrics",
        "evaluation": "metrics samples skeleton",
        "issues": "",
        "ml_bom": "filling",
        "handoffs": "evaluation filling forms issues ml_bom",
    },
    "cli": {
        "status": "",
        "places": "status",
        "app": "status",
        "conditions": "places status",
        "assess": "places status",
        "export": "places status",
        "handoff": "places status",
        "knowledge": "places status",
        "parser": "app assess conditions export handoff knowledge places status upkeep",
        "upkeep": "places status",
    },
    "upkeep": {
        "annotations": "",
        "bases": "",
        "blank": "",
        "cases": "",
        "citations": "",
        "coverage": "",
        "doubts": "",
        "diff": "",
        "diff_told": "diff",
        "links": "",
        "naming": "",
        "reach": "",
        "reach_told": "doubts naming reach",
        "show": "naming",
        "stale": "",
        "stats": "coverage",
        "browse": "reach",
        "tables": "browse",
        "proposal": "browse",
        "package": "",
    },
    "wording": {
        **dict.fromkeys(SENTENCES.split(), ""),
        "handoffs": "report",
        "markdown": "report",
        "narrowing": "",
        "pdf": "report",
        "readings": "report",
    },
    "web": {
        "html": "",
        "text": "",
        "hosts": "",
        "health": "",
        "server": "health hosts",
        "style": "html",
        "session": "",
        "sign_in": "parts style text",
        "browser": "sign_in style",
        "access": "browser session sign_in",
        "record": "access browser session",
        "address": "session",
        "views": "record session style",
        "fields": "session text",
        "parts": "html session style text",
        "live": "html parts record views",
        "own_words": "fields parts record",
        "choosing": "record views",
        "narrowing": "session text views",
        "holding": "access html parts record session text views",
        "assigned": "access address html parts record session text",
        "fold": "access assigned fields parts record session",
        "suggestions": "choosing fields html parts record session views",
        "asking": (
            "address assigned choosing fields fold holding html live narrowing own_words parts record session suggestions text "
            "views"
        ),
        "downloads": "record session text",
        "review": "access address browser holding html parts record session sign_in text views",
        "findings": "address html parts review text views",
        "browse": "address html parts record session style text",
        "measures": "fields html parts record session text views",
        "what_if": "html parts record session text views",
        "variants": "access address browser html parts record session text views",
        "result": "address downloads findings holding html measures parts record text variants views what_if",
        "saved_or_not": "asking html parts record session text views",
        "one_question": "access asking parts record session text",
        "frame": (
            "access address asking browser one_question parts record result review saved_or_not session style text "
            "variants"
        ),
        "invitation": "address browser parts record session sign_in text",
        "shelf": "access browser parts record session text",
        "begun": "access address browser html parts session shelf text",
        "again": "access address browser html parts record session style text",
        "portfolio": "access address again browser html parts record session style text",
        "start": "address begun browser html invitation parts record session sign_in style text",
        "pages": "address again browse browser frame portfolio record session sign_in start",
    },
}

# Where a library from outside may be imported, and nowhere else: rooms, or modules of a room.
ONLY_IN = {
    "yaml": "files/yaml_text",
    "networkx": "knowledge/graph",
    "reportlab": "reports/pdf",
    "pikepdf": "files/attachment reports/pdf",
    "starlette": "web/server",
    "streamlit": "web streamlit_app",
    "sqlalchemy": (
        "answers/asked answers/database answers/migration answers/migrations answers/postgresql "
        "answers/reviews answers/rows answers/sharing answers/shelf answers/sqlite answers/store "
        "answers/tables answers/variants"
    ),
    "alembic": "answers/migration answers/migrations",
    "sqlite3": "answers/sqlite",
    "requests": "upkeep/links",
    "jsonschema": "knowledge/schemas",
    "markupsafe": "reports/docx reports/html web/html",
    "docx": "reports/docx reports/docx_styles",
    "openpyxl": "reports/xlsx",
    "msgspec": (
        "answers assessment cli handoffs knowledge picture presentation readings reports/json_schema "
        "reports/json_text reports/risk_register upkeep walk web"
    ),
}

# The engine gives the same result for the same input, whoever asks: no file, no clock, no chance, no environment.
ENGINE = (
    "walk",
    "assessment",
    "presentation",
    "picture",
    "knowledge/entries",
    "knowledge/vocabulary",
    "knowledge/base",
    "knowledge/conditions",
)
ENGINE_NEEDS = (
    "__future__ bisect collections dataclasses enum functools graphlib heapq html itertools math "
    "operator re textwrap typing zlib"
)
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
