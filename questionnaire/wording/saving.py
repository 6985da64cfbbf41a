"""What a page says of its record: whether it is saved, and what others changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

CLASH_SAID = "An answer was changed in another window in the meantime. Choose at the top of the page which one holds."
NOT_SAVED = "**Not saved.** {why} What you entered is kept on this page. Leave it open."
NOTHING_CAN_BE_SAVED_HERE = "**Nothing can be saved now.** {why} You see what was saved."
NO_LONGER_IN_THE_STORE = "This assessment is no longer in the store."
CHANGED_AND_SHOWN = "**Changed in another window in the meantime, and shown as it is now:** {places}"
CHANGED_ELSEWHERE = "**Changed in another window in the meantime: {what}**"
SAVED_THERE, SAVED_BY = "Saved there: **{said}**", "Saved by {who}: **{said}**"
IN_THIS_WINDOW = "In this window: **{said}**"
KEEP_WHAT_WAS_SAVED, USE_MINE = "Keep what was saved", "Use mine"
NOTHING = "nothing"
REVISION_SHOWN = "Revision that this page shows"
NOT_SAVED_YET = "You are typing: saved when you pause"


def saved_at(time: str) -> str:
    return f"Saved at {time}"


def not_saved(why: str) -> str:
    return f"Not saved. {why}"


def too_long_together(most: int) -> str:
    return f"Not saved. All texts together can have {most:,} characters: make some shorter."


def set_aside(ids: Sequence[str]) -> str:
    return f"Not in this knowledge base any more, so set aside: {', '.join(ids)}."


def saved_there(known: bool) -> str:
    """The sentence for the other's value, by whether it is known who that is."""
    return SAVED_BY if known else SAVED_THERE


def by(place: str, who: str) -> str:
    return f"{place} ({who})"


def in_a_row(places: Sequence[str], most: int) -> str:
    """The first of these, and how many more there are."""
    shown = " · ".join(places[:most])
    return shown if len(places) <= most else f"{shown} · and {len(places) - most} more"


def note_on_quoted(asks: str) -> str:
    return f"Note on “{asks}”"


def project_field(name: str) -> str:
    return f"Project: {name}"
