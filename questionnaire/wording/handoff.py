"""What the command for hand-offs says of its work and of mistakes in its words."""

from __future__ import annotations

from collections.abc import Iterable

HANDOFF = "Hand the result over as a draft: to the next stages, or to a form that must be filed anyway."
KIND = "which hand-off; left out, all are listed, with the rules that may ask for them here"
QUESTIONS = "write what the form asks and no kickoff knows, with who knows it, as a file to fill in"
EXTRA = "that file, filled in; its answers stand in this draft alone and move no level"
QUESTIONS_OF_FORM = "what a form asks"
OUTPUT = "a file, whose ending says the format, or - for standard output"


def kind(name: str, label: str, endings: Iterable[str], rules: Iterable[str]) -> str:
    asked = "".join(f"\n    may be asked for by: {rule}" for rule in rules)
    return f"{name}: {label} ({', '.join(endings)}){asked}"


def no_kind(word: str, hint: str, names: Iterable[str]) -> str:
    return f'there is no hand-off "{word}".{hint} Allowed: {", ".join(names)}.'


def no_such_ending(name: str, kind_: str, endings: Iterable[str]) -> str:
    return f'"{name}": {kind_} comes as {", ".join(endings)}. Change the ending.'


def written(name: str, label: str) -> str:
    return f"{name}: {label}. It is a draft: look for what is still to fill."


def no_form(forms: Iterable[str]) -> str:
    return f"--questions and --extra belong to a form. Name it with --kind: {', '.join(forms)}."


def asks_nothing(name: str, forms: Iterable[str]) -> str:
    return f"{name} asks for nothing more: leave out --questions and --extra. Forms that do: {', '.join(forms)}."


def questions_of(command: str, answers: str, form: str) -> str:
    return f"{command} handoff {answers} --kind {form} --questions"


def with_extra(command: str, answers: str, form: str) -> str:
    return f"{command} handoff {answers} --kind {form} --extra THIS_FILE"
