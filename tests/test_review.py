"""The review of an assessment: its states, who may do what, what is kept, and that nothing is overwritten."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from databases import NOON
from test_store import named, note

from questionnaire.answers import review as words
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import (
    ACTIONS,
    ALONE,
    APPROVED,
    CHANGES_REQUESTED,
    DECIDED,
    DRAFT,
    IN_REVIEW,
    INVITED,
    OWNER,
    REFUSED,
    STATES,
    WITH_CONDITIONS,
    About,
    Comment,
    Condition,
    Dropped,
    Entry,
    Met,
    NotAllowed,
    Opinion,
    Rating,
    Review,
    Reviewed,
    Said,
    Settled,
    Step,
    may,
    refusal,
    review_of,
)
from questionnaire.answers.reviews import Kept, Who, digest
from questionnaire.answers.store import UNDER_REVIEW, Refused, Store
from questionnaire.answers.tables import review_entries

ANSWERS, RESULT = '{"task": "choir"}', '{"level": "high"}'
CONDITION = Condition("Publish the error rates by group", "Ayşe", "2027-03-01")


def decision(action: str, **more: str) -> Step:
    return Step(action, answers_digest=digest(ANSWERS), result_digest=digest(RESULT), **more)


def course(*entries: Entry) -> Review:
    """What the entries add up to, each said by somebody who may."""
    return review_of(Said(at, NOON, "", "Ada", "", 1, entry) for at, entry in enumerate(entries, 1))


IN = {
    DRAFT: (),
    IN_REVIEW: (Step("submit"),),
    CHANGES_REQUESTED: (Step("submit"), Step("request_changes", "Why?")),
    APPROVED: (Step("submit"), decision(APPROVED)),
    WITH_CONDITIONS: (Step("submit"), CONDITION, decision(WITH_CONDITIONS)),
    REFUSED: (Step("submit"), decision(REFUSED)),
}

# --- the states -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_reached(state):
    assert course(*IN[state]).state == state


# Who may take which step from where; everything else is refused.
STEPS = {
    "submit": ("owner author", "draft changes_requested"),
    "take_back": ("owner author", "in_review"),
    "request_changes": ("reviewer approver", "in_review"),
    "approved": ("approver", "in_review"),
    "approved_with_conditions": ("approver", "in_review"),
    "refused": ("approver", "in_review"),
    "begin_edition": ("owner author", "approved approved_with_conditions refused"),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", [OWNER, *INVITED])
def test_a_step_is_for_its_roles_and_from_its_states(action, role):
    roles, before = STEPS[action]
    for state in STATES:
        due = role in roles.split() and state in before.split()
        assert may(action, state, frozenset({role})) == due
        why = refusal(course(*IN[state]), Step(action), frozenset({role}), "Ada")
        assert ("not by you" in why) != due


ENTRIES = {
    Comment("Is this so?"): ("owner author reviewer approver", "draft in_review changes_requested"),
    Rating("f", "F", "likely", "serious", "As seen elsewhere."): ("reviewer approver", "in_review"),
    CONDITION: ("reviewer approver", "in_review"),
    Opinion("They object.", "The union", "2026-11-02"): (
        "owner author reviewer approver",
        "draft in_review changes_requested",
    ),
    Reviewed("data_protection"): ("reviewer approver", "in_review"),
}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: type(entry).__name__)
@pytest.mark.parametrize("role", [OWNER, *INVITED])
def test_an_entry_is_for_its_roles_and_in_its_states(entry, role):
    roles, states = ENTRIES[entry]
    for state in STATES:
        why = refusal(course(*IN[state]), entry, frozenset({role}), "Ada")
        assert (why == "") == (role in roles.split() and state in states.split()), why


def test_alone_on_a_machine_of_ones_own_one_plays_every_part():
    said: list[Entry] = []
    for entry in (Step("submit"), CONDITION, decision(WITH_CONDITIONS), Step("begin_edition")):
        assert refusal(course(*said), entry, ALONE, "Ada") == ""
        said.append(entry)
    assert course(*said).state == DRAFT and course(*said).edition.number == 2


def test_nobody_may_do_anything_without_a_role():
    assert not any(may(action, state, frozenset()) for action in ACTIONS for state in STATES)


# --- what cannot be ---------------------------------------------------------------------------------------------------

JUDGE = frozenset({"reviewer", "approver"})


@pytest.mark.parametrize(
    ("before", "entry", "why"),
    [
        (IN_REVIEW, Step("request_changes"), "Say why: this step needs a reason."),
        (IN_REVIEW, Step("refused"), "Say why: this step needs a reason."),
        (
            IN_REVIEW,
            decision(WITH_CONDITIONS),
            "There is no open condition. Write one first, or approve without conditions.",
        ),
        (IN_REVIEW, Step("approved"), "A decision needs what it is about."),
        (IN_REVIEW, decision(APPROVED, again="soon"), "This is no day."),
        (IN_REVIEW, Comment(" "), "Write the comment first."),
        (IN_REVIEW, Settled(99, True), "There is no such comment."),
        (
            IN_REVIEW,
            Rating("f", "F", "likely", "serious", ""),
            "Say why: another likelihood or severity needs a reason.",
        ),
        (IN_REVIEW, Rating("f", "F", "likely", "", "Seen."), "Choose a likelihood and a severity."),
        (IN_REVIEW, Condition("", "Ayşe", "2027-03-01"), "Write what has to be done."),
        (IN_REVIEW, Condition("Do", "", "2027-03-01"), "Say who sees to it: the condition has no owner."),
        (IN_REVIEW, Condition("Do", "Ayşe", "March"), "Say by when: the condition has no day."),
        (IN_REVIEW, Met(99, "https://example.org"), "There is no such condition."),
        (IN_REVIEW, Opinion("", "Union", "2026-11-02"), "Write what they said."),
        (IN_REVIEW, Opinion("No", "", "2026-11-02"), "Say who was asked."),
        (IN_REVIEW, Opinion("No", "Union", ""), "Say when they were asked."),
        (IN_REVIEW, Reviewed(""), "Say for whom you reviewed it."),
        (
            IN_REVIEW,
            Comment("w" * 10_001),
            "This text has 10,001 characters. At most 10,000 can be kept here: make it shorter.",
        ),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(before, entry, why):
    assert refusal(course(*IN[before]), entry, JUDGE, "Ada") == why


def test_who_does_not_say_who_they_are_says_nothing():
    assert refusal(Review(), Comment("Is this so?"), ALONE, "  ") == "Say who you are: your name is missing."


def test_open_conditions_are_not_passed_over():
    review = course(*IN[IN_REVIEW], CONDITION)
    why = "There are open conditions. Approve with conditions, or give them up first."
    assert refusal(review, decision(APPROVED), JUDGE, "Ada") == why
    given_up = course(*IN[IN_REVIEW], CONDITION, Dropped(2, "It is the law already."))
    assert refusal(given_up, decision(APPROVED), JUDGE, "Ada") == ""
    assert refusal(given_up, Met(2, "https://example.org"), JUDGE, "Ada") == "There is no such condition."


# --- what it adds up to -----------------------------------------------------------------------------------------------


def test_a_comment_is_open_until_it_is_resolved_and_can_be_open_again():
    about = About("answer", "scale", "How many people?")
    asked = (Comment("Who counted?", about), Settled(1, True))
    assert course(*asked[:1]).open_comments[0].said.entry.about == about
    assert course(*asked).open_comments == ()
    assert len(course(*asked, Settled(1, False)).open_comments) == 1


def test_a_condition_is_open_until_evidence_shows_that_it_is_met():
    review = course(CONDITION, Condition("Ask the union", "Bo", "2027-01-01"), Met(1, "https://example.org/audit"))
    assert [(one.id, one.open) for one in review.conditions] == [("C1", False), ("C2", True)]
    assert review.conditions[1].overdue(NOON.date()) and not review.conditions[0].overdue(NOON.date())
    assert [one.open for one in course(CONDITION, Met(1, "x"), Met(1, "")).conditions] == [True]


def test_a_second_rating_stands_beside_the_first():
    first, second = (Rating("f", "F", word, "serious", "Seen.") for word in ("likely", "unlikely"))
    assert [said.entry for said in course(Step("submit"), first, second).edition.ratings] == [first, second]


def test_a_review_counts_for_what_was_submitted_then():
    looked = (Step("submit"), Reviewed("data_protection"))
    assert len(course(*looked).edition.reviewed) == 1
    assert course(*looked, Step("request_changes", "Why?"), Step("submit")).edition.reviewed == ()


def test_the_next_edition_keeps_conditions_and_comments_and_begins_without_opinion_and_rating():
    review = course(*IN[WITH_CONDITIONS], Step("begin_edition"), Comment("Still so?"))
    assert (review.state, review.edition.number, len(review.decided)) == (DRAFT, 2, 1)
    assert [one.edition for one in review.conditions] == [1] and review.comments[0].edition == 2
    assert review.edition.opinions == review.edition.ratings == ()


# --- the store --------------------------------------------------------------------------------------------------------

ADA = Who("me", "Ada", ALONE)


def decided(store: Store, token: str, seen: int = 1) -> Review:
    store.reviews.add(token, Step("submit"), ADA, seen=seen)
    return store.reviews.add(token, decision(APPROVED, again="2027-11-26"), ADA, seen=seen, kept=Kept(ANSWERS, RESULT))


def test_what_was_said_is_there_in_order_with_name_time_role_and_revision(store, database):
    token = store.begin(named("Choir"))
    store.reviews.add(token, Comment("Łódź <5%"), Who("me", " Ada ", frozenset({"reviewer"})), seen=1)
    store.reviews.add(token, Step("submit", "Please look."), ADA, seen=1)
    with database.opened() as later:
        review = later.reviews.of(token)
    comment, step = review.comments[0].said, review.steps[0]
    assert (comment.name, comment.role, comment.revision, comment.entry) == ("Ada", "reviewer", 1, Comment("Łódź <5%"))
    assert (step.by, step.role, step.entry) == ("me", "owner", Step("submit", "Please look."))
    assert comment.at < step.at


def test_answers_are_locked_in_review_and_once_decided_and_a_new_edition_opens_them(store):
    token = store.begin(named("Choir"))
    store.reviews.add(token, Step("submit"), ADA, seen=1)
    with pytest.raises(Refused, match=UNDER_REVIEW):
        store.record(token, [note("scale", "too late", 1)])
    store.reviews.add(token, decision(APPROVED), ADA, seen=1, kept=Kept(ANSWERS, RESULT))
    with pytest.raises(Refused, match=UNDER_REVIEW):
        store.record(token, [note("scale", "too late", 1)])
    assert store.revision(token) == 1
    store.reviews.add(token, Step("begin_edition"), ADA, seen=1)
    assert store.record(token, [note("scale", "next year", 1)]).revision == 2


def test_what_was_decided_is_kept_with_its_digests(store):
    token = store.begin(named("Choir"))
    step = decided(store, token).decided[0].decision.entry
    kept = store.reviews.kept(token, 1)
    assert kept == Kept(ANSWERS, RESULT)
    assert (step.answers_digest, step.result_digest) == (digest(kept.answers), digest(kept.result))
    assert len(step.result_digest) == 64 and store.reviews.kept(token, 2) is None


@pytest.mark.parametrize("kept", [None, Kept(ANSWERS, "{}"), Kept("{}", RESULT)])
def test_a_decision_about_something_else_than_it_says_is_refused(store, kept):
    token = store.begin(named("Choir"))
    store.reviews.add(token, Step("submit"), ADA, seen=1)
    with pytest.raises(NotAllowed, match="A decision needs what it is about"):
        store.reviews.add(token, decision(APPROVED), ADA, seen=1, kept=kept)
    assert store.reviews.of(token).state == IN_REVIEW


def test_a_step_about_answers_that_have_changed_is_refused(store):
    token = store.begin(named("Choir"))
    store.record(token, [note("scale", "in another window", 1)])
    with pytest.raises(NotAllowed, match="The answers were changed in the meantime"):
        store.reviews.add(token, Step("submit"), ADA, seen=1)
    assert store.reviews.of(token) == Review()


def test_of_two_decisions_the_second_is_refused(store):
    token = store.begin(named("Choir"))
    decided(store, token)
    with pytest.raises(NotAllowed, match="This cannot be done now, or not by you"):
        store.reviews.add(token, decision(REFUSED, reason="No."), ADA, seen=1, kept=Kept(ANSWERS, RESULT))
    assert store.reviews.of(token).state == APPROVED


def test_nothing_can_be_said_of_what_is_not_known(store):
    store.begin()
    with pytest.raises(StoreUnavailable, match="There is no assessment with this address"):
        store.reviews.add("nobody-knows-it", Comment("Hello"), ADA, seen=0)
    assert store.reviews.of("nobody-knows-it") == Review()


def test_a_damaged_entry_is_said(store):
    token = store.begin()
    store.reviews.add(token, Comment("Hello"), ADA, seen=0)
    for content in ("{", '{"type": "mood"}', '{"type": "step", "action": "dance"}', json.dumps({"type": "comment"})):
        with store._database.transaction(writes=True) as connection:
            connection.execute(review_entries.update().values(content=content))
        with pytest.raises(StoreUnavailable, match="is damaged and cannot be read"):
            store.reviews.of(token)


def test_a_list_has_every_review_and_the_levels_that_are_known_for_the_answers_as_they_are(store):
    first, second = store.begin(named("First")), store.begin(named("Second"))
    decided(store, first)
    store.reviews.note_level(first, 1, "kb", "high")
    store.reviews.note_level(second, 1, "kb", "low")
    store.record(second, [note("scale", "more", 1)])
    found = store.reviews.standings([first, second], "kb")
    assert [(one.review.state, one.level, one.revision) for one in found.values()] == [
        (APPROVED, "high", 1),
        (DRAFT, "low", 1),  # of the answers as they were
    ]
    assert store.catalogue("")[0] == (second, "Second", 2)
    assert {one.level for one in store.reviews.standings([first], "newer").values()} == {""}
    assert found[first].review.again == "2027-11-26"


def test_a_browser_is_known_by_the_name_it_gave_last(store):
    token = store.begin()
    assert store.reviews.name_of("me") == ""
    for name in ("Ada", "Ada L."):
        store.reviews.add(token, Comment("Hello"), Who("me", name, ALONE), seen=0)
    assert (store.reviews.name_of("me"), store.reviews.name_of("them"), store.reviews.name_of("")) == ("Ada L.", "", "")


WRITER = """
import sys
from questionnaire.answers.review import ALONE, Comment
from questionnaire.answers.reviews import Who
from questionnaire.answers.store import Store
store = Store(sys.argv[1])
token = store.begin()
print(token, flush=True)
for number in range(100_000):
    store.reviews.add(token, Comment(f"comment {number}"), Who("", "Ada", ALONE), seen=0)
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("confirmations", [1, 9])
def test_a_killed_writer_loses_nothing_that_was_said(database, confirmations):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, database.url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    ) as writer:
        token = writer.stdout.readline().strip()
        confirmed = [int(writer.stdout.readline()) for _ in range(confirmations)][-1]
        writer.send_signal(signal.SIGKILL)
        confirmed = max([confirmed, *map(int, writer.stdout.read().split("\n")[:-1])])
    store = Store(database.url)
    comments = store.reviews.of(token).comments
    store.close()
    assert len(comments) > confirmed
    assert [one.said.entry.text for one in comments] == [f"comment {at}" for at in range(len(comments))]


def test_every_word_of_a_state_is_one_of_the_list():
    assert {action.after for action in ACTIONS.values()} == set(STATES) and set(STATES) > DECIDED
    assert words.EDITABLE | {IN_REVIEW} | DECIDED == set(STATES)
