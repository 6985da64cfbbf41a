"""The files that a reader can take away; each is made when it is asked for."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable

import streamlit as st

from questionnaire.answers import writing
from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import report
from questionnaire.readings import readings
from questionnaire.reports import formats
from questionnaire.walk.network import Network
from questionnaire.web import record, session
from questionnaire.web.text import file_name, plain
from questionnaire.wording import web as say


def show() -> None:
    """Which reading of the report it is to be; then a button for each format, the first of them set off, and one for
    the answers."""
    answers, network = record.held().answers, session.network()
    named = {each.name: each for each in readings.READINGS}
    chosen = st.segmented_control(
        say.READING,
        list(named),
        default=readings.READINGS[0].name,
        format_func=lambda name: named[name].label,
        key="reading",
        help=say.READINGS_MEAN,
        required=True,
        wrap=True,
    )
    for each in formats.FORMATS:
        make = functools.partial(_report, each, network, answers, named[chosen or readings.READINGS[0].name])
        _button(each.label, each.ending, each.mime, make, first=each is formats.FORMATS[0])
    make = functools.partial(_answers, network, answers)
    _button(say.ANSWERS_FILE, ".yaml", "application/yaml", make, icon=":material/save:")


def _button(
    label: str,
    ending: str,
    mime: str,
    make: Callable[[], bytes],
    *,
    first: bool = False,
    icon: str = ":material/download:",
) -> None:
    st.download_button(
        plain(label),
        make,
        file_name(record.held().answers.project.get("name", ""), ending),
        mime,
        key=f"download{ending}",
        icon=icon,
        on_click="ignore",
        width="stretch",
        type="primary" if first else "secondary",
    )


def _report(format_: formats.Format, network: Network, answers: Answers, reading: readings.Reading) -> bytes:
    today = datetime.datetime.now().astimezone().date().isoformat()
    return format_.render(report(network, answers), reading, today, answers=_answers(network, answers))


def _answers(network: Network, answers: Answers) -> bytes:
    return writing.write(answers, network.knowledge).encode()
