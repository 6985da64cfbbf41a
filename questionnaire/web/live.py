"""The panel beside the questions: what the answers say so far."""

from __future__ import annotations

import streamlit as st

from questionnaire.presentation.labels import Labels
from questionnaire.web import around, html, parts, record, views
from questionnaire.web.html import Html
from questionnaire.wording import saving
from questionnaire.wording import web as say


def show() -> None:
    """The verdict's bounds, the findings that matter most and the picture that grows."""
    html.show(html.joined((around.piece("so-far", _said), around.piece("picture", _drawn))))
    if draws() and st.button(say.PICTURE_LARGE, key="enlarge", type="tertiary", icon=":material/open_in_full:"):
        large()


def draws() -> bool:
    """Whether there is anything to draw."""
    result = views.glance()
    return bool(result.findings) and not result.verdict.nothing_ruled_out


def _said() -> Html:
    """All texts as one element, because every element costs time at each answer."""
    result = views.glance()
    verdict, labels = result.verdict, Labels(result.words)
    shown = [
        html.h2(say.SO_FAR, id="so-far"),
        parts.verdict(verdict, labels, bool(record.held().answers.mitigations)),
    ]
    if verdict.nothing_ruled_out:
        return html.div(*shown, html.p(say.EACH_ANSWER_NARROWS, class_="rw-kicker rw-below"), class_="rw")
    if verdict.stop:
        because = verdict.stop[0].because
        shown.append(html.div(html.p(html.strong(say.NOT_ACCEPTABLE)), html.p(because), class_="rw-stop"))
    elif verdict.possible_stops:
        shown.append(html.div(html.p(html.filled(say.STOP_STILL_POSSIBLE)), class_="rw-stop"))
    if result.contradictions:
        shown.append(
            html.div(html.p(html.strong(say.CONTRADICTION)), html.p(result.contradictions[0].because), class_="rw-stop")
        )
    shown.append(html.p(html.strong(parts.numbers(result)), class_="rw-below"))
    if result.findings:
        shown.append(parts.finding_lines(result.matter_most, labels))
    else:
        shown.append(html.p(verdict.because, class_="rw-kicker"))
    return html.div(*shown, class_="rw")


def _drawn() -> Html:
    """The picture by itself: many an answer leaves it as it is, and it is most of what the browser is sent."""
    return html.div(parts.drawing(views.miniature()), class_="rw") if draws() else html.joined(())


def says() -> str:
    """What a screen reader is told when the verdict changes, or when something was not saved."""
    held, verdict, labels = record.held(), views.verdict(), views.level_labels()
    if held.failure:
        return saving.not_saved(held.failure)
    if held.refused:
        return held.refused
    if held.clashes:
        return saving.CLASH_SAID
    if verdict.nothing_ruled_out:
        return ""
    return say.verdict(labels[verdict.level], labels[verdict.lower], labels[verdict.upper])


@st.dialog(say.PICTURE_SO_FAR, width="large")
def large() -> None:
    """The same picture at its full size."""
    html.show(parts.drawing(views.drawing_at_a_glance(), wide=True))
