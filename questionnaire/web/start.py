"""The start page: begin, take a worked example, open an answers file, or go on with what was begun here."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers import reading
from questionnaire.answers.answers import LONGEST, Answers
from questionnaire.answers.database import StoreUnavailable
from questionnaire.files.problems import Problem, ProblemsFound
from questionnaire.upkeep.cases import Case
from questionnaire.web import (
    address,
    begun,
    browser,
    html,
    invitation,
    mistakes,
    parts,
    record,
    session,
    sign_in,
    style,
)
from questionnaire.web.text import filled, plain, short
from questionnaire.wording import browse as say_library
from questionnaire.wording import start as say
from questionnaire.wording import web as say_anywhere

_TROUBLE = "start-trouble"


def show() -> None:
    """The page without an assessment in its address."""
    st.set_page_config(page_title=say.RISKWALK, page_icon="👣", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    parts.page_script("start", "start", "")
    _, middle, _ = st.columns([1, 8, 1])
    with middle:
        parts.heading(say.RISKWALK, "start", 1)
        invited = st.container()
        st.markdown(say.WHAT_IT_DOES)
        trouble = st.session_state.pop(_TROUBLE, "")
        if trouble:
            st.error(filled(say.NOTHING_BEGUN, why=trouble), icon=":material/error:")
        new, example, file = st.columns(3, gap="medium")
        with new, st.container(border=True, height="stretch"):
            _new()
        with example, st.container(border=True, height="stretch"):
            _example()
        with file, st.container(border=True, height="stretch"):
            wrong = _file()
        if wrong:
            _problems(wrong)
        parts.action(
            say_library.TO_LIBRARY,
            "to-library",
            address.open_library,
            type="tertiary",
            icon=":material/menu_book:",
        )
        browser.introduce()
        begun.show()
        sign_in.leave()
    if browser.invitation():
        with invited:
            _invited()


def _invited() -> None:
    try:
        invitation.show()
    except StoreUnavailable as error:
        st.error(filled(say.CANNOT_BE_READ, why=str(error)), icon=":material/error:")


def _begin(answers: Answers, at: str = "") -> None:
    try:
        address.open_assessment(record.begin(answers), at)
    except StoreUnavailable as error:
        st.session_state[_TROUBLE] = str(error)


def _new() -> None:
    parts.heading(say.START_NEW, "start-new", 2)
    name = st.text_input(
        say_anywhere.PROJECT_FIELDS["name"],
        key="new-name",
        max_chars=LONGEST["project.name"],
        placeholder=say.CHANGE_IT_LATER,
    )
    parts.action(
        say.BEGIN,
        "begin",
        _begin_new,
        name,
        type="primary",
        icon=":material/arrow_forward:",
        icon_position="right",
        width="stretch",
    )
    st.caption(say.TWENTY_MINUTES)


def _begin_new(name: str) -> None:
    typed = record.clean(st.session_state.get("new-name", name))
    _begin(Answers(project={"name": typed} if typed else {}))


def _example() -> None:
    parts.heading(say.WORKED_EXAMPLE, "start-example", 2)
    cases = {case.id: case for case in session.cases()}
    ordered = sorted(cases)
    if not ordered:
        st.markdown(say.NO_WORKED_EXAMPLE)
        return
    chosen = st.selectbox(
        say.EXAMPLE_LABEL,
        ordered,
        index=ordered.index(_mild(ordered, cases)),
        key="example",
        format_func=lambda key: cases[key].answers.project.get("name", key),
    )
    st.caption(plain(cases[chosen].expect.about))
    parts.action(say.OPEN_A_COPY, "open-example", _begin_example, icon=":material/content_copy:", width="stretch")


def _mild(ordered: list[str], cases: dict[str, Case]) -> str:
    """The first example that has something to read and nothing grave; the first of all where there is none."""
    mild = [word.id for word in session.knowledge().vocabulary.levels][1:3]
    return next((key for key in ordered if set(cases[key].expect.levels) <= set(mild)), ordered[0])


def _begin_example() -> None:
    chosen = st.session_state["example"]
    _begin(next(case.answers for case in session.cases() if case.id == chosen), address.RESULT)


def _file() -> tuple[Problem, ...]:
    """Takes a file; returns what is wrong with it."""
    parts.heading(say.OPEN_A_FILE, "start-file", 2)
    given = st.file_uploader(say.FILE_LABEL, type=["yaml", "yml", "pdf"], key="answers-file", max_upload_size=2)
    if given is None:
        st.caption(say.WRITTEN_BY)
        return ()
    try:
        carried: list[str] = []
        read = reading.read(given.getvalue(), short(given.name), session.knowledge(), carried.append)
    except ProblemsFound as found:
        st.caption(say.problems_below(len(found.problems)))
        return found.problems
    project = read.project.get("name") or say.FILE_WITHOUT_A_NAME
    html.show(html.p(html.filled(say.file_in_order(len(read.answers)), project=project), class_="rw"))
    if carried:
        st.info(say.carried_over(len(carried)), icon=":material/update:")
        html.show(parts.listed(carried))
    parts.action(
        say.OPEN_IT,
        "open-file",
        _begin,
        read,
        address.RESULT,
        type="primary",
        icon=":material/folder_open:",
        width="stretch",
    )
    return ()


def _problems(problems: tuple[Problem, ...]) -> None:
    st.error(say.problems_in_file(len(problems)), icon=":material/error:")
    with st.container(key="file-problems"):
        mistakes.show(problems)


def unknown_address() -> None:
    """The page for an address that no assessment here has."""
    st.set_page_config(page_title=say.NOT_FOUND_TITLE, page_icon="👣", layout="wide")
    style.apply()
    parts.heading(say.NOT_FOUND, "not-found", 1)
    st.markdown(say.WHY_NOT_FOUND)
    parts.action(say.TO_THE_START_PAGE, "to-start", address.leave, type="primary")


def unreadable_store(why: str) -> None:
    """The page where the assessments cannot be read."""
    st.set_page_config(page_title=say.RISKWALK, page_icon="👣", layout="wide")
    style.apply()
    parts.heading(say.CANNOT_BE_READ_NOW, "no-store", 1)
    st.error(plain(why), icon=":material/error:")
    st.button(say_anywhere.TRY_AGAIN, type="primary")


def broken_knowledge(problems: tuple[Problem, ...]) -> None:
    """The page where the knowledge base has mistakes: all of them, and nothing else."""
    st.set_page_config(page_title=say.CANNOT_START_TITLE, page_icon="👣", layout="wide")
    style.apply()
    parts.heading(say.KNOWLEDGE_HAS_MISTAKES, "broken", 1)
    st.markdown(say.correct_the_files(len(problems)))
    mistakes.show(problems)
