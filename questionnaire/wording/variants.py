"""Sentences of the page of other ways to do a project: whole, with places, as in web.py."""

from __future__ import annotations

TITLE = "Other ways"
TRY_ANOTHER_WAY = "Try another way"
WHAT_IT_IS = (
    "Another objective, another framing, more people in the loop: try it in a variant. The first way stays as it is "
    "until you adopt another one."
)
FIRST = "First way"
HERE = "you are here"
VARIANT_SINCE = "variant since {when}"
OPEN, ADOPT, PUT_AWAY = "Open", "Adopt", "Put away"
OPEN_IT, ADOPT_IT, PUT_IT_AWAY = "Open: {name}", "Adopt: {name}", "Put away: {name}. The owner can take it back."
NEW = "Try another way"
NAME, NAME_HINT = "What is different", "For example: by lot instead of by score"
BEGIN_WITH, BEGIN_WITH_HELP = "Begin with this question", "Left empty, it begins at its first section."
MAKE = "Make a variant of what is shown here"
NO_NAME = "Say in a few words what is different: the variant has no name."
NAME_TAKEN = "There is a variant of this name already. Take another one."
MAY_NOT = "You may read this assessment, but not change it."
GONE = "This variant is not here any more."
CHANGED_MEANWHILE = "It was changed in the meantime. Look at it again first."
NOTHING_TO_ADOPT = "It says the same as the first way."
ADOPTED = "**Adopted.** The answers of “{name}” are now those of the first way; its history has every change."
ONLY_READING = "Those who may change answers can make a variant and adopt one."

# --- side by side -----------------------------------------------------------------------------------------------------

SIDE_BY_SIDE = "Side by side"
CHOOSE = "Ways to compare, two or three; the others are compared with the first of them"
CHOOSE_TWO = "Choose two or three ways."
NO_VARIANT = "There is no other way yet."
LEVELS, LEVEL, FINDINGS = "Levels", "Level", "Findings"
ANSWERS_DIFFER, NO_ANSWER_DIFFERS = "Answers that differ", "No answer differs."
FINDINGS_DIFFER, NO_FINDING_DIFFERS = "Findings that differ", "All findings are the same."
QUESTION, FINDING = "Question", "Finding"
NONE = "–"
MEASURES = "declared measures"
BECAUSE = {
    "alone": "because of: {answers}",
    "together": "only together: {answers}",
    "all": "because of several answers together",
}


def variant_of(project: str, name: str) -> str:
    """The name of the project in a variant."""
    return f"{project} · {name}" if project else name


def alike(number: int) -> str:
    return "1 finding is the same in all." if number == 1 else f"{number} findings are the same in all."


def because(how: str, answers: list[str]) -> str:
    """Why a finding differs from the first column."""
    return BECAUSE[how].format(answers="; ".join(answers))
