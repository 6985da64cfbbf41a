"""Findings told once each: by risk factor, with what is shared by many said in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from questionnaire.assessment.result import ChangeShown, Finding, Moved, Step
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.matrix import matrix
from questionnaire.readings.blocks import (
    Block,
    Columns,
    Grid,
    Heading,
    Item,
    Listing,
    Mark,
    Paragraph,
    Row,
    Run,
    Stop,
    Table,
    Text,
    Trail,
    quiet,
    runs,
    strong,
)
from questionnaire.readings.references import References
from questionnaire.wording import readings as say

# Of the ways in which answers raise a risk factor so many are told in full; of the others the answers are named.
MOST_TOLD = 3


def by_risk_factor(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """The findings of each risk factor together, in the order of the first of them."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.risk_factor, []).append(finding)
    return tuple(map(tuple, groups.values()))


def trail(finding: Finding, labels: Labels) -> Trail:
    """The strongest path of a finding as boxes, the pathways at the arrow to the harm."""
    path = finding.paths[0]
    ways = say.comma(labels.inline("pathways", word) for word in finding.pathways)
    stops = tuple(
        Stop(say.KINDS_OF_STEPS[step.kind], step.title, ways if after.kind == "harm" else "", step.certain)
        for step, after in pairwise(path)
    )
    last = Stop(say.KINDS_OF_STEPS[path[-1].kind], path[-1].title)
    return Trail((*stops, last), say.path_in_words([step.title for step in path]))


def grid(references: References) -> Grid:
    """Where the findings stand between likelihood and severity, and where open questions could take them."""
    assessment = references.assessment
    # The lowest word of each scale says that there is nothing to be drawn.
    likelihoods, severities = (list(assessment.words[scale])[1:] for scale in ("likelihoods", "severities"))
    table = {(row.likelihood, row.severity): row.level for row in assessment.level_table}

    def place(likelihood: str, severity: str) -> tuple[int, int] | None:
        if likelihood not in likelihoods or severity not in severities:
            return None
        return likelihoods.index(likelihood), severities.index(severity)

    marks = tuple(
        Mark(
            references.numbers.findings[finding.id],
            place(finding.likelihood.planned, finding.severity.planned),
            place(finding.likelihood.upper, finding.severity.upper),
            place(finding.likelihood.lower, finding.severity.lower),
        )
        for finding in assessment.findings
    )

    def in_words(likelihood: str, severity: str) -> str:
        return f"{references.inline('likelihoods', likelihood)}, {references.inline('severities', severity)}"

    verdict = assessment.verdict
    beyond = say.BEYOND_THE_SCALE if verdict.stop else say.BEYOND_IF_SO if verdict.possible_stops else ""
    said = (
        say.place_in_grid(
            references.numbers.findings[finding.id],
            in_words(finding.likelihood.planned, finding.severity.planned),
            in_words(finding.likelihood.lower, finding.severity.lower) if mark.lower else "",
            in_words(finding.likelihood.upper, finding.severity.upper),
        )
        for finding, mark in zip(assessment.findings, marks, strict=True)
    )
    return Grid(
        tuple(references.label("likelihoods", word) for word in likelihoods),
        tuple(references.label("severities", word) for word in severities),
        say.LIKELIHOOD,
        say.SEVERITY,
        tuple(tuple(table[likelihood, severity] for likelihood in likelihoods) for severity in severities),
        {level: references.marked(level) for level in references.levels},
        marks,
        say.GRID,
        " ".join(filter(None, (f"{say.GRID_IN_WORDS} {say.semicolon(said)}.", beyond and f"{beyond}."))),
        beyond,
        bool(verdict.stop),
    )


def risk_factors(references: References) -> Iterator[Block]:
    """Every finding, under its risk factor: what raises it, what can follow and for whom, what to check and to do."""
    top = references.assessment.verdict.level
    for findings in by_risk_factor(references.assessment.findings):
        told = _risk_factor if any(finding.level.planned == top for finding in findings) else _in_short
        first = findings[0]
        yield Heading(runs(first.risk_factor_title), 2, f"risk-factor-{references.numbers.findings[first.id]}")
        yield from told(findings, references)
        yield from _looked_up(findings, references)


