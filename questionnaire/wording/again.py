"""Sentences of assessing again with today's knowledge: whole, with places, as in web.py."""

from __future__ import annotations

TITLE = "Again with today's knowledge"
PAGE_TITLE = "Again with today's knowledge · Riskwalk"
TO_PORTFOLIO = "All assessments"
ASSESS_AGAIN = "Assess again with today's knowledge"
ONE_AGAIN, ONE_AGAIN_HELP = "Again", "Assess again with today's knowledge: {project}"
BY_EARLIER = "earlier knowledge"
NOTHING_IS_SAVED = "A preview: nothing is saved before you say so. Today's knowledge base is {knowledge}."
NOTHING_TO_DO = "Every level that is known was worked out with today's knowledge base."
STOP = "Stop here"
ONLY_CHANGED = "Only what changed"
NOTHING_CHANGED = "Nothing changes: all levels stay as they are."
COLUMNS = ("Assessment", "Level before", "Level today", "Findings", "State")
NOT_KEPT = "what was found then was not kept"
NO_DIFFERENCE = "no difference"
APPEARED, VANISHED, MOVED = "Appeared: {titles}", "Vanished: {titles}", "Moved: {titles}"
SAVE = "Save the levels of today"
SAVE_HEADING = "Save"
DECIDED_TOO = "Decided ones that changed"
NOTE, EDITION = "note", "edition"
DECIDED_HOW = {
    NOTE: "Leave a note in their review; the decision stands",
    EDITION: "Begin a new edition, as a draft, where I may; a note elsewhere",
}
REASON = "Assessed again with knowledge base {knowledge}: {before} before, {after} now; {found}."
REASSESSED = (
    "**Assessed again** with knowledge base {knowledge}: **{before}** when it was decided, **{after}** now; {found}. "
    "{who}"
)
LEFT_AS_IT_WAS = "**{number} left as they were.** {why}"


def earlier(number: int) -> str:
    if number == 1:
        return "The level of 1 was worked out with an earlier knowledge base."
    return f"The levels of {number} were worked out with an earlier knowledge base."


def looked_at(number: int, all_: int) -> str:
    return f"{number} of {all_} looked at"


def outcome(number: int, changed: int) -> str:
    return f"{number} looked at, {changed} changed."


def findings(appeared: int, vanished: int) -> str:
    """How many findings came and went."""
    if not appeared and not vanished:
        return "no finding appeared or vanished"
    said = [f"{number} {what}" for number, what in ((appeared, "appeared"), (vanished, "vanished")) if number]
    return f"findings: {', '.join(said)}"


def saved(levels: int, editions: int, notes: int) -> str:
    """What was saved."""
    said = ["1 level" if levels == 1 else f"{levels} levels"]
    if editions:
        said.append("1 new edition" if editions == 1 else f"{editions} new editions")
    if notes:
        said.append("1 note in a review" if notes == 1 else f"{notes} notes in reviews")
    return f"Saved: {', '.join(said)}."
