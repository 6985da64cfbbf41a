"""What is said of layers upon a knowledge base: how reports name them, and what a layer may not hold."""

from __future__ import annotations

LAYER_HAS_NONE = "A layer asks no new question, has no interview and renames none."
_NAME = "A layer needs a name, which every report says: up to 40 letters, digits, blanks and hyphens."
LAYER_NEEDS_A_NAME = f"{_NAME} Write: name: Our choir"
ONLY_THE_TABLE = (
    "A layer may only raise levels: its vocabulary holds rows of level_table and nothing else. Remove this field."
)
ROWS_ARE_DUE = "A list of rows is due here, each with likelihood, severity and level. Write them, or remove the file."


def layer(name: str, version: str, digest: str) -> str:
    """A layer as reports name it; the base has no name."""
    return f"{name} {version} ({digest})".strip()


def layer_has_no_field(allowed: str) -> str:
    return f"There is no field with this name. Allowed: {allowed}."


def rule_stands_already(identity: str, there: str) -> str:
    return (
        f'The rule "{identity}" stands already in {there}. A layer adds and replaces nothing: give this one another id.'
    )


def stands_in_both(kind: str, identity: str, there: str) -> str:
    return (
        f'The {kind} "{identity}" stands already in {there}. A layer adds and replaces nothing: give this one another '
        f"id, or write extends: {identity} to add to that one."
    )


def only_adds(field: str, hint: str, allowed: str) -> str:
    return (
        f'A file that extends an entry only adds to it, and "{field}" is not among what it may add.{hint} '
        f"Allowed: {allowed}."
    )


def extends_nothing(kind: str) -> str:
    return f"A layer cannot add to a {kind}. Write a new one under an id of its own."


def nothing_to_extend(kind: str, identity: str, hint: str) -> str:
    return f'There is no {kind} "{identity}" to extend.{hint}'


def row_stands_already(identity: str) -> str:
    return f'"{identity}" stands already below this layer and says something else. Give this one another id.'


def allows_more(level: str, decisions: str) -> str:
    return f"This would allow {decisions} at {level}, which the base does not. A layer may only tighten. Remove it."


def later(months: int, base: int) -> str:
    return f"{months} months is later than the {base} of the base. A layer may only tighten. Write {base} or less."


def no_such_pair(likelihood: str, severity: str) -> str:
    return f"{likelihood} × {severity} is no pair of the level table. Use the words of the base's scales."


def no_level(level: str, hint: str) -> str:
    return f'There is no level "{level}".{hint}'


def loosens(likelihood: str, severity: str, base: str, upper: str) -> str:
    return (
        f"{likelihood} × {severity} is {base} in the base, and {upper} would be lower. A layer may only tighten. "
        f"Write {base} or a higher level, or remove the row."
    )


# --- what a change does, by layer -------------------------------------------------------------------------------------

THE_BASE = "the base"
WITHOUT_LAYERS = "compare with BASE alone, without the layers: what the layers do"


def as_it_is(layer: str, name: str) -> str:
    """Of a layer of which no earlier state is kept under a name."""
    return f"{layer} is taken as it is on both sides: git keeps no {name} of it."


def as_it_is_today(layer: str, version: str) -> str:
    """Of a base or a layer that never bore a version."""
    return f"{layer} is taken as it is today: it never was at {version}.\n"
