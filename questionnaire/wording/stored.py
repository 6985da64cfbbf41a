"""What the command that takes stored assessments out says of its work and of mistakes in its words."""

from __future__ import annotations

STORED = "Take out what this installation keeps."
EXPORT = "Write the stored assessments as answers files without names, to try changes of the knowledge base on."
ABOUT_EXPORT = (
    "Writes one answers file for each assessment that this installation keeps (where RISKWALK_DATA or "
    "RISKWALK_DATABASE_URL says, as for the app), for `kb diff BASE FOLDER`. A file holds the options that were chosen "
    "and which measures are declared, and nothing that anybody typed: no project, notes, evidence, links, grounds, "
    "owners or days. Its name is a number that follows no order of time. What was deleted is left out, what was "
    "archived is not. "
    "Answers alone can still tell whose they are: to somebody who knows the project, by a rare combination of answers, "
    "or by one rare answer; and an option of a layer that you name with --kb can name your organization. Keep the "
    "folder as you keep the store."
)
FOLDER = "the folder to write into: a new one, or one that is empty; nothing is overwritten"
WITH_CONSENT = (
    "take those whole whose owners allow it on the review page: with names, notes, evidence and links, in files that "
    "begin with whole-"
)


def read(number: int, of: int) -> str:
    """How far reading the store has come."""
    return f"{number} of {of} read"


def made_ready(number: int, of: int) -> str:
    """How far making the files has come."""
    return f"{number} of {of} made ready"


def assessments(number: int) -> str:
    """`1 assessment`, `2 assessments`."""
    return "1 assessment" if number == 1 else f"{number} assessments"


def written(folder: str, nameless: int, whole: int, with_consent: bool) -> str:
    """What was written; `whole` of them as they are."""
    said = f"{folder}: {assessments(nameless + whole)} written, {nameless} without names"
    return f"{said}, {whole} whole, as their owners allow." if with_consent else f"{said}."


def not_known(answers: int) -> str:
    """What of the answers this knowledge base does not know."""
    begun = "1 answer is left out or shortened" if answers == 1 else f"{answers} answers are left out or shortened"
    return f"{begun}: this knowledge base does not know all of it. To have those of a layer, name it with --kb."


def damaged(number: int) -> str:
    """What cannot be read."""
    is_ = "is damaged and is" if number == 1 else "are damaged and are"
    return f"{assessments(number)} {is_} left out. Restore a copy of the store."


def alone(number: int, of: int) -> str:
    """How many of those without names can be told from all others by their choices."""
    return (
        f"{number} of {of} without names chose a task, objective, data, use and groups that no other one chose "
        "together. Who knows such a project can tell whose it is: keep the folder as you keep the store."
    )


NOTHING_TO_TAKE = "No assessment is kept here, so nothing was written."


def no_store(file: str) -> str:
    return (
        f'there is no store at "{file}". Name its folder in RISKWALK_DATA, or its database in RISKWALK_DATABASE_URL, '
        "as they are for the app."
    )


def no_folder(name: str) -> str:
    return f'"{name}" is no folder. Name a new one.'


def not_empty(name: str) -> str:
    return f'"{name}" is not empty, and nothing is overwritten. Name a new folder, or empty this one.'


def unwritable(name: str, reason: str) -> str:
    return f'"{name}" cannot be written ({reason}). Name another folder.'
