"""An assessment or a comparison as Markdown (CommonMark with tables). All text is escaped in one place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from questionnaire.assessment.comparison import Comparison
from questionnaire.assessment.result import (
    Finding,
    LeverShown,
    Range,
    RecommendationShown,
    Report,
    StopShown,
    UnknownShown,
)
from questionnaire.presentation.effects import effect, moving, reach, resting
from questionnaire.presentation.headline import project_fields
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.matrix import matrix
from questionnaire.presentation.numbers import numbers
from questionnaire.wording import markdown as say
from questionnaire.wording.comparison import left_the_path
from questionnaire.wording.report import rest_open
from questionnaire.wording.ways_down import ANOTHER_PROJECT, NOT_SURELY_SMALLEST, SMALLEST, no_way_down, way_down

_IN_ADDRESS = re.compile(r"[\\&|\[\]`]")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$=:&@])")


def escape(text: str) -> str:
    """The text so that Markdown shows it as typed, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def link(label: str, url: str) -> str:
    """A link where the address is one of the web, else the label with the address as text."""
    if not re.fullmatch(r"https?://[^\s<>]+", url):
        return escape(f"{label} ({url.strip()})" if url.strip() else label)
    return f"[{escape(label)}](<{_IN_ADDRESS.sub(_percent, url)}>)"


def _percent(match: re.Match) -> str:
    return f"%{ord(match[0]):02X}" if match[0] != "&" else "&amp;"


def render(report: Report) -> str:
    """The whole report; the same one gives the same text."""
    return "\n".join(_Report(report).lines()) + "\n"


