"""The review of an assessment: what was said in it and by whom, the state that this adds up to, and who may do what.

Everything that is said is an entry that is appended; nothing is overwritten. The state is the replay of the entries. An
edition is what one decision is about: once decided it is frozen, and who goes on editing begins the next one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Final, Generic, TypeAlias, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

DRAFT: Final = "draft"
IN_REVIEW: Final = "in_review"
CHANGES_REQUESTED: Final = "changes_requested"
APPROVED: Final = "approved"
WITH_CONDITIONS: Final = "approved_with_conditions"
REFUSED: Final = "refused"
STATES = (DRAFT, IN_REVIEW, CHANGES_REQUESTED, APPROVED, WITH_CONDITIONS, REFUSED)
EDITABLE = frozenset({DRAFT, CHANGES_REQUESTED})
"""States in which answers may be changed."""
DECIDED = frozenset({APPROVED, WITH_CONDITIONS, REFUSED})
_UNDECIDED = frozenset(STATES) - DECIDED

OWNER: Final = "owner"
AUTHOR: Final = "author"
REVIEWER: Final = "reviewer"
APPROVER: Final = "approver"
READER: Final = "reader"
ANSWERER: Final = "answerer"
"""Who is asked one question, may answer it, and reads and changes nothing else."""
INVITED = (AUTHOR, REVIEWER, APPROVER, READER)
"""Roles that an invitation can give; an owner is who began the assessment."""
WRITERS = frozenset({OWNER, AUTHOR})
JUDGES = frozenset({REVIEWER, APPROVER})
ALONE = frozenset({OWNER, REVIEWER, APPROVER})
"""Whoever works on their own machine plays every part."""

LONGEST_TEXT, LONGEST_LINE = 10_000, 500
WHOLE, FINDING, ANSWER = "whole", "finding", "answer"
"""What a comment can be about."""


class NotAllowed(Exception):
    """An entry that cannot be; nothing was saved. The message is one plain sentence for the reader."""


# --- what can be said -------------------------------------------------------------------------------------------------


class About(Struct, frozen=True):
    """What a comment is about: the id of a finding or of a question, and its name as it was then."""

    kind: str = WHOLE
    key: str = ""
    label: str = ""


class Step(Struct, frozen=True, tag="step"):
    """A step from one state to the next, by the name of its row in ACTIONS.

    A decision also holds which items the decider confirmed by hand, the day (YYYY-MM-DD) on which to review again, the
    level it was about, and the digests (SHA-256) of the answers file, of the result and of the report as JSON.
    """

    action: str
    reason: str = ""
    confirmed: tuple[str, ...] = ()
    again: str = ""
    level: str = ""
    knowledge: str = ""
    answers_digest: str = ""
    result_digest: str = ""
    report_digest: str = ""


class Comment(Struct, frozen=True, tag="comment"):
    text: str
    about: About = About()


class Settled(Struct, frozen=True, tag="settled"):
    """A comment that is resolved, or open again."""

    comment: int
    resolved: bool


class Rating(Struct, frozen=True, tag="rating"):
    """What a reviewer holds for the likelihood and the severity of a finding; what was worked out stays beside it."""

    finding: str
    label: str
    likelihood: str
    severity: str
    reason: str


class Condition(Struct, frozen=True, tag="condition"):
    """What has to be done, by whom, and by which day (YYYY-MM-DD)."""

    text: str
    owner: str
    due: str


class Met(Struct, frozen=True, tag="met"):
    """Where it can be seen that a condition is met; without evidence it is open again."""

    condition: int
    evidence: str


class Dropped(Struct, frozen=True, tag="dropped"):
    """A condition that is given up."""

    condition: int
    reason: str


class Opinion(Struct, frozen=True, tag="opinion"):
    """What the people concerned, or who speaks for them, said; `on` is the day (YYYY-MM-DD) when they were asked."""

    text: str
    asked: str
    on: str


class Reviewed(Struct, frozen=True, tag="reviewed"):
    """A review that is done, for one of those whose review a level triggers."""

    reviewer: str
    text: str = ""


class Reassessed(Struct, frozen=True, tag="reassessed"):
    """What was decided, looked at again with a later knowledge base: its level then and now, and how many findings
    appeared and vanished."""

    before: str
    after: str
    knowledge: str
    appeared: int = 0
    vanished: int = 0


Entry: TypeAlias = Step | Comment | Settled | Rating | Condition | Met | Dropped | Opinion | Reviewed | Reassessed


E = TypeVar("E", bound=Entry)


class Said(Struct, Generic[E], frozen=True):
    """An entry, when it was said, by whom in which role, and the revision of the answers that stood then.

    `by` is the browser as the store keeps it, `name` what the person calls themself.
    """

    id: int
    at: datetime.datetime
    by: str
    name: str
    role: str
    revision: int
    entry: E


# --- who may do what --------------------------------------------------------------------------------------------------


class Action(Struct, frozen=True):
    """Who may take a step, from which states, and where it leads. `reasoned`: only with a reason."""

    roles: frozenset[str]
    before: frozenset[str]
    after: str
    reasoned: bool = False


_APPROVER, _IN_REVIEW = frozenset({APPROVER}), frozenset({IN_REVIEW})
SUBMIT, TAKE_BACK, REQUEST_CHANGES, BEGIN_EDITION = "submit", "take_back", "request_changes", "begin_edition"
ACTIONS: Mapping[str, Action] = {
    SUBMIT: Action(WRITERS, EDITABLE, IN_REVIEW),
    TAKE_BACK: Action(WRITERS, _IN_REVIEW, DRAFT),
    REQUEST_CHANGES: Action(JUDGES, _IN_REVIEW, CHANGES_REQUESTED, reasoned=True),
    APPROVED: Action(_APPROVER, _IN_REVIEW, APPROVED),
    WITH_CONDITIONS: Action(_APPROVER, _IN_REVIEW, WITH_CONDITIONS),
    REFUSED: Action(_APPROVER, _IN_REVIEW, REFUSED, reasoned=True),
    BEGIN_EDITION: Action(WRITERS, DECIDED, DRAFT),
}
"""Every step there is; a decision is called by the state that it leads to."""

_MAY: Mapping[type[Entry], tuple[frozenset[str], frozenset[str]]] = {
    Comment: (WRITERS | JUDGES, _UNDECIDED),
    Settled: (WRITERS | JUDGES, _UNDECIDED),
    Rating: (JUDGES, _IN_REVIEW),
    Condition: (JUDGES, _IN_REVIEW),
    Dropped: (JUDGES, _IN_REVIEW),
    Met: (WRITERS | JUDGES, frozenset(STATES)),
    Opinion: (WRITERS | JUDGES, _UNDECIDED),
    Reviewed: (JUDGES, _IN_REVIEW),
    Reassessed: (WRITERS | JUDGES, DECIDED),
}


def may(kind: type[Entry] | str, state: str, roles: frozenset[str]) -> bool:
    """Whether somebody in these roles may make an entry of this kind, or take the step of this name, from the state."""
    if isinstance(kind, str):
        action = ACTIONS[kind]
        return bool(action.roles & roles) and state in action.before
    allowed, states = _MAY[kind]
    return bool(allowed & roles) and state in states


def role_for(entry: Entry, roles: frozenset[str]) -> str:
    """The role in which somebody who has several makes the entry."""
    allowed = ACTIONS[entry.action].roles if isinstance(entry, Step) else _MAY[type(entry)][0]
    return next((role for role in (OWNER, *INVITED) if role in allowed & roles), "")


# --- what it adds up to -----------------------------------------------------------------------------------------------


class CommentStands(Struct, frozen=True):
    """A comment, in which edition it was made, and who resolved it; None while it is open."""

    said: Said[Comment]
    edition: int
    settled: Said[Settled] | None = None


class ConditionStands(Struct, frozen=True):
    """A condition and what became of it: `met` and `dropped` are None while it is open. `id` is its name on paper."""

    said: Said[Condition]
    edition: int
    id: str
    met: Said[Met] | None = None
    dropped: Said[Dropped] | None = None

    @property
    def open(self) -> bool:
        return self.met is None and self.dropped is None

    def overdue(self, today: datetime.date) -> bool:
        """Whether its day is past and nothing shows that it is met."""
        return self.open and self.said.entry.due < today.isoformat()


class Edition(Struct, frozen=True):
    """One edition: its decision, None while there is none, and what counts in it alone."""

    number: int
    decision: Said[Step] | None = None
    ratings: tuple[Said[Rating], ...] = ()
    opinions: tuple[Said[Opinion], ...] = ()
    reviewed: tuple[Said[Reviewed], ...] = ()
    reassessed: tuple[Said[Reassessed], ...] = ()


class Review(Struct, frozen=True):
    """A review as it stands. `steps` are those of all editions, the oldest first; the last edition is the current."""

    state: str = DRAFT
    steps: tuple[Said[Step], ...] = ()
    comments: tuple[CommentStands, ...] = ()
    conditions: tuple[ConditionStands, ...] = ()
    editions: tuple[Edition, ...] = field(default_factory=lambda: (Edition(1),))

    @property
    def edition(self) -> Edition:
        return self.editions[-1]

    @property
    def decided(self) -> tuple[Edition, ...]:
        return tuple(edition for edition in self.editions if edition.decision)

    @property
    def open_comments(self) -> tuple[CommentStands, ...]:
        return tuple(comment for comment in self.comments if comment.settled is None)

    @property
    def open_conditions(self) -> tuple[ConditionStands, ...]:
        return tuple(condition for condition in self.conditions if condition.open)

    @property
    def again(self) -> str:
        """The day on which what was decided last is to be reviewed again; empty where nothing was decided."""
        return self.decided[-1].decision.entry.again if self.decided else ""


def review_of(said: Iterable[Said]) -> Review:
    """What the entries add up to, the oldest first."""
    state, steps, editions = DRAFT, [], [_Edition(1)]
    comments: dict[int, CommentStands] = {}
    conditions: dict[int, ConditionStands] = {}
    for one in said:
        entry, current = one.entry, editions[-1]
        match entry:
            case Step():
                steps.append(one)
                state = ACTIONS[entry.action].after
                if entry.action == SUBMIT:
                    current.reviewed = []  # what was looked at before is not what is looked at now
                elif entry.action == BEGIN_EDITION:
                    editions.append(_Edition(current.number + 1))
                elif state in DECIDED:
                    current.decision = one
            case Comment():
                comments[one.id] = CommentStands(one, current.number)
            case Settled() if entry.comment in comments:
                asked = comments[entry.comment]
                comments[entry.comment] = replace(asked, settled=one if entry.resolved else None)
            case Rating():
                current.ratings.append(one)
            case Condition():
                conditions[one.id] = ConditionStands(one, current.number, f"C{len(conditions) + 1}")
            case Met() if entry.condition in conditions:
                set_ = conditions[entry.condition]
                conditions[entry.condition] = replace(set_, met=one if entry.evidence else None)
            case Dropped() if entry.condition in conditions:
                conditions[entry.condition] = replace(conditions[entry.condition], dropped=one)
            case Opinion():
                current.opinions.append(one)
            case Reviewed():
                current.reviewed.append(one)
            case Reassessed():
                current.reassessed.append(one)
    return Review(
        state,
        tuple(steps),
        tuple(comments.values()),
        tuple(conditions.values()),
        tuple(edition.frozen() for edition in editions),
    )


class _Edition:
    """An edition while it is put together."""

    def __init__(self, number: int):
        self.number = number
        self.decision: Said[Step] | None = None
        self.ratings: list[Said[Rating]] = []
        self.opinions: list[Said[Opinion]] = []
        self.reviewed: list[Said[Reviewed]] = []
        self.reassessed: list[Said[Reassessed]] = []

    def frozen(self) -> Edition:
        said = (self.ratings, self.opinions, self.reviewed, self.reassessed)
        return Edition(self.number, self.decision, *map(tuple, said))


# --- what cannot be ---------------------------------------------------------------------------------------------------


def refusal(review: Review, entry: Entry, roles: frozenset[str], name: str) -> str:
    """Why somebody in these roles cannot make this entry now, in a sentence; empty where they can."""
    kind = entry.action if isinstance(entry, Step) else type(entry)
    if isinstance(entry, Step) and entry.action not in ACTIONS:
        return "There is no such step."
    if not may(kind, review.state, roles):
        return "This cannot be done now, or not by you. Load the page again to see how things stand."
    if not name.strip():
        return "Say who you are: your name is missing."
    if len(name) > LONGEST_LINE:
        return _too_long("This name", name, LONGEST_LINE)
    return _wrong(review, entry)


def _wrong(review: Review, entry: Entry) -> str:
    match entry:
        case Step():
            return _wrong_step(review, entry)
        case Comment():
            return _text(entry.text, "Write the comment first.")
        case Settled():
            known = {comment.said.id for comment in review.comments}
            return "" if entry.comment in known else "There is no such comment."
        case Rating() if not (entry.likelihood and entry.severity):
            return "Choose a likelihood and a severity."
        case Rating():
            return _text(entry.reason, "Say why: another likelihood or severity needs a reason.")
        case Condition():
            return (
                _text(entry.text, "Write what has to be done.")
                or _line(entry.owner, "Say who sees to it: the condition has no owner.")
                or _day(entry.due, "Say by when: the condition has no day.")
            )
        case Met() | Dropped():
            known = {condition.said.id for condition in review.conditions if condition.dropped is None}
            if entry.condition not in known:
                return "There is no such condition."
            if isinstance(entry, Dropped):
                return _text(entry.reason, "Say why the condition is given up.")
            return _too_long("This", entry.evidence, 2_000) if len(entry.evidence) > 2_000 else ""
        case Opinion():
            return (
                _text(entry.text, "Write what they said.")
                or _line(entry.asked, "Say who was asked.")
                or _day(entry.on, "Say when they were asked.")
            )
        case Reviewed():
            if not entry.reviewer:
                return "Say for whom you reviewed it."
            return _too_long("This text", entry.text, LONGEST_TEXT) if len(entry.text) > LONGEST_TEXT else ""
        case Reassessed():
            return "" if entry.before and entry.after and entry.knowledge else "Nothing was assessed again."


def _wrong_step(review: Review, entry: Step) -> str:
    if ACTIONS[entry.action].reasoned and not entry.reason.strip():
        return "Say why: this step needs a reason."
    if len(entry.reason) > LONGEST_TEXT:
        return _too_long("This reason", entry.reason, LONGEST_TEXT)
    if entry.action == WITH_CONDITIONS and not review.open_conditions:
        return "There is no open condition. Write one first, or approve without conditions."
    if entry.action == APPROVED and review.open_conditions:
        return "There are open conditions. Approve with conditions, or give them up first."
    if entry.action in DECIDED and not (entry.answers_digest and entry.result_digest):
        return "A decision needs what it is about."
    return _day(entry.again, "This is no day.") if entry.again else ""


def _text(text: str, missing: str) -> str:
    if not text.strip():
        return missing
    return _too_long("This text", text, LONGEST_TEXT) if len(text) > LONGEST_TEXT else ""


def _line(text: str, missing: str) -> str:
    if not text.strip():
        return missing
    return _too_long("This", text, LONGEST_LINE) if len(text) > LONGEST_LINE else ""


def _day(text: str, missing: str) -> str:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return missing
    return ""


def _too_long(what: str, text: str, most: int) -> str:
    return f"{what} has {len(text):,} characters. At most {most:,} can be kept here: make it shorter."
