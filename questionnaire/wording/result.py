"""Sentences of the result: the verdict's reason, what was ruled out, what a change would be."""

from __future__ import annotations

from collections.abc import Sequence

NOTHING_ANSWERED = "Nothing has been answered, so nothing can be ruled out yet. This is not a sign of safety."
NO_HARM_REACHED = "No way that is known leads from these answers to a harm from machine bias."
STOP_POSSIBLE = "A condition that would make this use unacceptable cannot be excluded yet; settle it first."
ALL_HANGS_ON_OPEN_QUESTIONS = "Every finding still hangs on open questions."
UNKNOWN_ANSWER = "We do not know yet"


def not_acceptable(because: str) -> str:
    return f"No mitigation makes this use acceptable: {because}"


CONTRADICTIONS_COUNT_WORSE = "Some answers cannot be true together; until they are settled, the worse reading counts."


FIRST_BY = {
    "certainty": "It stands first because more of it is certain than of the next.",
    "severity": "It stands first because it is more severe than the next.",
    "likelihood": "It stands first because it is more likely than the next.",
    "possibility": "It stands first because what is still open could make it worse than the next.",
    "groups": "It stands first because it falls on more groups than the next.",
}


def may_rise(level: str, upper: str) -> str:
    return f"It is {level} as far as is known, and {upper} unless what is still open turns out well."


def contradicts(choice: str, question: str, presumed: Sequence[str], said: Sequence[str]) -> str:
    return (
        f"You chose ‘{choice}’, for which ‘{question}’ can only be {quoted(presumed)}; you also answered "
        f"{quoted(said)}. Change one of the two."
    )


def worst_path(level: str, risk_factor: str, harm: str) -> str:
    return f"The worst path is {level}: from ‘{risk_factor}’ to ‘{harm}’."


def at_stake(harm_kind: str, deployment: str, because: str) -> str:
    return f"{harm_kind} is at stake in ‘{deployment}’: {because}"


def settled_by(question: str, option: str, condition: str) -> str:
    """What makes a stop condition hold; `condition` is a phrase, or empty."""
    return f"‘{question}’ is ‘{option}’, and {condition}" if condition else f"‘{question}’ is ‘{option}’"


def only_if(condition: str) -> str:
    """What else a stop condition needs; `condition` is a phrase."""
    return f"Only if {condition}."


def not_answered(question: str, option: str) -> str:
    return f"‘{question}’ is not ‘{option}’"


def known_elsewhere(condition: str) -> str:
    return f"It is known where {condition}; here it is not so."


def evidence_elsewhere(folders: str) -> str:
    return f"What is known about it concerns other {folders} than yours."


def other_choice(folders: str) -> str:
    return f"you choose other {folders}"


RAISED_WITHOUT_HARM = "Your answers raise it. None of the harms that it is known to lead to follows from them."


def nothing_at_stake(harm_kinds: str) -> str:
    return f"Nothing that it leads to is at stake in this deployment. It leads to: {harm_kinds}."


def one_at_stake(harm_kinds: str) -> str:
    return f"it is used where one of these is at stake: {harm_kinds}"


def as_for(group: str, because: str) -> str:
    """What ties a group to a finding that is known of a narrower or a wider group."""
    return f"As for ‘{group}’: {because}"


def either(words: Sequence[str]) -> str:
    return " or ".join(words)


def quoted(words: Sequence[str]) -> str:
    return ", ".join(f"‘{word}’" for word in words)


def swap(out: str, into: str) -> str:
    return f"‘{into}’ in place of ‘{out}’"


def leave_out(out: str) -> str:
    return f"leave out ‘{out}’"


def decide_for(into: str) -> str:
    return f"decide for ‘{into}’"
