"""What stands behind a report: what leads to no harm, rules, cases, answers, sources, and the method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from questionnaire.assessment.result import AnswerShown, RegulationShown, RuledOut
from questionnaire.presentation.headline import project_fields
from questionnaire.readings.blocks import (
    Block,
    Columns,
    Facts,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Run,
    Table,
    quiet,
    runs,
    strong,
)
from questionnaire.readings.references import MOST_WRITTEN, References
from questionnaire.wording import method as say_how
from questionnaire.wording import readings as say


def set_aside(references: References) -> Iterator[Block]:
    """The risk factors that lead to nothing here: what an answer rules out with its reason, the others by name."""
    result = references.assessment
    if told := [item for item in result.ruled_out if item.closed_by == "answer"]:
        yield Paragraph(runs(say.RULED_OUT))
        together: dict[str, list[RuledOut]] = {}
        for item in told:
            together.setdefault(item.returns_if, []).append(item)
        yield Listing(tuple(_ruled_out(items) for items in together.values()))
    others = [item for item in result.ruled_out if item.closed_by != "answer"]
    for said, items in (
        (say.OTHER_CIRCUMSTANCES, others),
        (say.WITHOUT_HARM, result.without_harm),
        (say.NO_EVIDENCE, result.no_evidence),
    ):
        if items:
            yield Paragraph(runs(strong(said), f" {say.semicolon(item.title for item in items)}."))


def _ruled_out(items: Sequence[RuledOut]) -> Item:
    """Risk factors that come back by the same answer, each with its reason; the reason that many share once."""
    reasons: dict[str, list[str]] = {}
    for item in items:
        reasons.setdefault(item.because, []).append(item.title)
    each = reasons.items()
    told = (part for because, titles in each for part in (strong(f"{say.semicolon(titles)}. "), f"{because}\n"))
    return Item(runs(*told, quiet(say.comes_back_if(items[0].returns_if, len(items)))))


def rules(references: References) -> Iterator[Block]:
    """Rules that apply, each told; those that hang on open questions in a table; where the use is stopped, by name."""
    if not references.assessment.regulations:
        yield Paragraph(runs(say.NO_RULE))
        return
    certain = [rule for rule in references.assessment.regulations if rule.certain]
    maybe = [rule for rule in references.assessment.regulations if not rule.certain]
    yield Paragraph(runs(say.RULES))
    if certain:
        yield Columns(2)
        yield Listing(tuple(Item(_rule(rule, references)) for rule in certain))
        yield Columns(1)
    if maybe and references.assessment.verdict.stop:
        yield Heading(runs(say.RULES_IF_SO), 2)
        yield Columns(2)
        yield Listing(tuple(_by_name(maybe)))
        yield Columns(1)
    elif maybe:
        yield Heading(runs(say.RULES_IF_SO), 2)
        rows = tuple(
            Row(
                (
                    runs(rule.title, references.cited(rule.sources)),
                    runs(rule.jurisdiction, quiet(f"\n{rule.point}")),
                    runs(rule.check),
                )
            )
            for rule in maybe
        )
        yield Table(say.RULES_IF_SO, say.RULES_HEAD, rows, (38, 22, 40), small=True)


def _by_name(rules_: Sequence[RegulationShown]) -> Iterator[Item]:
    """The titles of rules, those of one jurisdiction together."""
    together: dict[str, list[str]] = {}
    for rule in rules_:
        together.setdefault(rule.jurisdiction, []).append(rule.title)
    for where, titles in together.items():
        says_where = all(title.startswith(where) for title in titles)
        yield Item(runs(strong("" if says_where else f"{where}. "), f"{say.semicolon(titles)}."))


def _rule(rule: RegulationShown, references: References) -> tuple[Run, ...]:
    about = say.rule(rule.jurisdiction, rule.point, references.label("regulation_classes", rule.class_), rule.as_of)
    return runs(
        strong(f"{rule.title}."),
        quiet(about),
        references.fresh(rule.because),
        say.to_check(rule.check),
        references.cited(rule.sources),
    )


def cases(references: References) -> Iterator[Block]:
    """Documented cases of the same task or the same use."""
    items = []
    before: tuple[str, ...] = ()
    given = references.assessment.incidents
    first = {incident.about: at for at, incident in reversed(list(enumerate(given)))}
    for incident in sorted(given, key=lambda incident: first[incident.about]):
        concerns = "" if incident.about == before else say.concerns(incident.about)
        before = incident.about
        source = references.source_by_id[incident.source]
        named = Run(source.title, strong=True, url=source.url)
        items.append(
            Item(
                runs(
                    named,
                    f" ({source.year}).",
                    quiet(concerns or " "),
                    source.supports,
                    references.cited([incident.source]),
                )
            )
        )
    yield Columns(2)
    yield Listing(tuple(items))
    yield Columns(1)


def evidence(references: References) -> Iterator[Block]:
    """What the team brought along."""
    yield Listing(
        tuple(
            Item(
                runs(
                    Run(piece.title, strong=True, url=piece.url),
                    quiet(say.address(piece.url)),
                    ". ",
                    piece.finding,
                )
            )
            for piece in references.assessment.evidence
        )
    )


def answers(references: References) -> Iterator[Block]:
    """What the team said: of its project in full, and every question that is on the path or was answered."""
    if fields := [field for field in project_fields(references.assessment) if len(field.text) > MOST_WRITTEN]:
        yield Facts(tuple((field.label, runs(field.text)) for field in fields))
    yield Columns(2)
    for section, shown in groupby(references.assessment.answers, key=lambda answer: answer.section):
        yield Heading(runs(section), 2)
        items = []
        for _, group in groupby(shown, key=lambda each: (_said(each, references), each.note, each.grounds)):
            alike = tuple(group)
            first, asked = alike[0], quiet("".join(f"{answer.asks} " for answer in alike))
            note = quiet(f"\n{say.NOTE}{first.note}") if first.note else ""
            items.append(Item(runs(asked, strong(_said(first, references)), note, *_grounds(first, references))))
        yield Listing(tuple(items))
    yield Columns(1)


def _said(answer: AnswerShown, references: References) -> str:
    status = references.label("answer_statuses", answer.status)
    said = say.semicolon(answer.labels) or status
    if answer.status == "presumed":
        said = f"{said} ({status.lower()})"
    return said if answer.on_path else say.left_the_path(said)


def _grounds(answer: AnswerShown, references: References) -> tuple[Run | str, ...]:
    """How sure the team is of an answer, and what shows it."""
    if answer.grounds is None:
        return ()
    grounds = answer.grounds
    sure = references.label("confidences", grounds.confidence) if grounds.confidence else ""
    return (quiet(f"\n{say.rests_on(sure, grounds.note)}"), Run(say.short(grounds.link), url=grounds.link))


def sources(references: References) -> Iterator[Block]:
    """Where the claims come from that were told so far, numbered as they are cited."""
    if not references.assessment.sources:
        yield Paragraph(runs(say.NO_SOURCES))
        return
    items = []
    for key, number in references.numbers.sources.items():
        if number not in references.used:
            continue
        source = references.source_by_id[key]
        if source.published:
            text = runs(
                quiet(say.source(source.authors, source.year)),
                Run(source.title, url=source.url),
                quiet(say.behind_title(source.title, source.url)),
            )
        else:
            text = runs(strong(f"{source.title}. "), say.JUDGED)
        items.append(Item(text, f"source-{number}", number))
    yield Columns(2)
    yield Listing(tuple(items))
    yield Columns(1)


def method(references: References) -> Iterator[Block]:
    """How the levels come about, what the words mean where they stand in findings, and what a report cannot say."""
    yield from _method(references, with_words=bool(references.assessment.findings))


def method_without_words(references: References) -> Iterator[Block]:
    """How the levels come about, and what a report cannot say."""
    yield from _method(references, with_words=False)


def _method(references: References, *, with_words: bool) -> Iterator[Block]:
    words, knowledge = references.assessment.words, references.assessment.knowledge_base
    yield Columns(2)
    for paragraph in say_how.METHOD.split("\n\n"):
        yield Paragraph(runs(" ".join(paragraph.split())))
    yield Paragraph(runs(say.WHAT_IT_IS, quiet(f" {say_how.same_bytes(knowledge.version, knowledge.digest)}")), "small")
    if with_words:
        for meanings, (title, field) in say_how.WORDS.items():
            yield Heading(runs(title), 2)
            each = (
                (strong(f"{references.label(field, word)}. "), f"{meaning} ")
                for word, meaning in words[meanings].items()
            )
            unsaid = ""
            if field == "evidence_strengths" and not references.assessment.verdict.stop:
                unsaid = say_how.evidence_unsaid(references.inline(field, references.strongest_evidence))
            yield Paragraph(runs(*(part for told in each for part in told), unsaid))
    yield Columns(1)
