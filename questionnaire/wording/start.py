"""Sentences of the start page, and of pages that show no assessment: whole, with places for words, as in web.py."""

from __future__ import annotations

# --- the start page ---------------------------------------------------------------------------------------------------

RISKWALK = "Riskwalk"
NOTHING_CAN_BE_SAVED = "**Nothing can be saved now.** {why}"
WHAT_IT_DOES = (
    "Your project has no data and no model yet: the best moment to ask **whom it could harm, and how**. Riskwalk asks "
    "you about the task, the people, the objective, the data plan and the deployment, and walks from your answers over "
    "what is known about machine bias to the harms that are possible. You see what to do about it and what to find out "
    "first, and take away a report on which a review can decide."
)
NOTHING_BEGUN = "**Nothing was begun.** {why}"
START_NEW, BEGIN = "Start new", "Begin"
CHANGE_IT_LATER = "You can change it later"
TWENTY_MINUTES = "About 20 minutes. “We do not know yet” is a good answer."
WORKED_EXAMPLE, NO_WORKED_EXAMPLE = "See a worked example", "This knowledge base holds no worked example."
EXAMPLE_LABEL, OPEN_A_COPY = "Example", "Open a copy"
OPEN_A_FILE = "Open an answers file"
FILE_LABEL = "Answers file or PDF report (up to 1.5 MB)"
WRITTEN_BY = "Written by this app, or by hand from a template."
FILE_WITHOUT_A_NAME = "without a name"
OPEN_IT = "Open it"
CANNOT_BE_READ = "**What was begun here cannot be read.** {why}"
BEGUN_IN_THIS_BROWSER, BEGUN_ON_THIS_MACHINE = "Begun in this browser", "Begun on this machine"
UNREADABLE_ASSESSMENT = (
    "**An assessment that cannot be read.** What is kept of it is damaged; the others are not touched by that. A copy "
    "of the file of assessments, if there is one, may still hold it."
)
GO_ON, GO_ON_WITH = "Go on", "Go on with {project}"


def answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"


def problems(number: int) -> str:
    return "1 problem" if number == 1 else f"{number} problems"


def progress(looked_at: int, questions: int, changed: str) -> str:
    return f"{looked_at} of at most {questions} questions looked at · changed {changed}"


def file_in_order(number: int) -> str:
    return f"The file is in order: **{{project}}**, {answers(number)}."


def carried_over(number: int) -> str:
    one = "**One answer was carried over** from an earlier version of the questions:"
    many = f"**{number} answers were carried over** from an earlier version of the questions:"
    return one if number == 1 else many


def at_line(file: str, line: int) -> str:
    return f"{file}, line {line}"


def problems_below(number: int) -> str:
    return f"{problems(number)}; see below."


def problems_in_file(number: int) -> str:
    return f"**{problems(number)} in this file. Nothing was loaded**, and nothing that you have here was changed."


def and_more(number: int) -> str:
    return f"And {number} more."


# --- pages without an assessment --------------------------------------------------------------------------------------

NOT_FOUND_TITLE = "Not found · Riskwalk"
NOT_FOUND = "There is no assessment at this address"
WHY_NOT_FOUND = (
    "The address may be incomplete, or the assessment was begun on another machine. Addresses are long and hard to "
    "guess, so copy the whole of it. If you have an answers file, you can open that instead."
)
SIGN_IN, SIGN_OUT = "Sign in", "Sign out"
SIGN_IN_MEANS = (
    "Sign in to see what you began and what others share with you. If you came by a link, open it once more after that."
)
TO_THE_START_PAGE = "To the start page"
CANNOT_BE_READ_NOW = "Your assessment cannot be read just now"
CANNOT_START_TITLE = "Riskwalk cannot start"
STORE_CANNOT_BE_READ = "The store of answers cannot be read; the server's log says why."
KNOWLEDGE_HAS_MISTAKES = "The knowledge base has mistakes, so nothing was loaded"


def signed_in_as(name: str) -> str:
    return f"Signed in as {name}."


def correct_the_files(number: int) -> str:
    return (
        f"{problems(number)}. Correct the files named here and load the page again. On the command line, "
        "`python -m questionnaire kb check` shows the same."
    )


def knowledge_has_problems(number: int) -> str:
    return f"The knowledge base has {problems(number)}; `kb check` shows them."