def in_rows(references: References) -> Iterator[Block]:
    """Every finding in a row of its own: what can go wrong, why, and who bears it."""
    rows = []
    for finding in references.assessment.findings:
        step = finding.paths[0][-2]
        why = references.because_of(step.because, finding)
        told = runs(strong(f"{finding.title}. "), why, references.cited(step.sources))
        number = references.numbers.findings[finding.id]
        cells = (runs(str(number)), references.level_of(finding), told, references.groups_of(finding))
        rows.append(Row(cells, f"finding-{number}"))
    yield Table(say.SECTIONS["findings"], say.FINDINGS_HEAD, tuple(rows), (5, 13, 54, 28))


def _in_short(findings: tuple[Finding, ...], references: References) -> Iterator[Block]:
    """Findings below the level of the whole, with the answers that raise them, and without why these do."""
    yield Listing(tuple(_harm(finding, references) for finding in findings))
    raising = [step for finding in findings for path in finding.paths for step in path[:-2]]
    answers = _answers((path[0] for finding in findings for path in finding.paths), references)
    named = runs(strong(say.RAISED_BY), f"{say.semicolon(answers)}.")
    cited = references.cited({source for step in raising for source in step.sources})
    yield Paragraph(runs(named, cited, " ", _to_do(findings, references)))


def _bearing(finding: Finding, references: References) -> Text:
    """How grave a finding is, and who bears it."""
    strength = finding.evidence_strength
    grave = say.grave(
        references.inline_bounds("likelihoods", finding.likelihood),
        references.inline_bounds("severities", finding.severity),
        [references.inline("pathways", word) for word in finding.pathways],
        "" if strength == references.strongest_evidence else references.inline("evidence_strengths", strength),
    )
    return runs(quiet(f" {grave} {say.FALLS_ON}: "), references.groups_of(finding), ".")


def _risk_factor(findings: tuple[Finding, ...], references: References) -> Iterator[Block]:
    yield from _raised_by(findings, references)
    yield Listing(tuple(_harm(finding, references) for finding in findings))
    yield Paragraph(_to_do(findings, references))
    for text in _smallest_changes(findings, references):
        yield Paragraph(text)


def _looked_up(findings: tuple[Finding, ...], references: References) -> Iterator[Block]:
    """Where the entries stand, for whoever wants to see all their claims or knows better; nothing where no app is
    named."""
    page_of, first = references.assessment.knowledge_base.page_of, findings[0]
    pages = {page_of("risk_factors", first.risk_factor): first.risk_factor_title}
    pages |= {page_of("harms", finding.harm): finding.harm_title for finding in findings}
    links = [part for url, title in pages.items() if url for part in (quiet("; "), Run(title, url=url))][1:]
    if links:
        yield Paragraph(runs(strong(say.LOOK_UP), links), "small")


def _to_do(findings: tuple[Finding, ...], references: References) -> Text:
    """What to check, and what to do."""
    told = runs(strong(say.CHECK), findings[0].check)
    if recommended := dict.fromkeys(key for finding in findings for key in finding.recommendations):
        return runs(told, strong(f" {say.RECOMMENDED}"), references.recommendations(recommended), ".")
    return told


