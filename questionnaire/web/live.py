"""The panel beside the questions: what the answers say so far."""

from __future__ import annotations

import streamlit as st

from questionnaire.assessment.result import Assessment
from questionnaire.web import parts, record, views
from questionnaire.web.text import escaped

IN_PICTURE = 8


def show(result: Assessment) -> None:
    """The verdict's bounds, the findings that matter most and the picture that grows."""
    with st.container(key="live-panel"):
        st.html(_said(result))
        if result.verdict.nothing_ruled_out or not result.findings:
            return
        if st.button("Look at the picture large", key="enlarge", type="tertiary", icon=":material/open_in_full:"):
            large()


def _said(result: Assessment) -> str:
    """HTML: texts and picture as one element, because every element costs time at each answer."""
    verdict = result.verdict
    shown = [
        '<h2 id="so-far">What the answers say so far</h2>',
        parts.verdict(verdict, result.words["levels"], bool(record.held().answers.mitigations)),
    ]
    if verdict.nothing_ruled_out:
        shown.append(
            '<p class="rw-kicker rw-below">Each answer narrows what is possible. The picture of the '
            "risks grows here as you go.</p>"
        )
        return f'<div class="rw">{"".join(shown)}</div>'
    shown += [
        f'<div class="rw-stop"><p><strong>This use is not acceptable</strong></p><p>{escaped(stop.because)}</p></div>'
        for stop in verdict.stop[:1]
    ]
    if verdict.possible_stops and not verdict.stop:
        shown.append(
            '<div class="rw-stop"><p><strong>A stop condition is still possible.</strong> '
            "Under some answers that are still open, no measure would make this use acceptable.</p></div>"
        )
    shown.append(f'<p class="rw-below"><strong>{parts.numbers(result)}</strong></p>')
    if result.findings:
        listed = "".join(parts.finding_line(finding, result.words) for finding in parts.worst(result))
        shown.append(f'<ul class="rw-list">{listed}</ul>{parts.drawing(views.drawing(IN_PICTURE))}')
    else:
        shown.append(f'<p class="rw-kicker">{escaped(verdict.because)}</p>')
    return f'<div class="rw">{"".join(shown)}</div>'


@st.dialog("The risk picture so far", width="large")
def large() -> None:
    """The same picture at its full size."""
    st.html(parts.drawing(views.drawing(IN_PICTURE), wide=True))
