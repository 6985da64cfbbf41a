"""A condition on answers in words: questions and options come in as they are shown."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMED = 4


def is_chosen(question: str, options: Sequence[str]) -> str:
    """One of the options is the answer."""
    if len(options) == 1:
        return f"‘{question}’ is ‘{options[0]}’"
    return f"‘{question}’ is one of {_listed(options)}"


def is_not_chosen(question: str, options: Sequence[str]) -> str:
    """None of the options is the answer."""
    if len(options) == 1:
        return f"‘{question}’ is not ‘{options[0]}’"
    return f"‘{question}’ is not any of {_listed(options)}"


def every(phrases: Sequence[str]) -> str:
    """All of the phrases hold. A phrase of it may itself be an `either` or a `both`."""
    return ", and ".join(phrases)


def some(phrases: Sequence[str]) -> str:
    """At least one of the phrases holds. A phrase of it may itself be an `either` or a `both`."""
    return ", or ".join(phrases)


def either(phrases: Sequence[str]) -> str:
    """At least one holds, said inside `every`."""
    return " or ".join(phrases)


def both(phrases: Sequence[str]) -> str:
    """All hold, said inside `some`."""
    return " and ".join(phrases)


def _listed(options: Sequence[str]) -> str:
    """Several options quoted; of more than four the first three, and how many more there are."""
    names = [f"‘{option}’" for option in options]
    if len(names) > MOST_NAMED:
        names[MOST_NAMED - 1 :] = [f"{len(names) - MOST_NAMED + 1} more"]
    return f"{', '.join(names[:-1])} and {names[-1]}"
