"""What is said where an answers file of an earlier version is read: what was carried over, and what is gone."""

from __future__ import annotations

from collections.abc import Iterable

Reasons = Iterable[tuple[str, str]]
"""Versions since which it is so, each with the reason as a sentence."""


def question(old: str, now: str | None, reasons: Reasons) -> str:
    """A question of the file that is called otherwise now, or is gone."""
    if now is None:
        return f'The question "{old}" is gone{_since(reasons)} What stood here was left out.'
    return f'Carried over: the question "{old}" is "{now}" now{_since(reasons)}'


def option(old: str, now: str | None, reasons: Reasons) -> str:
    """An option of the file that is called otherwise now, or is gone."""
    if now is None:
        return f'The option "{old}" is gone{_since(reasons)} It was left out; the question is asked again.'
    return f'Carried over: the option "{old}" is "{now}" now{_since(reasons)}'


def _since(reasons: Reasons) -> str:
    told = list(reasons)
    return f" (since {told[-1][0]}). {' '.join(reason for _, reason in told)}"


def answered_twice(old: str, now: str) -> str:
    return f'The question "{old}" is "{now}" now, and the file answers both. Keep "{now}".'


def carried(count: int) -> str:
    one = "One answer was carried over from an earlier version of the questions."
    return one if count == 1 else f"{count} answers were carried over from an earlier version of the questions."
