"""What the command line says of itself and of its work. `command` is what the person typed to start it."""

from __future__ import annotations

from collections.abc import Iterable

# --- help -------------------------------------------------------------------------------------------------------------

ABOUT = "From a project's kickoff answers to a report on machine-bias risk factors, for an ethics review."
APP = "Start the web app (what `streamlit run streamlit_app.py` does)."
HOST = "where to listen (default: for this machine alone)"
PORT = "default: the first free one from 8501 on"
TEMPLATE = "Write a commented blank answers file."
QUESTIONS = "List every question."
NEXT = "Say what to ask next, and why."
ASSESS = "Assess an answers file and write the report."
COMPARE = "Compare two answers files: what appears, disappears and moves."
KB = "Check and look into the knowledge base."
KB_CHECK = "Report every mistake of the knowledge base."
KB_STATS = "Count entries, edges and coverage."
KB_SCHEMA = "Write the JSON Schemas for editors into DIR/schema."
KB_TEST = "Run the worked cases and say which expectations fail."
KB_SHOW = "Show an entry with all that leads to it and from it."
KB_SOURCES = "Write the sources for a reference manager such as Zotero (CSL JSON)."
FOLDER = "the knowledge base's folder (default: the one that comes with it); again, for each layer upon it"
ANSWERS = "an answers file, or - for standard input"
OUTPUT = "a file, or - for standard output"
FORMAT = "default: from OUT's ending, else pdf"
READING = "full (the default), card (to decide on), pack (for a board) or notice (for the people concerned)"
DATE = "the day that stands on the report, such as 2026-01-31 (default: none)"
SINCE = "the answers file that was decided last: the board pack (--reading pack) says what has changed since"
PAPER = "of a PDF (default: a4)"
FAIL_ON = "exit with 3 where the verdict reaches this level"


def no_day(text: str) -> str:
    return f'"{text}" is no day. Write it as year-month-day, such as 2026-01-31.'


def no_since(telling: str) -> str:
    return f"Only {telling} says what has changed since. Leave out --since, or choose --reading {telling}."


def since_edition(name: str) -> str:
    """What the earlier answers are called in a report."""
    return f"the answers of {name}"


def no_reading_of_data(format_: str) -> str:
    return f"{format_} holds the whole result as data, no reading of it. Leave out --reading, or choose another format."


# --- counted ----------------------------------------------------------------------------------------------------------


def problems(number: int) -> str:
    """`1 problem`, `2 problems`."""
    return f"{number} problem" if number == 1 else f"{number} problems"


def files(number: int) -> str:
    """`1 file`, `2 files`."""
    return f"{number} file" if number == 1 else f"{number} files"


def findings(number: int) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} finding" if number == 1 else f"{number} findings"


# --- what was done ----------------------------------------------------------------------------------------------------


def nothing_loaded(wrong: int, within: int) -> str:
    """The last line where something that was read holds mistakes; `within` is the number of files."""
    return f"{problems(wrong)} in {files(within)}. Nothing was loaded."


def written(name: str, level: str, found: int, because: str) -> str:
    """Where a report was written, with its verdict; `because` is a sentence."""
    return f"{name}: {level}, {findings(found)}. {because}"


SETTLES_STOP = "It settles whether the use is acceptable at all."
MOVES_NOTHING = "It moves no level."
NOTHING_TO_ASK = "Every question on the path was looked at."


def rest_moves_nothing(number: int) -> str:
    """What is left to ask where no answer moves anything by itself."""
    one = "One question that nobody has looked at is open: its answer moves"
    many = f"{number} questions that nobody has looked at are open: no answer to one of them moves"
    return f"{one if number == 1 else many} nothing as the other answers stand."


def moves(lowest: str, highest: str) -> str:
    """What an open question can do to the verdict; both are words of the scale of levels."""
    return f"It moves the verdict between {lowest} and {highest}."


def touches(found: int) -> str:
    """How many findings an open question touches where the verdict stays."""
    return f"It touches {findings(found)}."


def advised(problem: str) -> str:
    """A problem that is only advice."""
    return f"{problem} (advice)"


def checked(wrong: int, within: int, advice: int) -> str:
    """What a check of a knowledge base found; `within` is the number of files."""
    if wrong:
        return f"{problems(wrong)} in {files(within)}, {advice} to consider."
    return f"No problems, {advice} to consider."


def case(name: str, missed: bool, level: str, found: int) -> str:
    """How a worked case came out."""
    return f"{'FAIL' if missed else 'ok  '} {name}: {level}, {findings(found)}"


def cases(passed: int, failed: int) -> str:
    """How all worked cases came out."""
    return f"{passed} passed, {failed} failed"


def schemas(folder: str, number: int) -> str:
    """How many schemas were written."""
    return f"{folder}: 1 schema written." if number == 1 else f"{folder}: {number} schemas written."


