"""What is wrong with a file, line by line."""

from __future__ import annotations

import streamlit as st

from questionnaire.files.problems import Problem
from questionnaire.web import html, parts
from questionnaire.web.html import Html
from questionnaire.wording import start as say

# More would be read by nobody; a file with so many has one cause.
MOST_PROBLEMS = 100


def show(problems: tuple[Problem, ...]) -> None:
    """Each problem with its file, line and field, as text."""
    html.show(parts.listed(map(_problem, problems[:MOST_PROBLEMS])))
    if len(problems) > MOST_PROBLEMS:
        st.caption(say.and_more(len(problems) - MOST_PROBLEMS))


def _problem(problem: Problem) -> Html:
    where = say.at_line(problem.file, problem.line) if problem.line else problem.file
    return html.joined((html.quiet(html.joined((where, problem.place), by=" · ")), problem.message), by=html.br)
