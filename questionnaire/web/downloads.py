"""The files that a reader can take away; each is made when it is asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable

import streamlit as st

from questionnaire.answers import writing
from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import report
from questionnaire.reports import json_text, markdown
from questionnaire.walk.network import Network
from questionnaire.web import record, session
from questionnaire.web.text import file_name, plain
from questionnaire.wording import web as say


def show() -> None:
    """One button for each format."""
    answers, network = record.held().answers, session.network()
    name = answers.project.get("name", "")
    offered: tuple[tuple[str, str, str, str, Callable], ...] = (
        (say.REPORT_AS_PDF, ".pdf", "application/pdf", ":material/picture_as_pdf:", _pdf),
        (say.REPORT_AS_MARKDOWN, ".md", "text/markdown", ":material/description:", _markdown),
        (say.RESULT_AS_JSON, ".json", "application/json", ":material/data_object:", _json),
        (say.ANSWERS_FILE, ".yaml", "application/yaml", ":material/save:", _answers),
    )
    for label, ending, mime, icon, make in offered:
        st.download_button(
            plain(label),
            functools.partial(make, network, answers),
            file_name(name, ending),
            mime,
            key=f"download{ending}",
            icon=icon,
            on_click="ignore",
            width="stretch",
            type="primary" if ending == ".pdf" else "secondary",
        )


def _pdf(network: Network, answers: Answers) -> bytes:
    from questionnaire.reports import pdf  # ReportLab is loaded only once a report is asked for

    return pdf.render(report(network, answers))


def _markdown(network: Network, answers: Answers) -> bytes:
    return markdown.render(report(network, answers)).encode()


def _json(network: Network, answers: Answers) -> bytes:
    return json_text.render(report(network, answers)).encode()


def _answers(network: Network, answers: Answers) -> bytes:
    return writing.write(answers, network.knowledge).encode()
