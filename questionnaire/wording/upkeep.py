"""What the commands on a knowledge base say to those who write it. `command` is what the person typed to start it."""

from __future__ import annotations

from collections.abc import Sequence

# --- help -------------------------------------------------------------------------------------------------------------

NEW = "Write a commented file for a new entry, with every field explained and the nearest entries named."
KIND = "what to write, such as deployment, risk-factor, source or case"
ID = "the id: lowercase words joined by hyphens; it names the file and never changes once published"
ABOUT = "one line on what it is: it becomes the summary, and finds the entries nearest to it"

# --- a new entry ------------------------------------------------------------------------------------------------------

MARK = "TO FILL IN"
LEFT = "This is left to fill in."
NEAR = "Near to it already. Where one of them says it, add to that one instead:"
NO_NEAR = "No entry of this kind comes near to it by its words."
OPTIONAL = "may be left out"
SAME = "as above"
CONDITION = (
    "A condition on answers: {all_of: [{question: option}], any_of: [{question: [option, option]}], "
    "none_of: [{question: option}]}, each of the three only where it is needed."
)
PRESUMED = (
    "What is so in every such use, so that a team need not say it. One question after the other: write the options "
    "that hold, or take the line out where it differs from team to team."
)
ONE_OF, SOME_OF = "One of:", "One or more of:"


def left(meaning: str) -> str:
    """A place of a new file that still holds the mark."""
    return f"{LEFT} {meaning or 'What may stand here is explained above it.'}"


def only_left(places: int, within: int) -> str:
    """The last line of a check that found nothing but places that are left to fill in."""
    what = "1 place is" if places == 1 else f"{places} places are"
    return (
        f"{what} left to fill in, in {'1 file' if within == 1 else f'{within} files'}. Nothing else was looked at yet."
    )


def new_header(noun: str, meaning: str, command: str) -> tuple[str, ...]:
    """What stands at the head of a new file."""
    return (
        f"A new {noun}. {meaning}",
        f"Replace each {MARK}. Lines that begin with ## explain. Lines that begin with # are fields that may be left",
        "out: take the # and the blank behind it away to use them. Explanations may go once they are read.",
        f"See what is left to do with: {command} kb check",
    )


def refers_to(kind: str) -> str:
    """Where the id that a field holds comes from."""
    return f"Ids: the file names in {kind}/."


REFERS_TO_SOURCES = "Ids: those in the files in sources/; a new one by: kb new source ID."


def nearest_ids(ids: Sequence[str]) -> str:
    """Ids that the words of a new entry suggest for a field."""
    return f"Perhaps {', '.join(ids)}."


def words_of(name: str, rising: bool) -> str:
    """What stands before the words of a closed list."""
    return f"Words ({name}), in rising order:" if rising else f"Words ({name}):"


def words_above(name: str) -> str:
    """A closed list whose words were listed before."""
    return f"Words ({name}): as above."


def made(name: str, left: int) -> str:
    """A new file, and how many places are left to fill in."""
    return (
        f"{name}: written, with 1 place left to fill in."
        if left == 1
        else (f"{name}: written, with {left} places left to fill in.")
    )


def near(identity: str, title: str, summary: str) -> str:
    """An entry that comes near to a new one."""
    return f"  {identity}: {title}. {summary}"


def then(command: str, identity: str, kind: str, lists: bool) -> tuple[str, ...]:
    """What to do with a new file; `lists` where interview.yaml has to list it."""
    steps = ["Then:"]
    if lists:
        steps.append("  add its id to a section of interview.yaml, so that it is asked")
    steps.append(f"  {command} kb check          says what is left to fill in, and what is wrong")
    if kind not in ("sources", "cases"):
        steps.append(f"  {command} kb reach {identity}   says what it leads to, and what it does not")
    steps.append(f"  {command} kb diff main      says which assessments change by it")
    return tuple(steps)


def no_kind(word: str, hint: str, kinds: Sequence[str]) -> str:
    return f'there is no kind of entry "{word}".{hint} Allowed: {", ".join(kinds)}.'


def no_id(word: str, example: str) -> str:
    return f'"{word}" cannot be an id. An id is lowercase words joined by hyphens. Write {example} for example.'


def id_taken(name: str) -> str:
    return f'"{name}" is there already. Add to that entry, or take another id.'


def source_taken(word: str) -> str:
    return f'the source "{word}" is there already. Cite it, or take another id.'


def unmakeable(name: str, reason: str) -> str:
    return f'"{name}" cannot be written ({reason}). Make room for that file.'
