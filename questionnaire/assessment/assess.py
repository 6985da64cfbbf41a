"""From answers to the plain result: one walk, put into words, sentences and sources."""

from __future__ import annotations

import msgspec

from questionnaire.answers.answers import Answers, ignored
from questionnaire.assessment import advice
from questionnaire.assessment.findings import findings
from questionnaire.assessment.lint import remarks
from questionnaire.assessment.outlook import outlook_of
from questionnaire.assessment.ranking import ranking
from questionnaire.assessment.result import (
    FORMAT,
    AnswerShown,
    Assessment,
    ContradictionShown,
    Finding,
    GroupNamed,
    KnowledgeShown,
    NoticeShown,
    Report,
    SourceShown,
)
from questionnaire.assessment.ruled_out import set_aside
from questionnaire.assessment.telling import Telling, finding_id, telling
from questionnaire.assessment.verdict import verdict
from questionnaire.knowledge.entries import Source, pairs
from questionnaire.knowledge.vocabulary import Phrase
from questionnaire.walk.network import Network
from questionnaire.wording import result as sentences


def assess(network: Network, answers: Answers) -> Assessment:
    """What the answers reach: one walk, told in full."""
    return in_full(telling(network, answers))


def in_full(told: Telling) -> Assessment:
    """What was walked, told in full."""
    knowledge, answers, ranked = told.knowledge, told.answers, ranking(told)
    found = findings(told, ranked, ranked.pairs)
    decided = verdict(told, found[0] if found else None, ranked.first_by)
    recommended, rules = advice.recommendations(told, found), advice.regulations(told)
    cases = advice.incidents(told, found)
    proposed, aside = {item.id for item in recommended}, set_aside(told)
    found = tuple(
        msgspec.structs.replace(
            finding, recommendations=tuple(key for key in finding.recommendations if key in proposed)
        )
        for finding in found
    )
    touched = {group.id for finding in found for group in finding.groups}
    if touched:
        touched |= {key for key, group in knowledge.affected_groups.items() if group.everybody}
    cited = _cited(found).union(
        *(thing.sources for thing in (*recommended, *rules, *decided.stop, *decided.possible_stops)),
        (incident.source for incident in cases),
    )
    unpublished = knowledge.vocabulary.kinds_counting_as("judgement")
    return Assessment(
        format=FORMAT,
        knowledge_base=KnowledgeShown(knowledge.version, knowledge.digest, knowledge.browse),
        project={key: answers.project[key] for key in sorted(answers.project)},
        verdict=decided,
        contradictions=contradictions_shown(told),
        findings=found,
        matter_most=tuple(finding_id(*pair) for pair in ranked.matter_most(told)),
        ruled_out=aside.ruled_out,
        no_evidence=aside.no_evidence,
        without_harm=aside.without_harm,
        recommendations=recommended,
        regulations=rules,
        incidents=cases,
        evidence=answers.evidence,
        groups_without_finding=tuple(_group_named(told, group) for group in told.named if group not in touched),
        answers=answers_shown(told),
        ignored=ignored(answers, knowledge),
        sources=tuple(_source(knowledge.sources[key], unpublished) for key in sorted(cited)),
        words=words_shown(told),
        level_table=knowledge.vocabulary.level_table,
        opinion=_opinion(told),
        notice=_notice(told),
        lint=remarks(told, "" if decided.nothing_ruled_out else decided.level),
    )


def report(network: Network, answers: Answers) -> Report:
    """What the answers reach, with its outlook: all that a report holds."""
    told = telling(network, answers)
    return Report(in_full(told), outlook_of(told))


def contradictions_shown(told: Telling) -> tuple[ContradictionShown, ...]:
    """Answers that cannot be true together, each with its sentence."""
    shown = []
    for found in told.contradictions:
        if found.clash:
            because = found.clash.because
        else:
            key = found.questions[1]
            taken, said = dict(pairs((found.entry.presumes.answers,)))[key], told.answers.given()[key]
            because = sentences.contradicts(
                found.entry.title,
                told.knowledge.questions[key].asks,
                [told.labels[key, option] for option in taken],
                [told.labels.get((key, option), option) for option in said],
            )
        shown.append(ContradictionShown(found.questions, because))
    return tuple(shown)


def answers_shown(told: Telling) -> tuple[AnswerShown, ...]:
    """Every question that is on the path or was answered, in the order of the interview."""
    shown = []
    for section in told.knowledge.interview.sections:
        for key in section.questions:
            question, given = told.knowledge.questions[key], told.answers.answers.get(key)
            on_path = bool(told.truths.asked(key))
            if not on_path and given is None:
                continue
            taken = told.given.get(key) or ()
            status = given.status if given else "presumed" if taken else "unanswered"
            options = given.options if given else taken
            shown.append(
                AnswerShown(
                    key,
                    section.title,
                    question.asks,
                    status,
                    options,
                    tuple(told.labels[key, option] for option in options),
                    told.answers.notes.get(key, ""),
                    on_path,
                    told.answers.grounds.get(key),
                )
            )
    return tuple(shown)


def _source(source: Source, unpublished: frozenset[str]) -> SourceShown:
    return SourceShown(
        source.id,
        source.kind,
        source.title,
        source.authors,
        source.year,
        source.address,
        source.supports,
        source.verified,
        source.kind not in unpublished,
    )


def words_shown(told: Telling) -> dict[str, dict[str, str]]:
    """Labels of the closed words, so that a reader of the JSON needs nothing else; of those that are said inside
    sentences also how they stand there, in a list of their own."""
    vocabulary = told.knowledge.vocabulary
    lists = (
        "attributes",
        "bias_sources",
        "pathways",
        "harm_kinds",
        "stages",
        "recommendation_kinds",
        "roles",
        "likelihoods",
        "severities",
        "levels",
        "finding_statuses",
        "answer_statuses",
        "confidences",
        "evidence_strengths",
        "regulation_classes",
        "verifications",
    )
    labels = {name: {entry.id: entry.label for entry in getattr(vocabulary, name)} for name in lists}
    inline = {
        f"{name}_inline": {entry.id: entry.inline for entry in getattr(vocabulary, name)}
        for name in lists
        if isinstance(getattr(vocabulary, name)[0], Phrase)
    }
    meanings = {
        f"{one}_definitions": {entry.id: entry.definition for entry in getattr(vocabulary, name)}
        for one, name in (
            ("level", "levels"),
            ("likelihood", "likelihoods"),
            ("severity", "severities"),
            ("pathway", "pathways"),
            ("evidence_strength", "evidence_strengths"),
            ("confidence", "confidences"),
        )
    }
    return {**labels, **inline, **meanings}


def _opinion(told: Telling) -> str:
    key = told.knowledge.interview.opinion
    return key if key and told.truths.asked(key) else ""


def _notice(told: Telling) -> tuple[NoticeShown, ...]:
    shown, questions = [], told.network.questions
    for part in told.knowledge.interview.notice:
        if asked := tuple(key for key in part.questions if told.truths.asked(key)):
            labels = tuple(questions[key].to_people or questions[key].asks for key in asked)
            shown.append(NoticeShown(part.title, asked, labels))
    return tuple(shown)


def _group_named(told: Telling, key: str) -> GroupNamed:
    group = told.knowledge.affected_groups[key]
    return GroupNamed(key, group.attribute, group.title)


def _cited(findings: tuple[Finding, ...]) -> frozenset[str]:
    parts = (part for finding in findings for path in finding.paths for part in path)
    others = (part for finding in findings for part in (*finding.groups, *finding.moved_by))
    return frozenset().union(*(part.sources for part in parts), *(part.sources for part in others))
