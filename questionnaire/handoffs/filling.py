"""Fills a form as far as a kickoff can: for each field what it says and where that comes from, and what stays open.

Nothing is invented: a line comes from an answer, the result, a declared measure, or what the team says of its project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from questionnaire.assessment.result import AnswerShown, Finding, GroupShown, Report
from questionnaire.handoffs.metrics import measured
from questionnaire.handoffs.samples import GAPS, at_worst
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import TRUE, Truths
from questionnaire.knowledge.forms import Element, Form, Pick
from questionnaire.presentation.effects import moving
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.numbers import numbers
from questionnaire.wording import handoffs as say
from questionnaire.wording import readings

FORMAT = "riskwalk-form/1"
Extra = Mapping[str, Mapping[str, tuple[str, ...]]]
"""What somebody who knows it says to a form: by the key of a field and what it asks for, texts, or values of the form's
own list."""
NOTHING_MORE: Extra = MappingProxyType({})
_CERTAIN = "confirmed"
_NAMED = 3


class Line(Struct, frozen=True):
    """What a field says, and where from: `answer:question`, `finding:id`, `measure:id`, `project:field` and so on.
    `known` is False where it only says that something is not known."""

    text: str
    origin: str
    known: bool = True


class Open(Struct, frozen=True):
    """What stays to be filled, and the role that knows it."""

    what: str
    who: str


class Field(Struct, frozen=True):
    """A field of the form. `state` is `filled`, `part` or `open`; `chosen` are values of the form's own list."""

    key: str
    title: str
    asks: str
    depth: int
    state: str
    lines: tuple[Line, ...]
    open: tuple[Open, ...]
    chosen: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What it says, a line each."""
        return "\n".join(line.text for line in self.lines)


class Source(Struct, frozen=True):
    title: str
    url: str


class Filled(Struct, frozen=True):
    """A form, filled as far as a kickoff can. `project` is its name, `version` and `digest` the knowledge base's."""

    format: str
    kind: str
    title: str
    summary: str
    draft: str
    as_of: str
    sources: tuple[Source, ...]
    project: str
    version: str
    digest: str
    dated: str
    fields: tuple[Field, ...]


def fill(form: Form, report: Report, knowledge: KnowledgeBase, dated: str = "", extra: Extra = NOTHING_MORE) -> Filled:
    """The form, filled. `dated` is a day in ISO form, or empty; `extra` is put where the form left room for it."""
    filler = _Filler(form, report, knowledge, dated, extra)
    shown = report.assessment.knowledge_base
    project = report.assessment.project.get("name", "").strip() or readings.NOT_NAMED
    sources = tuple(Source(knowledge.sources[key].title, knowledge.sources[key].address) for key in form.sources)
    return Filled(
        FORMAT,
        form.id,
        form.title,
        form.summary,
        say.draft(project, shown.version, shown.digest[:12]),
        form.as_of,
        sources,
        project,
        shown.version,
        shown.digest,
        dated,
        tuple(map(filler.field, form.elements)),
    )


