"""An assessment or a comparison as Markdown (CommonMark with tables). All text is escaped in one place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from questionnaire.assessment.comparison import Comparison
from questionnaire.assessment.result import Finding, RecommendationShown, Report, StopShown
from questionnaire.files.problems import count

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
        result = report.assessment
        self.levels = result.words["levels"]
        self.numbers = {source.id: number for number, source in enumerate(result.sources, 1)}

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
        numbers = sorted(self.numbers[source] for source in sources)
        return f" \\[{', '.join(map(str, numbers))}\\]" if numbers else ""

    def word(self, field: str, key: str) -> str:
        return escape(self.result.words[field].get(key, key))

    def bounds(self, lower: str, upper: str) -> str:
        return self.levels[lower] if lower == upper else f"{self.levels[lower]} to {self.levels[upper]}"

    def card(self) -> Iterator[str]:
        result, verdict = self.result, self.result.verdict
        yield f"# Risk\\-factor report: {escape(result.project.get('name') or 'unnamed project')}"
        yield ""
        for key in ("team", "purpose", "contact"):
            if result.project.get(key):
                yield f"{key.capitalize()}: {escape(result.project[key])}  "
        yield ""
        yield f"**Level to plan for: {self.levels[verdict.level].upper()}.** {escape(verdict.because)}"
        yield ""
        yield (
            f"Certain already: {self.levels[verdict.lower]}. Possible at most: {self.levels[verdict.upper]}. "
            f"After declared measures: {self.levels[verdict.residual]}."
        )
        yield ""
        yield from self.stops("No mitigation makes this use acceptable", verdict.stop)
        yield from self.stops("To settle first: this would make the use unacceptable", verdict.possible_stops)
        if result.findings:
            yield "The findings that matter most:"
            yield ""
            for finding in (finding for finding in result.findings if finding.id in result.matter_most):
                yield f"- {self.bounds(finding.level.lower, finding.level.upper)}: {escape(finding.title)}"
            yield ""
        if self.outlook.unknowns:
            yield f"To find out first: {escape(self.outlook.unknowns[0].asks)}"
            yield ""
        if result.recommendations:
            yield f"To do first: {escape(result.recommendations[0].title)}"
            yield ""

    def stops(self, title: str, stops: tuple[StopShown, ...]) -> Iterator[str]:
        if not stops:
            return
        yield f"## {escape(title)}"
        yield ""
        for stop in stops:
            instead = f" Instead: {escape(stop.instead)}" if stop.instead else ""
            yield f"- {escape(stop.title)}: {escape(stop.because)}{self.cite(stop.sources)}{instead}"
        yield ""

    def findings(self) -> Iterator[str]:
        yield f"## Findings ({len(self.result.findings)})"
        yield ""
        if not self.result.findings:
            yield "The answers reach no harm from machine bias. No mitigation is asked for."
            yield ""
        for number, finding in enumerate(self.result.findings, 1):
            yield from self.finding(number, finding)

    def finding(self, number: int, finding: Finding) -> Iterator[str]:
        yield f"### {number}\\. {escape(finding.title)}"
        yield ""
        yield (
            f"{self.word('finding_statuses', finding.status)}\\. Level: "
            f"**{self.bounds(finding.level.lower, finding.level.upper)}** "
            f"(likelihood {self.word('likelihoods', finding.likelihood.upper).lower()}, "
            f"severity {self.word('severities', finding.severity.upper).lower()}); "
            f"after declared measures: {self.bounds(finding.residual.lower, finding.residual.upper)}. "
            f"Evidence: {self.word('evidence_strengths', finding.evidence_strength).lower()}."
        )
        yield ""
        if finding.groups:
            yield "Who bears it: " + ", ".join(escape(group.title) for group in finding.groups)
            yield ""
        for path in finding.paths:
            for step in path:
                mark = "" if step.certain else " *(maybe)*"
                pathways = " · ".join(self.word("pathways", word) for word in step.pathways)
                yield (
                    f"- **{escape(step.title)}**{mark}{f' ({pathways})' if pathways else ''}: {escape(step.because)}"
                    f"{self.cite(step.sources)}"
                )
            yield ""
        for move in finding.moved_by:
            sign = "raises" if move.by > 0 else "lowers"
            maybe = "" if move.certain else " if so"
            yield (
                f"- ‘{escape(move.option)}’{maybe} {sign} the {move.moves}: {escape(move.because)}"
                f"{self.cite(move.sources)}"
            )
        if finding.moved_by:
            yield ""
        yield f"Check: {escape(finding.check)}"
        yield ""
        if smallest := self.outlook.smallest_changes.get(finding.id):
            yield "Smallest change that removes it: " + "; and ".join(
                f"{escape(change.asks)} {escape(change.words)}" for change in smallest
            )
            yield ""

    def matrix(self) -> Iterator[str]:
        cells: dict[tuple[str, str], str] = {}
        order = list(self.levels)
        for finding in self.result.findings:
            for group in finding.groups:
                key = (group.title, finding.harm_kind)
                cells[key] = max(cells.get(key, order[0]), finding.level.upper, key=order.index)
        if not cells:
            return
        kinds = [kind for kind in self.result.words["harm_kinds"] if any(cell[1] == kind for cell in cells)]
        yield "## Groups and harms"
        yield ""
        yield "| Group | " + " | ".join(self.word("harm_kinds", kind) for kind in kinds) + " |"
        yield "|---" * (len(kinds) + 1) + "|"
        for group in sorted({cell[0] for cell in cells}):
            row = [self.levels[cells[group, kind]] if (group, kind) in cells else "" for kind in kinds]
            yield f"| {escape(group)} | " + " | ".join(row) + " |"
        yield ""
        if self.result.groups_without_finding:
            named = ", ".join(escape(group.title) for group in self.result.groups_without_finding)
            yield (
                "Named by the team, and not tied to any finding by the knowledge base "
                f"(a gap in our knowledge, not a clearance): {named}"
            )
            yield ""

    def ruled_out(self) -> Iterator[str]:
        if self.result.ruled_out:
            yield "## Ruled out, and what would bring it back"
            yield ""
        for item in self.result.ruled_out:
            yield f"- **{escape(item.title)}**: {escape(item.because)} It returns if {escape(item.returns_if)}."
        yield ""

    def unknowns(self) -> Iterator[str]:
        if self.outlook.unknowns:
            yield "## What to find out, the most telling first"
            yield ""
        for number, item in enumerate(self.outlook.unknowns, 1):
            span = (
                f"moves the verdict between {self.levels[item.moves.from_]} and {self.levels[item.moves.to]}"
                if item.moves.from_ != item.moves.to
                else f"touches {count(item.findings, 'finding')}"
                if item.findings
                else "moves no level"
            )
            first = "settles whether the use is acceptable at all; " if item.settles_stop else ""
            note = f" Note: {escape(item.note)}" if item.note else ""
            role = self.word("roles", item.role).lower()
            yield f"{number}. {escape(item.asks)} ({first}{span}; asks the {role}).{note}"
        yield ""

    def levers(self) -> Iterator[str]:
        if self.outlook.levers:
            yield "## What the team can still change"
            yield ""
        for item in self.outlook.levers:
            effect = [
                f"level {self.levels[item.level_before]} → {self.levels[item.level]}"
                if item.level != item.level_before
                else f"level stays {self.levels[item.level]}"
            ]
            effect += [
                f"{verb} {len(findings)}"
                for verb, findings in (("removes", item.removes), ("lowers", item.lowers), ("adds", item.adds))
                if findings
            ]
            trade = f" {escape(item.trade_off)}" if item.trade_off else ""
            yield f"- {escape(item.asks)} {escape(item.words)}: {', '.join(effect)}.{trade}"
        yield ""

    def recommendations(self) -> Iterator[str]:
        if self.result.recommendations:
            yield "## Recommendations"
            yield ""
        for stage, label in self.result.words["stages"].items():
            own = [item for item in self.result.recommendations if item.stage == stage]
            if own:
                yield f"### {escape(label)}"
                yield ""
                for item in own:
                    yield from self.recommendation(item)
                yield ""

    def recommendation(self, item: RecommendationShown) -> Iterator[str]:
        owner = f", {escape(item.owner)}" if item.owner else ""
        due = f", due {escape(item.due)}" if item.due else ""
        declared = f" Declared {item.declared.replace('_', ' ')}{owner}{due}." if item.declared else ""
        yield (
            f"- **{escape(item.title)}** ({self.word('recommendation_kinds', item.kind).lower()}, "
            f"{self.word('roles', item.role).lower()}): {escape(item.summary)} {escape(item.because)}"
            f"{self.cite(item.sources)} Done when: {escape(item.done_when)}{declared}"
        )
        for tool in item.tools:
            yield f"  - Tool: {link(tool.name, tool.url)}: {escape(tool.note)}"

    def regulations(self) -> Iterator[str]:
        if self.result.regulations:
            yield "## Rules that may apply (to check; not legal advice)"
            yield ""
        for item in self.result.regulations:
            maybe = "" if item.certain else " (if so)"
            yield (
                f"- **{escape(item.title)}**{maybe}, {escape(item.jurisdiction)}, {escape(item.point)}: "
                f"{escape(item.because)} To check: {escape(item.check)} As of {escape(item.as_of)}."
                f"{self.cite(item.sources)}"
            )
        yield ""

    def incidents(self) -> Iterator[str]:
        if self.result.incidents:
            yield "## It happened here"
            yield ""
        titles = {source.id: source for source in self.result.sources}
        for item in self.result.incidents:
            source = titles[item.source]
            yield f"- {link(source.title, source.url)} ({escape(', '.join(item.about))}): {escape(source.supports)}"
        yield ""

    def evidence(self) -> Iterator[str]:
        if self.result.evidence:
            yield "## Bias in the field that the team found"
            yield ""
        for item in self.result.evidence:
            yield f"- {link(item.title, item.url)}{f': {escape(item.finding)}' if item.finding else ''}"
        yield ""

    def answers(self) -> Iterator[str]:
        yield "## All answers"
        yield ""
        yield "| Question | Answer | Note |"
        yield "|---|---|---|"
        for item in self.result.answers:
            said = escape(", ".join(item.labels)) or self.word("answer_statuses", item.status)
            left = "" if item.on_path else " (left the path, ignored)"
            yield f"| {escape(item.asks)} | {said}{left} | {escape(item.note)} |"
        yield ""

    def sources(self) -> Iterator[str]:
        if self.result.sources:
            yield "## Sources"
            yield ""
        for source in self.result.sources:
            authors = f"{escape(source.authors)}: " if source.authors else ""
            yield (
                f"{self.numbers[source.id]}. {authors}{link(source.title, source.url)} ({escape(source.year)}). "
                f"{escape(source.supports)} {self.word('verifications', source.verified)}."
            )
        yield ""

    def end(self) -> Iterator[str]:
        knowledge = self.result.knowledge_base
        yield (
            f"Knowledge base {escape(knowledge.version)}, digest {knowledge.digest}. "
            "Riskwalk supports a review; it does not replace one."
        )


def _same(unchanged: int) -> str:
    return f"{count(unchanged, 'finding')} {'is' if unchanged == 1 else 'are'} the same in both."


def render_comparison(result: Comparison) -> str:
    """The comparison as Markdown."""
    lines = [
        f"# {escape(result.a.name)} beside {escape(result.b.name)}",
        "",
        f"| | {escape(result.a.name)} | {escape(result.b.name)} |",
        "|---|---|---|",
    ]
    for label, field in (
        ("Level to plan for", "level"),
        ("Certain already", "lower"),
        ("Possible at most", "upper"),
        ("After declared measures", "residual"),
        ("Findings", "findings"),
        ("Knowledge base", "knowledge_base"),
    ):
        lines.append(f"| {label} | {escape(str(getattr(result.a, field)))} | {escape(str(getattr(result.b, field)))} |")
    if not result.same_knowledge:
        lines += ["", "The two rest on different knowledge bases: a difference may come from there."]
    lines += ["", "## Answers that differ", ""]
    lines += [f"- {escape(item.asks)} {escape(item.a)} → {escape(item.b)}" for item in result.answers] or ["None."]
    for title, shown in (("Findings that appear", result.appear), ("Findings that disappear", result.disappear)):
        lines += ["", f"## {title} ({len(shown)})", ""]
        lines += [f"- {escape(item.level)}: {escape(item.title)}. {escape(item.because)}" for item in shown] or [
            "None."
        ]
    lines += ["", f"## Findings that move ({len(result.move)})", ""]
    lines += [f"- {escape(item.title)}: {escape(item.a)} → {escape(item.b)}" for item in result.move] or ["None."]
    return "\n".join([*lines, "", _same(result.unchanged), ""])
