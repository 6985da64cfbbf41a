"""What registries say of sources: retracted, corrected, newer."""

from __future__ import annotations


def noticed(source: str, address: str, said: str, *, grave: bool) -> str:
    """What a registry says of a source; `said` ends a sentence that begins with the address."""
    if not source:
        return f"{address} {said}."
    then = (
        "Read the notice, and take out or mend what rests on it." if grave else "Look whether what we cite still holds."
    )
    return f"{source}: {address} {said}. {then}"


def became(what: str, by: str) -> str:
    """What became of a work, and the DOI that says so or that came of it."""
    return f"is {what} ({'' if by.startswith('http') else 'https://doi.org/'}{by})" if by else f"is {what}"


def marked(what: str, title: str) -> str:
    return f"is marked as {what} in its title (“{title[:80]}”)"


def is_notice(what: str, of: str) -> str:
    return f"is itself the notice that https://doi.org/{of} is {what}"


def newer_version(cited: int, newest: int) -> str:
    return f"is cited in version {cited}, and version {newest} is out"


def registry_failed(why: str, given_up: bool) -> str:
    return f"{why}{', and the registry is not asked any more' if given_up else ''}"


ANSWERS_NONSENSE = "answers with what cannot be read"


def answers_too_much(most: int) -> str:
    return f"answers with more than {most // 1_000_000} MB"


def looked_up(number: int, of: int) -> str:
    """How far asking the registries has come."""
    return f"{number} of {of} sources looked up"


def notices(grave: int, others: int) -> str:
    """How asking the registries came out; empty where they had nothing to say."""
    parts = (
        [f"{grave} {'source is' if grave == 1 else 'sources are'} retracted, withdrawn or in doubt."] if grave else []
    )
    if others:
        parts.append(f"{others} {'has' if others == 1 else 'have'} been corrected, published or renewed since.")
    return " ".join(parts)
