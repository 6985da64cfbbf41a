"""The start page: begin, take a worked example, open an answers file, or go on with what was begun here."""

from __future__ import annotations

import hashlib

import streamlit as st

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Begun
from questionnaire.files.problems import Problem, ProblemsFound, count
from questionnaire.upkeep.cases import Case
from questionnaire.web import address, browser, parts, record, session, style
from questionnaire.web.text import day_and_time, escaped, plain, short

MOST_PROBLEMS = 100
_TROUBLE = "start-trouble"


def show() -> None:
    """The page without an assessment in its address."""
    st.set_page_config(page_title="Riskwalk", page_icon="👣", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    parts.focus("start", "start", "")
    _, middle, _ = st.columns([1, 8, 1])
    with middle:
        parts.heading("Riskwalk", "start", 1)
        st.markdown(
            "Your project has no data and no model yet: the best moment to ask **whom it could harm, and "
            "how**. "
            "Riskwalk asks you about the task, the people, the objective, the data plan and the deployment, "
            "and walks "
            "from your answers over what is known about machine bias to the harms that are possible. You see "
            "what to "
            "do about it and what to find out first, and take away a report on which a review can decide."
        )
        trouble = st.session_state.pop(_TROUBLE, "")
        if trouble:
            st.error(f"**Nothing was begun.** {plain(trouble)}", icon=":material/error:")
        new, example, file = st.columns(3, gap="medium")
        with new, st.container(border=True, height="stretch"):
            _new()
        with example, st.container(border=True, height="stretch"):
            _example()
        with file, st.container(border=True, height="stretch"):
            wrong = _file()
        if wrong:
            _problems(wrong)
        _begun()


def _begin(answers: Answers, at: str = "") -> None:
    try:
        address.open_assessment(record.begin(answers), at)
    except StoreUnavailable as error:
        st.session_state[_TROUBLE] = str(error)


def _new() -> None:
    parts.heading("Start new", "start-new", 2)
    name = st.text_input("Name of the project", key="new-name", max_chars=120, placeholder="You can change it later")
    parts.action(
        "Begin",
        "begin",
        _begin_new,
        name,
        type="primary",
        icon=":material/arrow_forward:",
        icon_position="right",
        width="stretch",
    )
    st.caption("About 20 minutes. “We do not know yet” is a good answer.")


def _begin_new(name: str) -> None:
    typed = record.clean(st.session_state.get("new-name", name))
    _begin(Answers(project={"name": typed} if typed else {}))


def _example() -> None:
    parts.heading("See a worked example", "start-example", 2)
    cases = {case.id: case for case in session.cases()}
    ordered = sorted(cases)
    if not ordered:
        st.markdown("This knowledge base holds no worked example.")
        return
    chosen = st.selectbox(
        "Example",
        ordered,
        index=ordered.index(_mild(ordered, cases)),
        key="example",
        format_func=lambda key: cases[key].answers.project.get("name", key),
    )
    st.caption(plain(cases[chosen].expect.about))
    parts.action("Open a copy", "open-example", _begin_example, icon=":material/content_copy:", width="stretch")


def _mild(ordered: list[str], cases: dict[str, Case]) -> str:
    """The first example that has something to read and nothing grave; the first of all where there is none."""
    mild = [word.id for word in session.knowledge().vocabulary.levels][1:3]
    return next((key for key in ordered if set(cases[key].expect.levels) <= set(mild)), ordered[0])


def _begin_example() -> None:
    chosen = st.session_state["example"]
    _begin(next(case.answers for case in session.cases() if case.id == chosen), address.RESULT)


def _file() -> tuple[Problem, ...]:
    """Takes a file; returns what is wrong with it."""
    parts.heading("Open an answers file", "start-file", 2)
    given = st.file_uploader(
        "Answers file (YAML, up to 1 MB)", type=["yaml", "yml"], key="answers-file", max_upload_size=1
    )
    if given is None:
        st.caption("Written by this app, or by hand from a template.")
        return ()
    try:
        read = reading.read(given.getvalue(), short(given.name), session.knowledge())
    except ProblemsFound as found:
        st.caption(f"{count(len(found.problems), 'problem')}; see below.")
        return found.problems
    project = read.project.get("name") or "without a name"
    st.html(
        f'<p class="rw">The file is in order: <strong>{escaped(project)}</strong>, '
        f"{count(len(read.answers), 'answer')}.</p>"
    )
    parts.action(
        "Open it",
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
    st.error(
        f"**{count(len(problems), 'problem')} in this file. Nothing was loaded**, and nothing that you have "
        f"here was changed.",
        icon=":material/error:",
    )
    with st.container(key="file-problems"):
        show_problems(problems)


def show_problems(problems: tuple[Problem, ...]) -> None:
    """Each problem with its file, line and field, as text."""
    rows = "".join(
        f'<li><span class="rw-quiet">{escaped(problem.file)}{f", line {problem.line}" if problem.line else ""}'
        f"{f' · {escaped(problem.field)}' if problem.field else ''}</span><br>{escaped(problem.message)}</li>"
        for problem in problems[:MOST_PROBLEMS]
    )
    st.html(f'<ul class="rw-list rw">{rows}</ul>')
    if len(problems) > MOST_PROBLEMS:
        st.caption(f"And {len(problems) - MOST_PROBLEMS} more.")


def _begun() -> None:
    """What this browser began or changed; on this machine itself also what is of no known browser, because it was
    begun by an earlier version, or where nothing is kept in the browser."""
    browser.introduce()
    known = browser.known()
    try:
        rows = session.store().begun(known) if known else ()
        nobodys = session.store().begun("") if browser.on_this_machine() else ()
    except StoreUnavailable as error:
        st.error(f"**What was begun here cannot be read.** {plain(str(error))}", icon=":material/error:")
        return
    if session.store().read_only:
        st.warning(f"**Nothing can be saved now.** {plain(session.store().read_only)}", icon=":material/lock:")
    _listed("Begun in this browser", "start-begun", rows)
    mine = {row.token for row in rows}
    _listed("Begun on this machine", "start-here", tuple(row for row in nobodys if row.token not in mine))


def _listed(title: str, anchor: str, rows: tuple[Begun, ...]) -> None:
    if not rows:
        return
    parts.heading(title, anchor, 2)
    for row in rows:
        # The token is the only key to an assessment, so it stands in no name that a page gives to its parts.
        key = hashlib.sha256(row.token.encode()).hexdigest()[:16]
        with st.container(border=True, key=f"begun-{key}"):
            _row(row, key)


def _row(row: Begun, key: str) -> None:
    if not row.readable:
        st.markdown(
            "**An assessment that cannot be read.** What is kept of it is damaged; the others are not touched by that. "
            "A copy of the file of assessments, if there is one, may still hold it."
        )
        return
    about, go_on = st.columns([5, 1.3], vertical_alignment="center")
    name = row.name or "Without a name"
    questions = len(session.knowledge().interview.order())
    with about:
        st.html(
            f'<div class="rw"><p class="rw-name">{escaped(name)}</p><p class="rw-kicker">{row.answers} '
            f"of at most {questions} questions looked at · changed "
            f"{day_and_time(row.changed, st.context.timezone)}</p></div>"
        )
    with go_on:
        parts.action(
            "Go on",
            f"open-{key}",
            address.open_assessment,
            row.token,
            width="stretch",
            help=f"Go on with {plain(short(name))}",
        )


def unknown_address() -> None:
    """The page for an address that no assessment here has."""
    st.set_page_config(page_title="Not found · Riskwalk", page_icon="👣", layout="wide")
    style.apply()
    parts.heading("There is no assessment at this address", "not-found", 1)
    st.markdown(
        "The address may be incomplete, or the assessment was begun on another machine. Addresses are long "
        "and hard "
        "to guess, so copy the whole of it. If you have an answers file, you can open that instead."
    )
    parts.action("To the start page", "to-start", address.leave, type="primary")


def unreadable_store(why: str) -> None:
    """The page where the assessments cannot be read."""
    st.set_page_config(page_title="Riskwalk", page_icon="👣", layout="wide")
    style.apply()
    parts.heading("Your assessment cannot be read just now", "no-store", 1)
    st.error(plain(why), icon=":material/error:")
    st.button("Try again", type="primary")


def broken_knowledge(problems: tuple[Problem, ...]) -> None:
    """The page where the knowledge base has mistakes: all of them, and nothing else."""
    st.set_page_config(page_title="Riskwalk cannot start", page_icon="👣", layout="wide")
    style.apply()
    parts.heading("The knowledge base has mistakes, so nothing was loaded", "broken", 1)
    st.markdown(
        f"{plain(count(len(problems), 'problem'))}. Correct the files named here and load the page again. On "
        f"the command "
        "line, `python -m questionnaire kb check` shows the same."
    )
    show_problems(problems)