def _raised_by(findings: tuple[Finding, ...], references: References) -> Iterator[Block]:
    """What the risk factor is, and the answers that raise it, together by question: the first with their reasons."""
    ways: dict[tuple[tuple[str, str], ...], tuple[Step, ...]] = {}
    for finding in findings:
        for path in finding.paths:
            ways.setdefault(tuple((step.id, step.because) for step in path[:-2]), path[:-2])
    ordered = sorted(ways.values(), key=lambda way: not all(step.certain for step in way))
    under = _Under(findings)
    told, named = _by_question(ordered[:MOST_TOLD]), _by_question(ordered[MOST_TOLD:])
    items = []
    for question, together in told.items():
        parts: Text = runs(f"{references.asks.get(question, '')} ")
        for way in together:
            parts = runs(parts, "\n" if len(together) > 1 else "", _way(way, references, under))
        of_told, others = {way[0].title for way in together}, named.pop(question, [])
        if also := [way for way in others if way[0].title not in of_told]:
            options = say.comma(dict.fromkeys(option(way[0], references) for way in also))
            parts = runs(parts, quiet(f"\n{say.ALSO_BY}{options}."), _cited(also, references))
        if again := [way for way in others if way[0].title in of_told]:
            parts = runs(parts, quiet(f"\n{say.FOR_MORE_REASONS}"), _cited(again, references))
        items.append(Item(parts))
    if rest := [way for together in named.values() for way in together]:
        answers = say.semicolon(_answers([way[0] for way in rest], references))
        items.append(Item(runs(quiet(f"{say.ALSO_RAISED_BY}{answers}."), _cited(rest, references))))
    summary = findings[0].risk_factor_summary
    if len(items) == 1 and all(len(together) == 1 for together in told.values()):
        yield Paragraph(runs(f"{summary} ", strong(say.RAISED_BY), items[0].text))
    else:
        yield Paragraph(runs(f"{summary} ", strong(say.RAISED_BY)))
        yield Listing(tuple(items))


def _by_question(ways: Iterable[tuple[Step, ...]]) -> dict[str, list[tuple[Step, ...]]]:
    """Ways by the question that the answer which they begin with belongs to."""
    together: dict[str, list[tuple[Step, ...]]] = {}
    for way in ways:
        together.setdefault(question_of(way[0]), []).append(way)
    return together


def question_of(answer: Step) -> str:
    """The id of the question to which an answer on a path belongs."""
    return answer.id.partition("=")[0]


def option(answer: Step, references: References) -> str:
    """An answer quoted, with the word that it is open where it is, or that what it raises hangs on one that is."""
    quoted = say.quoted(answer.title)
    if answer.certain:
        return quoted
    given = answer.title in references.answered.get(question_of(answer), ())
    return f"{quoted} ({say.HANGS_ON_OPEN if given else say.IF_SO})"


def _answers(steps: Iterable[Step], references: References) -> Iterator[str]:
    """Answers by question: each question once, with what is answered to it."""
    together: dict[str, dict[str, None]] = {}
    for step in steps:
        together.setdefault(question_of(step), {})[option(step, references)] = None
    for question, options in together.items():
        yield f"{references.asks.get(question, '')} {say.comma(options)}".strip()


def _cited(ways: Iterable[tuple[Step, ...]], references: References) -> Text:
    return references.cited({source for way in ways for step in way for source in step.sources})


class _Under:
    """What is told under the heading of a risk factor: why it leads to harms, by finding, and so far why answers raise
    it."""

    def __init__(self, findings: tuple[Finding, ...]):
        self.title = findings[0].risk_factor_title
        self.harms = [(path[-2], finding.id) for finding in findings for path in finding.paths]
        self.answers: list[Step] = []

    def why(self, step: Step, references: References) -> Text:
        """Why a step leads on; where a finding here, or an answer before, tells the same in other words, that it is
        told there."""
        if by_finding := references.retold(step, [harm for harm, _ in self.harms]):
            finding = next(finding for harm, finding in self.harms if harm == by_finding)
            return runs(say.TOLD_WITH, references.listed_findings([finding]), ".", *references.cited(step.sources))
        if references.retold(step, self.answers):
            return runs(say.TOLD_ABOVE, references.cited(step.sources))
        self.answers.append(step)
        return runs(references.because(step.because, self.title), references.cited(step.sources))


def _way(way: tuple[Step, ...], references: References, under: _Under) -> Text:
    """An answer and why it raises the risk factor that stands over it, over others where there are any between. Of what
    was told already only the last is referred to."""
    answer, *between = way
    quoted = option(answer, references)
    fresh = [step for step in way if references.told_under(step.because) in ("", under.title)]
    if not fresh:
        return runs(f"{quoted}: ", references.because(way[-1].because, under.title), _cited([way], references))
    parts: Text = runs(f"{quoted}: ", under.why(answer, references)) if answer in fresh else ()
    for step in between:
        if step in fresh:
            over = say.then(step.title) if parts else say.by_way_of(quoted, step.title)
            parts = runs(parts, over, under.why(step, references))
    return parts


