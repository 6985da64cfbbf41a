"""Where a review stands, what this reader can do next, and what the level asks for before a decision."""

from __future__ import annotations

import datetime
import functools

import streamlit as st
from msgspec import json

from questionnaire.answers import writing
from questionnaire.answers.readiness import Due, Readiness, Settled, readiness
from questionnaire.answers.review import ACTIONS, DECIDED, Reassessed, Reviewed, Said, Step
from questionnaire.answers.reviews import Kept, digest
from questionnaire.assessment.assess import report
from questionnaire.assessment.comparison import kept
from questionnaire.reports import json_text
from questionnaire.web import access, holding, html, parts, recap, record, session, views
from questionnaire.web.html import Html
from questionnaire.web.review import lint, saying
from questionnaire.web.text import day_and_time, filled, plain
from questionnaire.wording import again as say_again
from questionnaire.wording import review as say

_FORM, _DONE = "step", "done"


def show() -> None:
    """The state, the next steps, what is asked at this level, and all steps so far."""
    recap.folded()
    due = _readiness()
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        if access.allows("submit"):
            lint.show()
        _next(due)
    with right:
        _asked(due)
    _steps()


def where_it_stands() -> None:
    """The state in a line, with since when and by whom."""
    review = access.review()
    st.markdown(filled(say.WHERE_IT_STANDS, state=say.STATES[review.state], edition=str(review.edition.number)))
    if review.steps:
        last = review.steps[-1]
        st.caption(filled(say.SINCE, when=day_and_time(last.at, st.context.timezone), name=last.name))
    else:
        st.caption(say.NOTHING_SUBMITTED)
    for said in review.edition.reassessed[-1:]:
        _reassessed(said)


def _reassessed(said: Said[Reassessed]) -> None:
    """What a later knowledge base makes of what was decided."""
    entry, labels = said.entry, views.level_labels()
    before, after = (labels.get(word, word) for word in (entry.before, entry.after))
    when = day_and_time(said.at, st.context.timezone)
    found = say_again.findings(entry.appeared, entry.vanished)
    st.warning(
        filled(
            say_again.REASSESSED,
            knowledge=entry.knowledge,
            before=before,
            after=after,
            found=found,
            who=say.said_by(said.name, said.role, when),
        ),
        icon=":material/update:",
    )


def _readiness() -> Readiness:
    verdict = views.verdict()
    contradictions = len(views.assessment().contradictions)
    settled = Settled(verdict.level, contradictions, len(verdict.possible_stops))
    return readiness(session.knowledge().triggers, access.review(), record.held().answers, settled)


# --- what can be done -------------------------------------------------------------------------------------------------


def _next(due: Readiness) -> None:
    parts.heading(say.NEXT_STEP, "next-step", 2)
    steps = [action for action in ACTIONS if access.allows(action) and ACTIONS[action].after not in DECIDED]
    deciding = any(access.allows(action) for action in DECIDED)
    if not steps and not deciding:
        st.markdown(say.NO_NEXT_STEP)
        return
    saying.name()
    if access.allows(Reviewed):
        _reviewing()
    with st.container(border=True, key="review-next"):
        saying.text(_FORM, "reason", say.REASON, help=say.REASON_HINT)
        for action in steps:
            parts.action(say.STEPS[action], f"step-{action}", _take, action, width="stretch")
    if deciding:
        _deciding(due)


def _take(action: str) -> None:
    saying.add(_FORM, Step(action, saying.typed(_FORM, "reason")))


def _reviewing() -> None:
    reviewers = {each.id: each.title for each in session.knowledge().triggers.reviewers}
    if not reviewers:
        return
    with st.container(border=True, key="review-done"):
        st.selectbox(
            say.REVIEWED_FOR, list(reviewers), key=saying.key(_DONE, "reviewer"), index=None, format_func=reviewers.get
        )
        saying.line(_DONE, "text", say.REVIEW_NOTE)
        saying.button(say.REVIEW_DONE, "review-is-done", _DONE, functools.partial(_reviewed), width="stretch")


def _reviewed() -> Reviewed:
    return Reviewed(saying.typed(_DONE, "reviewer"), saying.typed(_DONE, "text"))


