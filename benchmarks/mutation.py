"""How many small mistakes in the engine, the answers and the store do their tests notice?

    python -m benchmarks mutation [MODULE …]

Each mutant is a module with one thing changed: a comparison, a sign, `and` for `or`, `min` for `max`, a lower bound for
an upper one, a truth value for its neighbour, a number by one, a condition left out. It is put in the place of the
module while the tests that speak of it run, until one fails. What survives is either a gap in the tests or changes
nothing that anybody could see; the second kind is explained in mutation_survivors.yaml, and the rest is printed.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib
import importlib.abc
import importlib.machinery
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest
import yaml

PROJECT = Path(__file__).resolve().parent.parent
EXPLAINED = Path(__file__).with_name("mutation_survivors.yaml")
SECONDS, WAITING = 60, 400
"""How long the tests may compute, and how long they may take, before a mutant counts as one that goes on for ever."""
ENGINE = ("tests/test_pinned.py", "tests/test_conditions.py", "tests/test_removals.py", "tests/test_worlds.py")
STORE = ("tests/test_changes.py", "tests/test_store.py", "tests/test_store_opened.py")
TESTS = {
    "questionnaire.knowledge.conditions": ENGINE,
    "questionnaire.knowledge.presumptions": ("tests/test_facts.py", *ENGINE),
    "questionnaire.walk.scales": ENGINE,
    "questionnaire.walk.network": ENGINE,
    "questionnaire.walk.worlds": ENGINE,
    "questionnaire.walk.walk": ENGINE,
    "questionnaire.walk.unknowns": ENGINE,
    "questionnaire.walk.interview": ENGINE,
    "questionnaire.walk.decisions": ENGINE,
    "questionnaire.walk.levers": ENGINE,
    "questionnaire.walk.removals": ENGINE,
    "questionnaire.walk.combinations": ENGINE,
    "questionnaire.answers.answers": ("tests/test_pinned.py", "tests/test_answers.py", "tests/test_answers_written.py"),
    "questionnaire.answers.changes": STORE,
    "questionnaire.answers.store": STORE,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "TRUE": "MAYBE", "MAYBE": "TRUE", "FALSE": "MAYBE"}
_FIELDS = {"lower": "upper", "upper": "lower"}
_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COUNTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}


class Mutant(NamedTuple):
    """One change to a module: the line on which it stands, and what is there before and after."""

    module: str
    number: int
    line: int
    within: str
    before: str
    after: str


class Outcome(NamedTuple):
    mutant: Mutant
    killed: bool


def run(*named: str) -> None:
    """Print the share of mutants that the tests notice, module by module, and those that nobody explained."""
    modules = [name for name in TESTS if not named or name.rpartition(".")[2] in named]
    os.chdir(PROJECT)
    explained = _explained()
    mutants = [mutant for name in modules for mutant in mutants_of(name)]
    for library in ("jsonschema", "msgspec", "networkx", "sqlalchemy"):
        importlib.import_module(library)  # once here, and not again for every mutant
    context = multiprocessing.get_context("fork")
    outcomes: list[Outcome] = []
    with context.Pool(os.cpu_count() or 1, maxtasksperchild=1) as pool:
        for done, outcome in enumerate(pool.imap_unordered(_try, mutants), 1):
            outcomes.append(outcome)
            if not outcome.killed and _key(outcome.mutant) not in explained:
                print(f"\r  not explained: {_said(outcome.mutant)}", flush=True)
            print(f"\r  {done} of {len(mutants)} tried", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for name in modules:
        own = [outcome for outcome in outcomes if outcome.mutant.module == name]
        killed = sum(outcome.killed for outcome in own)
        print(f"  {name.partition('.')[2]:25} {killed:4} of {len(own):4} noticed  {killed / max(1, len(own)):6.1%}")
    killed = sum(outcome.killed for outcome in outcomes)
    print(f"  {'all':25} {killed:4} of {len(outcomes):4} noticed  {killed / max(1, len(outcomes)):6.1%}")
    survivors = [outcome.mutant for outcome in outcomes if not outcome.killed]
    told = sum(_key(mutant) in explained for mutant in survivors)
    print(f"  {len(survivors)} survive, {told} of them explained in {EXPLAINED.name}")


def mutants_of(module: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    text = _file(module).read_text(encoding="utf-8")
    lines = text.splitlines()
    for number, (node, change) in enumerate(_changes(ast.parse(text))):
        line = getattr(node, "lineno", None) or node.target.lineno  # a comprehension stands where its target does
        before = _shown(node)
        changed = copy.deepcopy(node)
        change(changed)
        yield Mutant(module, number, line, lines[line - 1].strip(), before, _shown(changed))


def mutated(module: str, number: int) -> ast.Module:
    """The module's tree with that one change."""
    tree = ast.parse(_file(module).read_text(encoding="utf-8"))
    node, change = list(_changes(tree))[number]
    change(node)
    return ast.fix_missing_locations(tree)


def _file(module: str) -> Path:
    return PROJECT.joinpath(*module.split(".")).with_suffix(".py")


