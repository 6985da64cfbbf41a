"""Decided editions as they were kept, and what has changed since: which findings, and whether an answer or the
knowledge base caused it."""

from __future__ import annotations

import functools

import streamlit as st

from questionnaire.answers.review import Edition
from questionnaire.answers.reviews import Kept, digest
from questionnaire.answers.store import Store
from questionnaire.assessment import comparison
from questionnaire.assessment.assess import assess
from questionnaire.assessment.causes import Caused
from questionnaire.assessment.result import Assessment
from questionnaire.readings import around
from questionnaire.readings.around import Since
from questionnaire.walk.network import Network
from questionnaire.web import access, holding, html, parts, record, session, views
from questionnaire.web.review import saying
from questionnaire.web.text import file_name, filled
from questionnaire.wording import readings as say_readings
from questionnaire.wording import review as say


def show() -> None:
    """Every decided edition, and how it stands now compared with one of them."""
    parts.heading(say.EDITIONS, "editions", 2)
    decided = access.review().decided
    if not decided:
        st.markdown(say.NO_EDITION)
        return
    for edition in reversed(decided):
        _edition(edition)
    parts.heading(say.WHAT_CHANGED, "what-changed", 2)
    numbers = [edition.number for edition in reversed(decided)]
    chosen = numbers[0] if len(numbers) == 1 else st.selectbox(say.COMPARE_WITH, numbers, key="review-compared")
    _changes(next(edition for edition in decided if edition.number == chosen))


def _edition(edition: Edition) -> None:
    said, kept = edition.decision, session.store().reviews.kept(record.held().token, edition.number)
    if said is None:
        return
    entry = said.entry
    intact = kept is not None and (digest(kept.answers), digest(kept.result)) == (
        entry.answers_digest,
        entry.result_digest,
    )
    with st.container(border=True, key=f"edition-{edition.number}"):
        parts.heading(
            say.EDITION.format(number=edition.number, state=say.STATES[entry.action]), f"edition-{edition.number}", 3
        )
        level = views.level_labels().get(entry.level, entry.level)
        html.show(
            html.div(
                html.p(saying.by(said)),
                html.p(entry.reason) if entry.reason else "",
                html.p(say.DECIDED_ABOUT.format(level=level, again=entry.again)),
                html.p(say.EDITION_INTACT, class_="rw-quiet") if intact else "",
                html.details(
                    html.summary(say.EDITION_DIGESTS_TITLE),
                    html.p(say.EDITION_DIGESTS.format(answers=entry.answers_digest, report=entry.report_digest)),
                    class_="rw-about",
                ),
                class_="rw",
            )
        )
        if not intact:
            st.error(say.EDITION_DAMAGED, icon=":material/error:")
        if kept:
            st.download_button(
                say.EDITION_ANSWERS,
                functools.partial(_bytes, kept),
                file_name(record.held().answers.project.get("name", ""), f"-{edition.number}.yaml"),
                "application/yaml",
                key=f"download-edition-{edition.number}",
                icon=":material/save:",
                on_click="ignore",
            )


def _bytes(kept: Kept) -> bytes:
    return kept.answers.encode()


def _changes(edition: Edition) -> None:
    sides = _sides(session.store(), session.network(), record.held().token, edition)
    if sides is None:
        return
    found = _since(edition, *sides, views.assessment())
    _findings(found.findings, edition.number)
    holding.decided(edition, sides[0])
    _answers(found.answers)
    if found.knowledge:
        st.caption(filled(say.KNOWLEDGE_MOVED, before=found.knowledge[0], after=found.knowledge[1]))


def _sides(
    store: Store, network: Network, token: str, edition: Edition
) -> tuple[comparison.Kept, comparison.Kept] | None:
    """A decided edition as it was kept, and its answers by today's knowledge base; None where nothing was kept
    that can be read."""
    if edition.decision is None:
        return None
    kept = store.reviews.kept(token, edition.number)
    then = store.replay(token, until=edition.decision.revision)
    before = comparison.read(kept.result) if kept else None
    if before is None or then is None:
        return None
    between = comparison.kept(assess(network, record.readable(then.answers, network.knowledge)))
    return before, between


def since(store: Store, network: Network, token: str, edition: Edition, now: Assessment) -> Since | None:
    """What has changed since a decided edition; None where nothing of it was kept. Asks nothing of the page."""
    sides = _sides(store, network, token, edition)
    return _since(edition, *sides, now) if sides else None


def _since(edition: Edition, before: comparison.Kept, between: comparison.Kept, now: Assessment) -> Since:
    day = edition.decision.at.date().isoformat() if edition.decision else ""
    named = say.EDITION_DECIDED.format(number=edition.number, day=day)
    return around.since(named, before, between, comparison.kept(now))


def _findings(found: tuple[Caused, ...], number: int) -> None:
    if not found:
        st.markdown(filled(say.NOTHING_CHANGED, edition=str(number)))
        return
    parts.table(say.WHAT_CHANGED, (say.FINDING, say.CHANGE, say.WAS, say.IS, say.BECAUSE_OF), map(_caused, found))


def _caused(one: Caused) -> tuple[str, ...]:
    return (
        one.title,
        say_readings.HOW[one.how],
        one.before or say.NOTHING_THERE,
        one.after or say.NOTHING_THERE,
        say_readings.CAUSED_BY[one.cause],
    )


def _answers(differ: tuple[comparison.AnswerDiffers, ...]) -> None:
    parts.heading(say.ANSWERS_CHANGED, "answers-changed", 3)
    if not differ:
        st.markdown(say.NO_ANSWER_CHANGED)
        return
    rows = ((one.asks, one.a, one.b) for one in differ)
    parts.table(say.ANSWERS_CHANGED, (say.ANSWERS_ALL, say.WAS, say.IS), rows)
