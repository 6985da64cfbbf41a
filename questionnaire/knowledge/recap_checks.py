"""Rules on how a recap tells what was answered. Each yields Problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from questionnaire.files.problems import Problem
from questionnaire.knowledge.base import KnowledgeBase

LONGEST = 100
_ENDS = tuple(".?!;")


def recaps(knowledge: KnowledgeBase, problem: Callable[..., Problem]) -> Iterator[Problem]:
    """A section tells all its questions or none (advice), and what is told fits into a sentence."""
    for section in knowledge.interview.sections:
        asked = [knowledge.questions[key] for key in section.questions if key in knowledge.questions]
        told = [question for question in asked if question.recap]
        for question in asked if told else ():
            if not question.recap:
                message = f'The recap of its section "{section.id}" leaves this question out. Write how it is told.'
                yield problem(("questions", question.id, ("recap",)), message, advice=True)
    for question in knowledge.questions.values():
        place = ("questions", question.id)
        if question.recap:
            for name in ("says", "open"):
                yield from _fits(getattr(question.recap, name), (*place, ("recap", name)), problem)
        for index, option in enumerate(question.options):
            at = (*place, ("options", index, "recap"))
            yield from _fits(option.recap, at, problem)
            if option.recap and not question.recap:
                yield problem(at, "Its question has no recap, so this is never told. Write one, or remove this line.")


def _fits(words: str, place: tuple, problem: Callable[..., Problem]) -> Iterator[Problem]:
    if words.endswith(_ENDS):
        yield problem(place, f'It stands inside a sentence, so it cannot end with "{words[-1]}". Take that away.')
    if len(words) > LONGEST:
        yield problem(place, f"This has {len(words)} characters. At most {LONGEST} make a sentence that reads well.")