def _shown(node: ast.AST) -> str:
    whole = ast.unparse(node) if isinstance(node, ast.expr) else ast.unparse(node).splitlines()[0]
    return " ".join(whole.split())


def _changes(tree: ast.Module) -> Iterator[tuple[ast.AST, Callable[[ast.AST], None]]]:
    """Each node with each thing that can be changed in it; annotations and docstrings are left alone."""
    for node in _code(tree):
        match node:
            case ast.Compare(ops=[op]) if type(op) in _COMPARED:
                yield node, _set("ops", [_COMPARED[type(op)]()])
            case ast.BoolOp(op=op):
                yield node, _set("op", ast.Or() if isinstance(op, ast.And) else ast.And())
            case ast.UnaryOp(op=ast.Not() | ast.Invert()):
                yield node, _become_operand
            case ast.UnaryOp(op=ast.USub()):
                yield node, _set("op", ast.UAdd())
            case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _COUNTED:
                yield node, _set("op", _COUNTED[type(op)]())
            case ast.Constant(value=bool(value)):
                yield node, _set("value", not value)
            case ast.Constant(value=int(value)):
                yield node, _set("value", value + 1)
            case ast.Name(id=name, ctx=ast.Load()) if name in _NAMES:
                yield node, _set("id", _NAMES[name])
            case ast.Attribute(attr=name, ctx=ast.Load()) if name in _FIELDS:
                yield node, _set("attr", _FIELDS[name])
            case ast.IfExp(body=body, orelse=other):
                yield node, _swap(body, other)
            case ast.comprehension(ifs=[_, *_]):
                yield node, _set("ifs", [])
            case ast.If(test=test):
                yield node, _set("test", ast.UnaryOp(ast.Not(), test))
            case ast.Continue() | ast.Break():
                yield node, _become_pass


def _code(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list") or (
            name == "keywords" and isinstance(node, ast.ClassDef)
        ):
            continue  # what a record is made of is no step of the engine
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _code(child)


def _set(field: str, value: object) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, field, value)


def _swap(body: ast.expr, other: ast.expr) -> Callable[[ast.AST], None]:
    def swap(node: ast.AST) -> None:
        node.body, node.orelse = other, body

    return swap


def _become_operand(node: ast.UnaryOp) -> None:
    """`not x` or `~x` becomes `x`, as a conditional that is always taken: the node keeps its place in the tree."""
    operand = node.operand
    node.__class__ = ast.IfExp
    node.test, node.body, node.orelse = ast.Constant(value=True), operand, ast.Constant(value=None)


def _become_pass(node: ast.AST) -> None:
    node.__class__ = ast.Pass


class _Mutator(importlib.abc.Loader):
    """Loads the mutant in the place of its module."""

    def __init__(self, mutant: Mutant):
        self.mutant = mutant

    def find_spec(self, name: str, _path=None, _target=None) -> importlib.machinery.ModuleSpec | None:
        if name != self.mutant.module:
            return None
        return importlib.machinery.ModuleSpec(name, self, origin=str(_file(name)))

    def create_module(self, _spec) -> None:
        return None

    def exec_module(self, module) -> None:
        module.__file__ = str(_file(self.mutant.module))
        code = compile(mutated(self.mutant.module, self.mutant.number), module.__file__, "exec")
        exec(code, module.__dict__)


class _Hangs(Exception):
    """A mutant that goes on for ever was noticed."""


def _stop(_signal, _frame) -> None:
    raise _Hangs


def _try(mutant: Mutant) -> Outcome:
    """Run the tests that speak of the module on the mutant, in a process of its own."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "questionnaire"]:
        del sys.modules[name]  # whatever is loaded holds the module as it is
    sys.meta_path.insert(0, _Mutator(mutant))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # no plugin speaks here, and each takes its time
    hypothesis.settings.register_profile("mutants", phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate])
    hypothesis.settings.load_profile("mutants")  # that a test fails is enough; the smallest case takes minutes
    for clock, sent, seconds in (
        (signal.ITIMER_PROF, signal.SIGPROF, SECONDS),  # whatever else this machine does meanwhile
        (signal.ITIMER_REAL, signal.SIGALRM, WAITING),
    ):
        signal.signal(sent, _stop)
        signal.setitimer(clock, seconds)
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        try:
            status = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *TESTS[mutant.module]])
        except Exception:  # noqa: BLE001 - a mutant may break the test run itself, which is noticed too
            status = 1
    return Outcome(mutant, killed=status != 0)


def _said(mutant: Mutant) -> str:
    return f"{mutant.module}:{mutant.line}: {mutant.within}\n    {mutant.before}  →  {mutant.after}"


def _key(mutant: Mutant) -> tuple[str, ...]:
    return mutant.module, mutant.within, mutant.before, mutant.after


def _explained() -> set[tuple[str, ...]]:
    rows = yaml.safe_load(EXPLAINED.read_text("utf-8"))
    return {(f"questionnaire.{row['in']}", row["within"], row["before"], row["after"]) for row in rows or []}