def _deciding(due: Readiness) -> None:
    with st.container(border=True, key="review-decide"):
        parts.heading(say.DECISION, "decision", 3)
        st.date_input(say.AGAIN_ON, value=_in_months(due.again_after_months), key=saying.key(_FORM, "again"))
        for item in due.in_place:
            if item.by_hand:
                st.checkbox(filled(say.CONFIRM_BY_HAND, title=item.title), key=saying.key(_FORM, f"hand-{item.id}"))
        missing = due.missing(_confirmed(due))
        if missing:
            st.warning(filled(say.STILL_MISSING, missing=" · ".join(missing)), icon=":material/pending:")
        offered = [action for action in ACTIONS if action in DECIDED and action in due.decisions]
        if len(offered) < len(DECIDED):
            said = ", ".join(say.STATES[action] for action in offered)
            st.caption(filled(say.ONLY_DECISIONS, decisions=said))
        for action in offered:
            parts.action(say.STEPS[action], f"step-{action}", _decide, action, width="stretch", type="primary")


def _confirmed(due: Readiness) -> frozenset[str]:
    ticked = (item.id for item in due.in_place if item.by_hand)
    return frozenset(key for key in ticked if st.session_state.get(saying.key(_FORM, f"hand-{key}")))


def _decide(action: str) -> None:
    """A decision about what stands here. To refuse, nothing has to be in place."""
    due = _readiness()
    confirmed = _confirmed(due)
    missing = due.missing(confirmed)
    if action not in due.decisions:
        offered = ", ".join(say.STATES[each] for each in due.decisions)
        saying.fails(say.ONLY_DECISIONS.format(decisions=offered))
        return
    if missing and ACTIONS[action].after != "refused":
        saying.fails(say.still_missing(missing))
        return
    network, answers = session.network(), record.held().answers
    result = json.encode(kept(views.assessment(), holding.kept())).decode()
    stands = Kept(writing.write(answers, network.knowledge), result)
    step = Step(
        action,
        saying.typed(_FORM, "reason"),
        tuple(sorted(confirmed)),
        saying.typed(_FORM, "again"),
        views.verdict().level,
        network.knowledge.version,
        digest(stands.answers),
        digest(stands.result),
        digest(json_text.render(report(network, answers))),
    )
    if saying.add(_FORM, step, stands):
        page = record.held()
        session.store().reviews.note_level(page.token, page.revision, network.knowledge.digest, step.level)


def _in_months(months: int) -> datetime.date:
    today = datetime.datetime.now().astimezone().date()
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(today.day, 28))


# --- what is asked, and what was done ---------------------------------------------------------------------------------


def _asked(due: Readiness) -> None:
    parts.heading(say.ASKED_AT_LEVEL, "asked", 2)
    level = views.level_labels()[views.verdict().level]
    st.markdown(filled(say.LEVEL_AND_WHY, level=level, because=due.because))
    if not due.reviews and not due.in_place:
        st.markdown(say.NOTHING_ASKED)
    for title, items in ((say.MUST_REVIEW, due.reviews), (say.IN_PLACE, due.in_place)):
        if items:
            html.show(html.div(html.p(html.strong(title)), parts.listed(map(_due, items)), class_="rw"))


def _due(item: Due) -> Html:
    said = say.BY_HAND if item.by_hand else say.THERE if item.there else say.MISSING
    mark = html.span("✓" if item.there else "○", aria_hidden="true")
    return html.joined((mark, item.title, html.quiet(said)), by=" ")


def _steps() -> None:
    parts.heading(say.ALL_STEPS, "all-steps", 2)
    review = access.review()
    said = [*review.steps, *(one for edition in review.editions for one in edition.reviewed)]
    if not said:
        st.markdown(say.NO_STEP)
        return
    reviewers = {each.id: each.title for each in session.knowledge().triggers.reviewers}
    html.show(parts.listed(_step(one, reviewers) for one in sorted(said, key=lambda one: -one.id)))


def _step(one: Said[Step] | Said[Reviewed], reviewers: dict[str, str]) -> Html:
    entry = one.entry
    if isinstance(entry, Reviewed):
        took = say.REVIEW_OVER.format(who=reviewers.get(entry.reviewer, entry.reviewer))
        more = [entry.text]
    else:
        took, more = say.TOOK[entry.action], [entry.reason]
        if entry.level:
            level = views.level_labels().get(entry.level, entry.level)
            more.append(say.DECIDED_ABOUT.format(level=level, again=entry.again))
    when = day_and_time(one.at, st.context.timezone)
    said = html.strong(say.step(one.name, one.role, took))
    return html.joined((html.joined((said, html.quiet(when)), by=" "), *filter(None, more)), by=html.br)


def locked() -> None:
    """Says on every page why answers cannot be changed, where they cannot."""
    why = access.why_locked()
    if why:
        edition = str(access.review().edition.number)
        st.info(filled(say.LOCKED[why], edition=edition), icon=":material/lock:")


def state_in_words() -> str:
    """The state as the sidebar says it."""
    return plain(say.STATES[access.review().state])