def _harm(finding: Finding, references: References) -> Item:
    steps = {(path[-2].because, path[-2].sources): path[-2] for path in finding.paths}
    why = [
        part
        for step in steps.values()
        for part in (Run(" "), *references.because_of(step.because, finding), *references.cited(step.sources))
    ]
    number = references.numbers.findings[finding.id]
    told = strong(f" {finding.harm_title}.")
    text = runs(references.level_in_line(finding), told, why, *_bearing(finding, references))
    return Item(text, f"finding-{number}", str(number))


def _smallest_changes(findings: tuple[Finding, ...], references: References) -> Iterator[Text]:
    """The smallest sets of changes that remove these findings, each told where it removes one first, with all that it
    removes; but for single decisions, which a table holds."""
    sets: dict[tuple[ChangeShown, ...], list[str]] = {}
    single = {(lever.question, lever.to, finding) for lever in references.outlook.levers for finding in lever.removes}
    for finding in references.assessment.findings:
        changes = references.outlook.smallest_changes.get(finding.id, ())
        if changes and not (len(changes) == 1 and (changes[0].question, changes[0].into, finding.id) in single):
            sets.setdefault(changes, []).append(finding.id)
    own = {finding.id for finding in findings}
    for changes, ids in sets.items():
        if ids[0] not in own:
            continue
        numbers = references.listed_findings(ids)
        told = [part for change in changes for part in (Run(say.AND_ALSO), *change_told(change, references))][1:]
        yield runs(strong(say.SMALLEST_CHANGE), numbers, ". ", told)


def change_told(change: ChangeShown, references: References) -> Text:
    """A change, with what one gains and gives up by it the first time; from the third time on, that it is the same."""
    times = references.times_told(change)
    if times > 2:
        return runs(quiet(f"{change.asks} "), say.CHANGED_AS_ABOVE)
    gives_up = say.trade_off(change.trade_off) if change.trade_off and times == 1 else ""
    return runs(quiet(f"{change.asks} "), f"{say.begin(change.words)}.", quiet(gives_up))


def stakes(references: References) -> Iterator[Block]:
    """What is at stake: each reason why harms weigh what they do once, with these harms, whatever the number of
    findings."""
    reasons: dict[tuple[str, tuple[str, ...]], dict[str, Finding]] = {}
    for finding in references.assessment.findings:
        for path in finding.paths:
            reasons.setdefault((path[-1].because, path[-1].sources), {}).setdefault(finding.harm, finding)
    yield Paragraph(runs(say.STAKES, say.STAKES_ADDED if references.tells_moves else ""))
    items = []
    for (because, sources), harms in reasons.items():
        weighed: dict[str, list[str]] = {}
        for finding in harms.values():
            severity = references.inline_bounds("severities", finding.severity)
            weighed.setdefault(severity, []).append(finding.harm_title)
        told = [
            part
            for severity, titles in weighed.items()
            for part in (strong(f"{say.semicolon(titles)}. "), quiet(say.severity(severity)))
        ]
        items.append(Item(runs(told, because, references.cited(sources))))
    yield Listing(tuple(items))


def moves(references: References) -> Iterator[Block]:
    """Each answer that moves a likelihood or a severity, once, with the findings that it moves. What is still open
    stands by question."""
    touched: dict[Moved, list[str]] = {}
    for finding in references.assessment.findings:
        for move in finding.moved_by:
            touched.setdefault(move, []).append(finding.id)
    if not touched:
        return
    yield Paragraph(runs(say.MOVES))
    certain = sorted((move for move in touched if move.certain), key=lambda move: (-move.by, -len(touched[move])))
    if certain:
        yield Listing(
            tuple(
                Item(
                    runs(
                        strong(references.answer(move.question, move.option)),
                        say.moves_scale(move.moves, move.by),
                        move.because,
                        references.cited(move.sources),
                        quiet(f" {say.begin(say.finding_noun(len(touched[move])))}"),
                        quiet(references.numbers.of_findings(touched[move])),
                    ),
                    label="▲" if move.by > 0 else "▼",
                )
                for move in certain
            )
        )
    open_ = sorted((move for move in touched if not move.certain), key=lambda move: (move.question, -move.by))
    if open_:
        yield Heading(runs(say.OPEN_MOVES), 2)
        yield Columns(2)
        yield Listing(
            tuple(
                Item(_open_moves(question, tuple(moved), references))
                for question, moved in groupby(open_, key=lambda move: move.question)
            )
        )
        yield Columns(1)


