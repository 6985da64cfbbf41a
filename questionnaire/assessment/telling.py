"""What every part of the result is told from: one walk, the answers that it walked, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaire.answers.answers import Answers
from questionnaire.assessment.result import Range
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import TRUE, Given, Truths
from questionnaire.knowledge.entries import Recommendation
from questionnaire.knowledge.presumptions import Contradiction, contradictions
from questionnaire.walk.network import Choice, Network
from questionnaire.walk.scales import Bounds
from questionnaire.walk.walk import Walk, walk


@dataclass(frozen=True, slots=True)
class Telling:
    """One walk of one set of answers. The scales are words in rising order; `named` are groups that the team named,
    `given` the answers that count, with what the choices presume, `contradictions` those in the answers as given."""

    network: Network
    answers: Answers
    walk: Walk
    truths: Truths
    labels: dict[Choice, str]
    likelihoods: tuple[str, ...]
    severities: tuple[str, ...]
    levels: tuple[str, ...]
    named: tuple[str, ...]
    given: Given
    contradictions: tuple[Contradiction, ...]

    @property
    def knowledge(self) -> KnowledgeBase:
        return self.network.knowledge

    def range(self, bounds: Bounds, words: tuple[str, ...]) -> Range:
        """The bounds as words of a scale."""
        return Range(*(words[position] for position in bounds))


def telling(network: Network, answers: Answers, known: Truths | None = None) -> Telling:
    """Walks the answers, declared mitigations included, and lays out what the result is told from.

    `known` is what was found out about conditions where the questions are the same; it serves where the same counts.
    """
    given = network.presumed(answers.given())
    truths = known if known is not None and known.given == given else Truths(network.questions, given)
    vocabulary = network.knowledge.vocabulary
    named = tuple(
        option
        for key, question in network.questions.items()
        if question.options_from == "affected_groups" and truths.asked(key) == TRUE
        for option in given.get(key) or ()
    )
    return Telling(
        network,
        answers,
        walk(network, answers.given(), answers.declared(), truths.worlds),
        truths,
        network.labels,
        vocabulary.words("likelihoods"),
        vocabulary.words("severities"),
        vocabulary.words("levels"),
        named,
        given,
        contradictions(network.knowledge, answers.given()),
    )


def outcome(network: Network, answers: Answers) -> Walk:
    """The bare walk of the answers, declared mitigations included."""
    return walk(network, answers.given(), answers.declared())


def finding_id(risk_factor: str, harm: str) -> str:
    """The id of the finding that a risk factor leads to a harm; the same in every assessment."""
    return f"{risk_factor}--{harm}"


def fitting(told: Telling, entry: Recommendation) -> tuple[str, ...]:
    """The risk factors on which a recommendation works here; none where it makes no sense for what is known, or where
    the team has done it already."""
    done = entry.already_done is not None and told.truths.condition(entry.already_done) == TRUE
    if done or entry.replaced_by or told.truths.condition(entry.fits) != TRUE:
        return ()
    return tuple(edge.risk_factor for edge in entry.works_on if told.truths.condition(edge.when) == TRUE)
