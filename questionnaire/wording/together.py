"""Sentences of what a team does together on a question: how sure it is, what holds a decision up, whom it asks."""

from __future__ import annotations

from collections.abc import Sequence

# --- what an answer rests on ------------------------------------------------------------------------------------------

FOLD = "More: note, evidence, ask somebody, take back"
HOW_SURE = "How sure are you of this answer?"
HOW_SURE_HELP = (
    "It changes nothing in what is worked out. It tells whoever reads the answers how far to rely on this one."
)
NOT_SAID = "Not said"
LINK, SHOWS = "Link to what shows it", "What it shows"
CONFIDENCE = "How sure: {confidence}"


def grounds_of(asks: str) -> str:
    return f"What the answer to “{asks}” rests on"


# --- what holds the level down ----------------------------------------------------------------------------------------

HOLDS_DOWN = "What holds the level down"
HOLDS_DOWN_MEANS = (
    "Each of these answers keeps the level to plan for where it is. Look at those first that are a guess. "
    "Another task, objective, deployment or data plan in place of yours is another project, and is not tried here."
)
NOTHING_HOLDS_DOWN = "No single other answer would raise the level to plan for."
NOT_APPLICABLE = "Does not apply"
DECISION_RESTS_ON = "What the decision of edition {edition} rests on"
DECISION_RESTS_ON_MEANS = "Who changes one of these asks for a new review."
RESTS_HEAD = ("Answer", "As decided", "How sure", "Otherwise up to", "Now")
ANOTHER_PROJECT = "another project"
AS_IT_WAS, OTHERWISE_NOW = "as it was", "otherwise: a new review is due"
HOLDS_THE_DECISION_UP = (
    "**This holds the decision of edition {edition} up: it asks for a new review.** Decided was: {said}. {otherwise}"
)
LEVEL_COULD_BECOME = "Otherwise the level to plan for could become {level}."
WOULD_BE_ANOTHER_PROJECT = "Another choice here is another project."


def otherwise(labels: Sequence[str], most: int, *, unknown: bool) -> str:
    """Under which other answers the level would be higher: some of them, and whether not knowing is among them."""
    named = [f"‘{label}’" for label in labels[:most]]
    named += ["others"] if len(labels) > most else []
    named += ["‘We do not know yet’"] if unknown else []
    return f"with {', '.join(named)}" if named else "with one of them left out"


# --- one question asked of one person ---------------------------------------------------------------------------------

ASK_SOMEBODY = "Ask somebody"
ASK_MEANS = "Makes a link that opens this one question. Who has it can answer it, and sees nothing else of yours."
WHOM, WHOM_EXAMPLE = "Whom do you ask?", "Legal"
WORDS = "What you want to tell them"
DAYS = "Stands for days"
MAKE_LINK = "Make the link"
LINK_ONCE = "**The link, shown this once.** Hand it on yourself, to this person alone."
NOT_ASKED = "**Nobody was asked.** {why}"
SAY_WHOM = "Say whom you ask."
ONLY_AUTHORS_ASK = "Only who may answer the questions can send one to somebody, and only while they can be changed."
TAKE_QUESTION_BACK = "Withdraw the link for {whom}"
ASKED_OTHERS = "Asked of others"
ASKED = "Asked: {whom}, {day}, **{state}**"
OPEN, OVER, ANSWERED_ON = "open", "not answered in time", "answered {day}"
SOMEBODY = "somebody"
ASKED_TITLE = "A question to you · Riskwalk"
ASKED_ONE_QUESTION = (
    "A team asks you **one question** about its project. You see this question alone, and can change your answer as "
    "long as the link stands."
)
YOU_ARE_ASKED = "A question to you"
YOU_ARE_ASKED_MEANS = (
    "Your answer goes to the team as you give it. If you do not know, say so: that helps too. Tell how sure you are, "
    "and what shows it."
)
THEY_WROTE = "The team writes: **{words}**"
CANNOT_BE_ANSWERED_NOW = "The answers are in review, or decided: this question cannot be answered now."
THANK_YOU = "Your answer is with the team. You can change it here, or close the page."