def _open_moves(question: str, moved: tuple[Moved, ...], references: References) -> Text:
    answered = references.answered.get(question, ())
    parts: Text = runs(strong(references.asks[question]))
    told: set[tuple[str, str, int]] = set()
    for move in sorted(moved, key=lambda move: (-move.by, move.option)):
        does = (move.option, move.moves, move.by)
        said = "" if does in told else say.moves_scale_if_so(*does, answered=move.option in answered)
        told.add(does)
        parts = runs(parts, f" {said}", move.because, references.cited(move.sources))
    return parts


def people(references: References) -> Iterator[Block]:
    """Who bears which harm, and what ties each group to it."""
    shown, assessment = matrix(references.assessment), references.assessment
    if shown.rows:
        yield Paragraph(runs(say.MATRIX, " ", quiet(say.MATRIX_EMPTY)))
        kinds = [references.label("harm_kinds", kind) for kind in shown.kinds]
        rows = []
        for row in shown.rows:
            cells: list[Text] = [runs(row.title)]
            for cell in row.cells:
                doubt = "" if cell is None or cell.confirmed else " ?"
                cells.append(runs(references.level(cell.level), doubt) if cell else runs(quiet(say.NOT_TIED)))
            rows.append(Row(tuple(cells)))
        share = max(9, 66 // len(kinds))
        yield Table(
            say.MATRIX,
            (say.GROUP, *kinds),
            tuple(rows),
            (28, *[share] * len(kinds)),
            row_heads=True,
            small=True,
        )
        evidence = () if assessment.verdict.stop else tuple(_evidence_on_groups(references))
        if evidence:
            yield Heading(runs(say.WHY_THESE_GROUPS), 2)
            yield Columns(2)
            yield Listing(evidence)
            yield Columns(1)
    if assessment.groups_without_finding:
        named = say.comma(group.title for group in assessment.groups_without_finding)
        yield Paragraph(runs(strong(f"{named}. "), say.WITHOUT_FINDING), "warning")


def _evidence_on_groups(references: References) -> Iterator[Item]:
    """Each sentence that ties groups to findings once, with these groups and findings; but for those that stand with a
    finding already, since they are steps of its path: of these only where they stand, and nothing where all do."""
    steps = {step.because for finding in references.assessment.findings for path in finding.paths for step in path}
    told: dict[str, tuple[dict[str, None], dict[str, None], set[str]]] = {}
    with_findings: dict[str, set[str]] = {}
    for finding in references.assessment.findings:
        for group in finding.groups:
            if group.because in steps:
                with_findings.setdefault(group.title, set()).add(finding.id)
                continue
            titles, ids, sources = told.setdefault(group.because, ({}, {}, set()))
            titles[group.title] = None
            ids[finding.id] = None
            sources.update(group.sources)
    together: dict[tuple[str, ...], list[Text]] = {}
    for because, (titles, ids, sources) in told.items():
        where = quiet(f" {say.begin(say.finding_noun(len(ids)))}{references.numbers.of_findings(ids)}. ")
        together.setdefault(tuple(titles), []).append(runs(because, references.cited(sources), where))
    for named, reasons in together.items():
        yield Item(runs(strong(f"{say.comma(named)}: "), *reasons))
    apart = {title for titles, _, _ in told.values() for title in titles}
    left = {title: ids for title, ids in with_findings.items() if title not in apart}
    if told and left:
        with_them = set().union(*left.values())
        told_with = say.told_with(len(with_them), references.numbers.of_findings(with_them))
        yield Item(runs(strong(f"{say.comma(left)}: "), told_with))