class _Filler:
    def __init__(self, form: Form, report: Report, knowledge: KnowledgeBase, dated: str, extra: Extra):
        self.form, self.extra = form, extra
        self.result, self.outlook = report.assessment, report.outlook
        self.knowledge, self.dated = knowledge, dated
        self.labels, self.numbers = Labels(self.result.words), numbers(self.result)
        self.answers = {answer.question: answer for answer in self.result.answers if answer.on_path}
        contradicted = {key for each in self.result.contradictions for key in each.questions}
        given = {key: each.options for key, each in self.answers.items() if key not in contradicted and _known(each)}
        self.truths = Truths(knowledge.questions, given)
        self.shown: dict[str, Callable[[Element], Iterable[Line]]] = {
            "verdict": self._verdict,
            "stops": self._stops,
            "groups": self._groups,
            "findings": self._findings,
            "set_aside": self._set_aside,
            "unknowns": self._unknowns,
            "measures": self._measures,
            "proposed": self._proposed,
            "less_intrusive": self._less_intrusive,
            "evidence": self._evidence,
            "regulations": self._regulations,
            "cases": self._cases,
            "metrics": self._metrics,
            "assessed_by": self._assessed_by,
        }

    def field(self, element: Element) -> Field:
        told = self.extra.get(element.key, {})
        picked = () if element.picks and told else self._picked(element)
        chosen = tuple(pick.value for pick in picked) or tuple(self._values(element, told))
        lines = (
            *self._lines(element),
            *(Line(say.chosen(pick.label), f"choice:{pick.value}") for pick in picked),
            *self._told(element, told),
        )
        left = () if chosen else tuple(each for each in left_by(element) if each.what not in told)
        if lines and not element.left:
            left = ()
        known = any(line.known for line in lines)
        if element.limit:
            whole, lines = lines, _within(lines, element.limit)
            if lines != whole:
                left = (*left, Open(say.DID_NOT_FIT, say.TEAM))
        complete = known and not left and all(line.known for line in lines)
        return Field(
            element.key,
            element.title,
            element.asks or "",
            element.depth,
            "filled" if complete else "part" if known else "open",
            lines,
            left,
            chosen,
        )

    @staticmethod
    def _values(element: Element, told: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
        """The values of the form's own list that somebody told."""
        for each in left_by(element) if element.picks else ():
            yield from told.get(each.what, ())

    @staticmethod
    def _told(element: Element, told: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
        """What somebody told, in the form's order; with what it answers where the field asks for several things."""
        labels = {pick.value: pick.label for pick in element.picks}
        asked = left_by(element)
        for each in asked:
            for text in told.get(each.what, ()):
                said = say.chosen(labels.get(text, text)) if element.picks else text
                yield Line(say.field(each.what, said) if len(asked) > 1 else said, f"extra:{element.key}")

    def _picked(self, element: Element) -> tuple[Pick, ...]:
        """The values that the answers mean: the first of them, or all where the field takes several."""
        found = tuple(pick for pick in element.picks if self._means(element, pick))
        return found if element.several else found[:1]

    def _means(self, element: Element, pick: Pick) -> bool:
        certain = [each for each in self._fitting(element) if each.status == _CERTAIN]
        there = pick.found is None or any(pick.found == "finding" or each.groups for each in certain)
        return there and self.truths.condition(pick.when) == TRUE

    def _lines(self, element: Element) -> Iterator[Line]:
        if "draft" in element.shows:
            yield self._draft()
        for name in element.project:
            if text := self.result.project.get(name, "").strip():
                alone = len(element.project) == 1
                yield Line(text if alone else say.field(say.PROJECT[name], text), f"project:{name}")
        for question in element.answered_by:
            if question in self.answers:
                yield self._answer(self.answers[question])
        for part in element.shows:
            if part in self.shown:
                yield from self.shown[part](element)
        if element.note:
            yield Line(element.note, "form")

    def _answer(self, answer: AnswerShown) -> Line:
        origin = f"answer:{answer.question}"
        role = self.labels.inline("roles", self.knowledge.questions[answer.question].role)
        match answer.status:
            case "answered":
                return Line(say.answered(answer.asks, answer.labels, answer.note), origin)
            case "presumed":
                return Line(say.presumed(answer.asks, answer.labels), origin)
            case "not_applicable":
                return Line(say.does_not_apply(answer.asks), origin)
            case "unknown":
                return Line(say.unknown(answer.asks, role, answer.note), origin, known=False)
        return Line(say.unanswered(answer.asks, role), origin, known=False)

    def _draft(self) -> Line:
        shown = self.result.knowledge_base
        project = self.result.project.get("name", "").strip() or readings.NOT_NAMED
        return Line(say.draft(project, shown.version, shown.digest[:12]), "form", known=False)

    def _verdict(self, _: Element) -> Iterator[Line]:
        verdict = self.result.verdict
        if verdict.nothing_ruled_out:
            yield Line(say.NOTHING_RULED_OUT, "verdict", known=False)
            return
        told = say.verdict(
            self.labels.inline("levels", verdict.level),
            self.labels.inline("levels", verdict.lower),
            self.labels.inline("levels", verdict.upper),
            self.labels.inline("levels", verdict.residual),
            verdict.because,
        )
        yield Line(told, "verdict")

    def _stops(self, _: Element) -> Iterator[Line]:
        for stops, certain in ((self.result.verdict.stop, True), (self.result.verdict.possible_stops, False)):
            for stop in stops:
                told = say.stop(stop.title, stop.because, stop.instead, certain=certain)
                yield Line(told, f"stop:{stop.deployment}")

    def _fitting(self, element: Element) -> Iterator[Finding]:
        for finding in self.result.findings:
            if (not element.harm_kinds or finding.harm_kind in element.harm_kinds) and (
                not element.bias_sources or finding.bias_source in element.bias_sources
            ):
                yield finding

    def _groups(self, element: Element) -> Iterator[Line]:
        touched: dict[str, tuple[GroupShown, list[str]]] = {}
        for finding in self._fitting(element):
            for group in finding.groups:
                touched.setdefault(group.id, (group, []))[1].append(finding.id)
        for group, ids in touched.values():
            told = f"{readings.finding_noun(len(ids))}{self.numbers.of_findings(ids)}"
            yield Line(say.group(group.title, told, named=group.named_by_team), f"group:{group.id}")
        for named in self.result.groups_without_finding:
            yield Line(say.group_without(named.title), f"group:{named.id}")

    def _findings(self, element: Element) -> Iterator[Line]:
        fitting = tuple(self._fitting(element))
        for finding in fitting[: element.most]:
            way = readings.path_in_words([step.title for step in finding.paths[0]]).removesuffix(".")
            groups = self._falls_on(finding) or say.NO_GROUP
            told = say.finding(
                self.numbers.findings[finding.id],
                finding.title,
                self.labels.at_least(finding.level).lower(),
                groups,
                way,
                finding.paths[0][-2].because,
            )
            yield Line(told, f"finding:{finding.id}")
        if element.most and len(fitting) > element.most:
            yield Line(say.more_findings(len(fitting) - element.most), "verdict")
        if not self.result.findings:
            yield Line(say.NO_FINDING, "verdict")

    def _falls_on(self, finding: Finding) -> str:
        """The groups; only the first where the form lists them all elsewhere, each with its findings."""
        titles = [group.title for group in finding.groups]
        if len(titles) <= _NAMED or not any("groups" in element.shows for element in self.form.elements):
            return say.comma(titles)
        return readings.and_more(titles[:_NAMED], len(titles) - _NAMED)

    def _set_aside(self, _: Element) -> Iterator[Line]:
        for item in self.result.ruled_out:
            if item.closed_by == "answer":
                yield Line(say.ruled_out(item.title, item.because), f"ruled_out:{item.risk_factor}")
        for item in self.result.no_evidence:
            yield Line(say.no_evidence(item.title), f"no_evidence:{item.risk_factor}", known=False)

    def _unknowns(self, _: Element) -> Iterator[Line]:
        for unknown in moving(self.outlook.unknowns):
            role = self.labels.inline("roles", unknown.role)
            yield Line(say.unknown_moves(unknown.asks, role), f"answer:{unknown.question}", known=False)

    def _measures(self, element: Element) -> Iterator[Line]:
        declared = [item for item in self.result.recommendations if item.declared and self._of(element, item.stage)]
        for item in declared:
            status = readings.DECLARED[item.declared]
            yield Line(say.measure(item.title, status, item.owner, item.due), f"measure:{item.id}")
        if not declared:
            yield Line(say.NO_MEASURE, "measures", known=False)

    def _proposed(self, element: Element) -> Iterator[Line]:
        for item in self.result.recommendations:
            if not item.declared and self._of(element, item.stage):
                role = self.labels.inline("roles", item.role)
                yield Line(say.proposed(item.title, role, item.done_when), f"proposed:{item.id}", known=False)

    @staticmethod
    def _of(element: Element, stage: str) -> bool:
        return not element.stages or stage in element.stages

    def _less_intrusive(self, _: Element) -> Iterator[Line]:
        for lever in self.outlook.levers:
            told = say.less_intrusive(
                lever.asks, lever.words, self.labels.inline("levels", lever.level), lever.trade_off
            )
            yield Line(told, f"answer:{lever.question}", known=False)

    def _evidence(self, _: Element) -> Iterator[Line]:
        for piece in self.result.evidence:
            yield Line(say.evidence(piece.title, piece.finding, piece.url), "evidence")

    def _regulations(self, _: Element) -> Iterator[Line]:
        own = self.form.regulations
        found = [rule for rule in self.result.regulations if not own or rule.id in own]
        if own and not found:
            yield Line(say.NOT_ASKED_FOR, "regulations", known=False)
        for rule in found:
            told = say.regulation(rule.title, rule.point, rule.check, rule.as_of, certain=rule.certain)
            yield Line(told, f"regulation:{rule.id}", known=False)

    def _cases(self, _: Element) -> Iterator[Line]:
        for gap in GAPS:
            yield Line(say.cases(gap, at_worst(gap)), "formula")

    def _metrics(self, _: Element) -> Iterator[Line]:
        for each in measured(self.result, self.knowledge):
            ids = [finding.id for finding in each.findings]
            told = f"{readings.finding_noun(len(ids))}{self.numbers.of_findings(ids)}"
            yield Line(say.metric(each.metric.title, each.metric.summary, told), f"metric:{each.metric.id}")

    def _assessed_by(self, _: Element) -> Iterator[Line]:
        yield Line(say.assessed_by(self.result.knowledge_base.version, self.dated), "verdict")


def left_by(element: Element) -> tuple[Open, ...]:
    """What a field asks for and a kickoff does not know: what it names, else all of it where answers should fill it."""
    asked = element.project or element.answered_by or element.shows or element.picks
    named = tuple(Open(each.what, each.who) for each in element.left)
    return named or ((Open(element.title, say.TEAM),) if asked else ())


def _known(answer: AnswerShown) -> bool:
    return answer.status in ("answered", "presumed", "not_applicable")


def _within(lines: tuple[Line, ...], limit: int) -> tuple[Line, ...]:
    """The lines, cut where all of them together, with their ends, would be longer than a field may be."""
    kept: list[Line] = []
    room = limit
    for line in lines:
        if len(line.text) > room:
            if room > 1:
                kept.append(Line(line.text[: room - 1].rstrip() + say.CUT, line.origin, line.known))
            break
        kept.append(line)
        room -= len(line.text) + 1
    return tuple(kept)