class _Report:
    def __init__(self, report: Report):
        self.result, self.outlook = report.assessment, report.outlook
        self.labels, self.numbers = Labels(report.assessment.words), numbers(report.assessment)

    def lines(self) -> Iterator[str]:
        for part in (
            self.card,
            self.findings,
            self.matrix,
            self.ruled_out,
            self.unknowns,
            self.levers,
            self.recommendations,
            self.regulations,
            self.incidents,
            self.evidence,
            self.answers,
            self.sources,
            self.end,
        ):
            yield from part()

    def cite(self, sources: Iterable[str]) -> str:
        """The numbers of sources, with a space before them, to stand behind a sentence."""
        cited = self.numbers.cited(sources)
        return f" \\[{', '.join(map(str, cited))}\\]" if cited else ""

    def label(self, field: str, word: str) -> str:
        return escape(self.labels.label(field, word))

    def inline(self, field: str, word: str) -> str:
        return escape(self.labels.inline(field, word))

    def bounds(self, bounds: Range) -> str:
        return escape(self.labels.label_bounds("levels", bounds))

    def level(self, word: str) -> str:
        return self.label("levels", word)

    def card(self) -> Iterator[str]:
        result, verdict = self.result, self.result.verdict
        yield f"# {say.title(escape(result.project.get('name') or say.NOT_NAMED))}"
        yield ""
        for field in project_fields(result):
            if field.key != "name":
                yield f"{say.project_field(escape(field.label), escape(field.text))}  "
        yield ""
        yield say.level_to_plan_for(self.level(verdict.level), escape(verdict.because))
        yield ""
        yield say.bounds(*map(self.level, (verdict.lower, verdict.upper, verdict.residual)))
        yield ""
        if result.contradictions:
            yield f"## {say.CONTRADICTIONS}"
            yield ""
            yield from (f"- {escape(found.because)}" for found in result.contradictions)
            yield ""
        yield from self.stops(say.STOPS, verdict.stop)
        yield from self.stops(say.POSSIBLE_STOPS, verdict.possible_stops)
        if result.findings:
            yield say.THAT_MATTER
            yield ""
            for finding in (finding for finding in result.findings if finding.id in result.matter_most):
                yield f"- {say.titled(self.bounds(finding.level), escape(finding.title))}"
            yield ""
        if first := moving(self.outlook.unknowns):
            yield say.find_out_first(escape(first[0].asks))
            yield ""
        if result.recommendations:
            yield say.do_first(escape(result.recommendations[0].title))
            yield ""

    def stops(self, title: str, stops: tuple[StopShown, ...]) -> Iterator[str]:
        if not stops:
            return
        yield f"## {escape(title)}"
        yield ""
        for stop in stops:
            said = escape(stop.title), escape(stop.because), self.cite(stop.sources), escape(stop.instead)
            yield f"- {say.stop(*said)}"
        yield ""

    def findings(self) -> Iterator[str]:
        yield f"## {say.findings_title(len(self.result.findings))}"
        yield ""
        if not self.result.findings:
            yield say.NO_FINDING
            yield ""
        for finding in self.result.findings:
            yield from self.finding(finding)

    def finding(self, finding: Finding) -> Iterator[str]:
        yield f"### {self.numbers.findings[finding.id]}\\. {escape(finding.title)}"
        yield ""
        yield say.finding(
            self.label("finding_statuses", finding.status),
            self.bounds(finding.level),
            self.inline("likelihoods", finding.likelihood.upper),
            self.inline("severities", finding.severity.upper),
            self.bounds(finding.residual),
            self.inline("evidence_strengths", finding.evidence_strength),
        )
        yield ""
        if finding.groups:
            yield say.who_bears_it(escape(group.title) for group in finding.groups)
            yield ""
        for path in finding.paths:
            for step in path:
                ways = [self.label("pathways", word) for word in step.pathways]
                said = say.step(escape(step.title), step.certain, ways, escape(step.because), self.cite(step.sources))
                yield f"- {said}"
            yield ""
        for move in finding.moved_by:
            because = escape(move.because), self.cite(move.sources)
            yield f"- {say.moved(escape(move.option), move.certain, move.by, move.moves, *because)}"
        if finding.moved_by:
            yield ""
        yield say.check(escape(finding.check))
        yield ""
        if smallest := self.outlook.smallest_changes.get(finding.id):
            yield say.smallest_change(say.change(escape(change.asks), escape(change.words)) for change in smallest)
            yield ""

    def matrix(self) -> Iterator[str]:
        shown = matrix(self.result)
        if not shown.rows:
            return
        yield f"## {say.MATRIX}"
        yield ""
        yield _row([say.GROUP, *(self.label("harm_kinds", kind) for kind in shown.kinds)])
        yield "|---" * (len(shown.kinds) + 1) + "|"
        for row in sorted(shown.rows, key=lambda row: row.title):
            yield _row([escape(row.title), *(self.level(cell.level) if cell else "" for cell in row.cells)])
        yield ""
        if self.result.groups_without_finding:
            yield say.without_finding(escape(group.title) for group in self.result.groups_without_finding)
            yield ""

    def ruled_out(self) -> Iterator[str]:
        result = self.result
        for title, items in (
            (say.RULED_OUT, result.ruled_out),
            (say.NO_EVIDENCE, result.no_evidence),
            (say.WITHOUT_HARM, result.without_harm),
        ):
            if items:
                yield f"## {title}"
                yield ""
            for item in items:
                yield f"- {say.ruled_out(*map(escape, (item.title, item.because, item.returns_if)))}"
            yield ""

    def unknowns(self) -> Iterator[str]:
        if self.outlook.unknowns:
            yield f"## {say.UNKNOWNS}"
            yield ""
        for number, item in enumerate(moving(self.outlook.unknowns), 1):
            role = self.inline("roles", item.role)
            said = say.unknown(escape(item.asks), item.settles_stop, self.moves(item), role, escape(item.note))
            yield f"{number}. {said}"
        yield ""
        if rest := resting(self.outlook.unknowns):
            yield rest_open(escape(item.asks) for item in rest)
            yield ""

    def moves(self, unknown: UnknownShown) -> str:
        what = reach(unknown)
        return {
            "verdict": say.moves_verdict(self.level(what.lowest), self.level(what.highest)),
            "findings": say.touches(what.findings),
            "nothing": say.MOVES_NOTHING,
        }[what.moves]

    def levers(self) -> Iterator[str]:
        outlook, level = self.outlook, self.result.verdict.residual
        if self.labels.rank(level):
            yield f"## {say.LEVERS}"
            yield ""
            if not outlook.combinations:
                yield no_way_down(self.level(level), outlook.most_steps)
                yield ""
        for answers in outlook.another_project:
            yield ANOTHER_PROJECT
            yield ""
            yield from (f"- {escape(answer)}" for answer in answers)
            yield ""
        for combination in outlook.combinations:
            yield f"### {way_down(self.level(combination.level_before), self.level(combination.level))}"
            yield ""
            for change in combination.changes:
                yield f"- {escape(change.asks)} {escape(change.words)}"
            for measure in combination.mitigations:
                yield f"- {escape(measure.title)} ({self.inline('roles', measure.role)})"
            yield ""
            yield SMALLEST if combination.smallest else NOT_SURELY_SMALLEST
            yield ""
        if outlook.levers:
            yield f"### {say.SINGLE_DECISIONS}"
            yield ""
        for item in outlook.levers:
            said = say.lever(escape(item.asks), escape(item.words), self.effects(item), escape(item.trade_off))
            yield f"- {said}"
        yield ""

    def effects(self, lever: LeverShown) -> Iterator[str]:
        done = effect(lever)
        before, after = self.level(done.before), self.level(done.after)
        yield say.level_stays(after) if done.stays else say.level_goes(before, after)
        for verb, findings in done.on.items():
            yield say.does(verb, len(findings))

    def recommendations(self) -> Iterator[str]:
        if self.result.recommendations:
            yield f"## {say.RECOMMENDATIONS}"
            yield ""
        for stage in self.result.words["stages"]:
            own = [item for item in self.result.recommendations if item.stage == stage]
            if own:
                yield f"### {self.label('stages', stage)}"
                yield ""
                for item in own:
                    yield from self.recommendation(item)
                yield ""

    def recommendation(self, item: RecommendationShown) -> Iterator[str]:
        said = say.recommendation(
            escape(item.title),
            self.inline("recommendation_kinds", item.kind),
            self.inline("roles", item.role),
            escape(item.summary),
            escape(item.because),
            self.cite(item.sources),
            escape(item.done_when),
            say.declared(item.declared, escape(item.owner), escape(item.due)) if item.declared else "",
        )
        yield f"- {said}"
        for tool in item.tools:
            yield f"  - {say.tool(link(tool.name, tool.url), escape(tool.note))}"

    def regulations(self) -> Iterator[str]:
        if self.result.regulations:
            yield f"## {say.REGULATIONS}"
            yield ""
        for item in self.result.regulations:
            said = say.regulation(
                escape(item.title),
                item.certain,
                *map(escape, (item.jurisdiction, item.point, item.because, item.check, item.as_of)),
                self.cite(item.sources),
            )
            yield f"- {said}"
        yield ""

    def incidents(self) -> Iterator[str]:
        if self.result.incidents:
            yield f"## {say.INCIDENTS}"
            yield ""
        sources = {source.id: source for source in self.result.sources}
        for item in self.result.incidents:
            source = sources[item.source]
            about, supports = escape(", ".join(item.about)), escape(source.supports)
            yield f"- {say.incident(link(source.title, source.url), about, supports)}"
        yield ""

    def evidence(self) -> Iterator[str]:
        if self.result.evidence:
            yield f"## {say.EVIDENCE}"
            yield ""
        for item in self.result.evidence:
            named = link(item.title, item.url)
            yield f"- {say.titled(named, escape(item.finding)) if item.finding else named}"
        yield ""

    def answers(self) -> Iterator[str]:
        yield f"## {say.ANSWERS}"
        yield ""
        yield _row(say.ANSWERS_HEAD)
        yield "|---|---|---|"
        for item in self.result.answers:
            said = escape(", ".join(item.labels)) or self.label("answer_statuses", item.status)
            yield _row([escape(item.asks), said if item.on_path else left_the_path(said), escape(item.note)])
        yield ""

    def sources(self) -> Iterator[str]:
        if self.result.sources:
            yield f"## {say.SOURCES}"
            yield ""
        for source in self.result.sources:
            named, verified = link(source.title, source.url), self.label("verifications", source.verified)
            said = escape(source.authors), named, escape(source.year), escape(source.supports), verified
            yield f"{self.numbers.sources[source.id]}. {say.source(*said)}"
        yield ""

    def end(self) -> Iterator[str]:
        knowledge = self.result.knowledge_base
        yield say.end(escape(knowledge.version), knowledge.digest)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def render_comparison(result: Comparison) -> str:
    """The comparison as Markdown."""
    a, b = result.a, result.b
    lines = [
        f"# {say.beside(escape(a.name), escape(b.name))}",
        "",
        f"| | {escape(a.name)} | {escape(b.name)} |",
        "|---|---|---|",
        *(_row([label, *(escape(str(getattr(side, field))) for side in (a, b))]) for field, label in say.SIDES.items()),
    ]
    if not result.same_knowledge:
        lines += ["", say.OTHER_KNOWLEDGE]
    lines += _listed(
        say.ANSWERS_DIFFER, [say.answer_differs(*map(escape, (item.asks, item.a, item.b))) for item in result.answers]
    )
    for title, shown in ((say.appear, result.appear), (say.disappear, result.disappear)):
        rows = [say.finding_shown(*map(escape, (item.level, item.title, item.because))) for item in shown]
        lines += _listed(title(len(shown)), rows)
    moves = [say.finding_moves(*map(escape, (item.title, item.a, item.b))) for item in result.move]
    lines += _listed(say.move(len(moves)), moves)
    return "\n".join([*lines, "", say.same(result.unchanged), ""])


def _listed(title: str, rows: list[str]) -> list[str]:
    return ["", f"## {title}", "", *([f"- {row}" for row in rows] or [say.NONE])]
