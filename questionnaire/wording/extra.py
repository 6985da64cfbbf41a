"""The extra questions of a form: what their file says to whoever fills it in, and of mistakes in it."""

from __future__ import annotations

from collections.abc import Iterable

HOW = "Write an answer in the quotes. What is left empty stays open in the draft."
THEN = "Then:"
SEVERAL = 'One text, or several: ["…", "…"]'
VALUES = "A value of the form's own list. Of those, the kickoff can tell:"
NOTHING_OPEN = "nothing that this form asks is open"
BY_KIND = "Name the form of the file with --kind"
NO_MAPPING = "The form's fields are due here, each with its questions. Take the file anew and fill it in again."
NO_QUESTIONS = 'The field\'s questions are due here, each with its answer in quotes: "question": "answer".'
ONE_TEXT = "One text is due here. Write it in quotes."
TEXTS = 'A text is due here, or several. Write: ["…", "…"]'


def about(title: str) -> str:
    return f"{title}. What it asks and no kickoff knows: an answer stands in this form alone and moves no level."


def field(title: str) -> str:
    return f"---- {title} ----"


def known_by(who: str) -> str:
    return f"Known by: {who}"


# --- mistakes ---------------------------------------------------------------------------------------------------------


def no_fields(command: str) -> str:
    return f"The file holds no answers to a form's questions. Take it from: {command}"


def no_format(due: str) -> str:
    return f"This is no file of extra answers that can be read. Write as the first line: format: {due}"


def other_form(named: str, due: str, choose: str) -> str:
    """`choose` is how one says which form a file is for."""
    told = f'These are answers to "{named}"' if named else "The file does not say which form it answers"
    return f'{told}; asked for is "{due}". {choose}, or write: form: {due}'


def no_field(hint: str, allowed: str) -> str:
    return f"There is no field with this name.{hint} Allowed: {allowed}."


def no_field_of_form(key: str, hint: str, allowed: str) -> str:
    return f'The form has no field "{key}" that asks for more.{hint} Allowed: {allowed}.'


def no_question(hint: str, asked: Iterable[str]) -> str:
    quoted = "; ".join(f'"{each}"' for each in asked)
    return f"This field does not ask that.{hint} {f'It asks: {quoted}.' if quoted else 'It asks nothing more.'}"


def too_long(length: int, most: int) -> str:
    return f"This text has {length:,} characters; {most:,} are the most. Shorten it, or refer to a document."


# --- in the app -------------------------------------------------------------------------------------------------------

ASKED_BESIDE = (
    "Some of what this form asks no kickoff knows: take these questions along, and bring them back filled in."
)
TAKE_QUESTIONS = "Download its open questions"
FILLED_IN = "The questions, filled in"
FILLED_IN_HELP = "They stand in this draft alone, move no level, and are not kept: bring the file again next time."
FROM_THE_PAGE = f"the button “{TAKE_QUESTIONS}”."
CHOOSE_IT = "Choose the draft that they belong to"


def in_the_draft(number: int) -> str:
    """What a file brings that is in order."""
    if not number:
        return "The file is in order, and answers nothing yet."
    return f"{number} {'answer' if number == 1 else 'answers'} from the file will stand in the draft."