# --- wrong usage; `hint` is empty or a sentence with a blank before it ------------------------------------------------


def mistake(command: str, sentence: str) -> str:
    """A mistake in the command's words, as it is printed."""
    return f"{command}: {sentence}"


def no_answers_file(name: str) -> str:
    return f'there is no file "{name}". Write the path of an answers file, or - for standard input.'


def unreadable(name: str, reason: str) -> str:
    return f'"{name}" cannot be read ({reason}).'


INPUT_CLOSED = "standard input is closed. Write the path of an answers file."


def input_unreadable(reason: str) -> str:
    return f"standard input cannot be read ({reason}). Write the path of an answers file."


INPUT_TWICE = "only one of the two can be standard input. Name a file for the other."
OUTPUT_CLOSED = "standard output is closed. Open it, or send it to a file with >."


def output_unwritable(reason: str) -> str:
    return f"standard output cannot be written ({reason}). Make room, or send it to another place."


NO_OUTPUT_NAMED = "no name stands behind -o. Name a file, or - for standard output."


def output_is_folder(name: str) -> str:
    return f'"{name}" is a folder. Name a file in it with -o.'


def no_folder_for_output(folder: str) -> str:
    return f'there is no folder "{folder}" to write into. Make it, or name another file with -o.'


def unwritable(name: str, reason: str) -> str:
    return f'"{name}" cannot be written ({reason}). Name another file with -o.'


def overwrites_answers(name: str) -> str:
    return f'"{name}" is the answers file itself; the report would overwrite it. Name another file with -o.'


def no_such_ending(name: str, endings: Iterable[str]) -> str:
    return f'"{name}" ends in none of {", ".join(endings)}. Change the ending, or say which with --format.'


def no_level(word: str, hint: str, levels: Iterable[str]) -> str:
    return f'"{word}" is not a level.{hint} Allowed: {", ".join(levels)}.'


def no_task(command: str, word: str, hint: str) -> str:
    return f'there is no task "{word}".{hint} All tasks stand in the template: {command} template'


def no_case(word: str, hint: str, folder: str) -> str:
    return f'there is no case "{word}".{hint} All cases: the file names in {folder}/cases/.'


def no_entry(word: str, hint: str) -> str:
    return f'there is no entry "{word}".{hint} All ids: the file names in the knowledge base\'s folders.'


def no_knowledge_base(folder: str) -> str:
    return f'there is no folder "{folder}". Name the folder of a knowledge base with --kb.'


def knowledge_base_is_no_folder(name: str) -> str:
    return f'"{name}" is no folder. Name the folder of a knowledge base with --kb.'


def knowledge_base_unreadable(folder: str, reason: str) -> str:
    return f'the folder "{folder}" cannot be read ({reason}). Name the folder of a knowledge base with --kb.'


def schema_folder_unwritable(folder: str, reason: str) -> str:
    return f'"{folder}" cannot be made ({reason}). Make room for that folder.'


def schema_unwritable(name: str, reason: str) -> str:
    return f'"{name}" cannot be written ({reason}). Make room for that file.'


def no_port(word: str, highest: int) -> str:
    return f'"{word}" is no port. Allowed: 1 to {highest}, such as 8600.'


def no_address(word: str) -> str:
    return f'"{word}" is no address of this machine. Name one of its own with --host, or 0.0.0.0 for all of them.'


def port_used(number: int) -> str:
    return (
        f"port {number} is used by another program. Name another one with --port, or leave --port out: then "
        "the first free one from 8501 on is taken."
    )


def port_kept(number: int) -> str:
    return f"port {number} is kept for administrators. Name one from 1024 on with --port."


def to_read_again(as_of: str, review_by: str) -> str:
    return (
        f"This rule was last read as of {as_of} and was to be read again by {review_by}. Read it again, correct the "
        "entry, and set as_of and review_by anew."
    )


# --- conditions of a board --------------------------------------------------------------------------------------------

CHECK_CONDITIONS = "Check a board's conditions: evidence, owner and day of each, in a later stage's CI."
CONDITIONS_FILE = "a file of conditions from a review (YAML or JSON), or - for standard input"
ON_DAY = "the day to check for, as YYYY-MM-DD (default: today)"
ALLOW_OPEN = "a condition without evidence whose day has not come is no problem"
NO_CONDITIONS = "There is no condition in this file, so nothing is to be met."


def condition(place: str, name: str, text: str, said: str) -> str:
    """One line about one condition."""
    return f"{place}: {name} “{text}”: {said}"


def condition_met(evidence: str) -> str:
    return f"met, see {evidence}"


def conditions_checked(met: int, waiting: int, wrong: int) -> str:
    """The last line: how many of each."""
    waits = f", {waiting} to be met by a later day" if waiting else ""
    return f"{met} met{waits}, {wrong} with problems."
