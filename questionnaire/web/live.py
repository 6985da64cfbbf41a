"""The panel beside the questions: what the answers say so far."""

from __future__ import annotations

import streamlit as st

from questionnaire.result import Assessment
from questionnaire.web import page, parts
from questionnaire.web.text import escaped, plain

WORST = 4
IN_PICTURE = 8


def show(result: Assessment) -> None:
    """The verdict's bounds, the worst findings and the picture that grows."""
    with st.container(key="live-panel"):
        parts.heading("What the answers say so far", "so-far", 2)
        parts.verdict(result.verdict, result.words["levels"], bool(page.held().answers.mitigations))
        if result.verdict.nothing_ruled_out:
            st.caption("Each answer narrows what is possible. The picture of the risks grows here as you go.")
            return
        for stop in result.verdict.stop[:1]:
            st.html(f'<div class="rw-stop rw"><p><strong>This use is not acceptable</strong></p><p>'
                    f'{escaped(stop.because)}</p></div>')
        if result.verdict.possible_stops and not result.verdict.stop:
            st.html('<div class="rw-stop rw"><p><strong>A stop condition is still possible.</strong> '
                    "Under some answers that are still open, no measure would make this use acceptable.</p></div>")
        st.html(f'<p class="rw" style="margin:0"><strong>{parts.numbers(result)}</strong></p>')
        if not result.findings:
            st.caption(plain(result.verdict.because))
            return
        worst = sorted(result.findings, key=lambda finding: finding.status != "confirmed")[:WORST]
        listed = "".join(parts.finding_line(finding, result.words) for finding in worst)
        st.html(f'<ul class="rw-list rw">{listed}</ul>')
        parts.drawing(page.drawing(IN_PICTURE))
        if st.button("Look at the picture large", key="enlarge", type="tertiary", icon=":material/open_in_full:"):
            large()


@st.dialog("The risk picture so far", width="large")
def large() -> None:
    """The same picture at its full size."""
    parts.drawing(page.drawing(IN_PICTURE), wide=True)
