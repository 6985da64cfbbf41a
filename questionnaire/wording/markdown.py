"""Sentences of the Markdown report and of a comparison, in CommonMark: what is put into their places comes escaped."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaire.wording.report import (
    AFTER_DECLARED_MEASURES,
    CERTAIN_ALREADY,
    DECLARED_INLINE,
    POSSIBLE_AT_MOST,
    changes,
    comma,
    findings,
)

NOT_NAMED = "unnamed project"

# --- the head ---------------------------------------------------------------------------------------------------------

STOPS = "No mitigation makes this use acceptable"
POSSIBLE_STOPS = "To settle first: this would make the use unacceptable"
CONTRADICTIONS = "Answers that cannot be true together; until they are settled, the worse reading counts"
THAT_MATTER = "The findings that matter most:"


def title(project: str) -> str:
    return f"Risk\\-factor report: {project}"


def project_field(label: str, text: str) -> str:
    return f"{label}: {text}"


def level_to_plan_for(level: str, because: str) -> str:
    """The level stands in capitals, as nothing else does."""
    return f"**Level to plan for: {level.upper()}.** {because}"


def bounds(lower: str, upper: str, residual: str) -> str:
    return f"{CERTAIN_ALREADY}: {lower}. {POSSIBLE_AT_MOST}: {upper}. {AFTER_DECLARED_MEASURES}: {residual}."


def titled(name: str, text: str) -> str:
    """What is said of something named, such as a finding of its level."""
    return f"{name}: {text}"


def stop(name: str, because: str, cited: str, instead: str) -> str:
    return f"{name}: {because}{cited} Instead: {instead}" if instead else f"{name}: {because}{cited}"


def find_out_first(question: str) -> str:
    return f"To find out first: {question}"


def do_first(recommendation: str) -> str:
    return f"To do first: {recommendation}"


# --- findings ---------------------------------------------------------------------------------------------------------

NO_FINDING = "The answers reach no harm from machine bias. No mitigation is asked for."


def findings_title(number: int) -> str:
    return f"Findings ({number})"


def finding(status: str, level: str, likelihood: str, severity: str, residual: str, evidence: str) -> str:
    return (
        f"{status}\\. Level: **{level}** (likelihood {likelihood}, severity {severity}); after declared measures: "
        f"{residual}. Evidence: {evidence}."
    )


def who_bears_it(groups: Iterable[str]) -> str:
    return f"Who bears it: {comma(groups)}"


def step(name: str, certain: bool, pathways: Iterable[str], because: str, cited: str) -> str:
    maybe = "" if certain else " *(maybe)*"
    ways = " · ".join(pathways)
    return f"**{name}**{maybe}{f' ({ways})' if ways else ''}: {because}{cited}"


def moved(option: str, certain: bool, by: int, scale: str, because: str, cited: str) -> str:
    verb = "raises" if by > 0 else "lowers"
    return f"‘{option}’{'' if certain else ' if so'} {verb} the {scale}: {because}{cited}"


def check(text: str) -> str:
    return f"Check: {text}"


def smallest_change(each: Iterable[str]) -> str:
    return f"Smallest change that removes it: {changes(each)}"


def change(question: str, words: str) -> str:
    return f"{question} {words}"


# --- groups, ruled out ------------------------------------------------------------------------------------------------

MATRIX = "Groups and harms"
GROUP = "Group"
RULED_OUT = "Ruled out, and what would bring it back"
NO_EVIDENCE = "Not ruled out: nothing published ties it to such a use"
WITHOUT_HARM = "Not ruled out: raised by the answers, without a harm that follows"


def without_finding(groups: Iterable[str]) -> str:
    return (
        "Named by the team, and not tied to any finding by the knowledge base "
        f"(a gap in our knowledge, not a clearance): {comma(groups)}"
    )


def ruled_out(name: str, because: str, returns_if: str) -> str:
    return f"**{name}**: {because} It returns if {returns_if}."


# --- what to find out, decide and do ----------------------------------------------------------------------------------

UNKNOWNS = "What to find out, the most telling first"
LEVERS, SINGLE_DECISIONS = "What the team can still change", "Single decisions"
RECOMMENDATIONS = "Recommendations"
MOVES_NOTHING = "moves no level"


def moves_verdict(low: str, high: str) -> str:
    return f"moves the verdict between {low} and {high}"


def touches(number: int) -> str:
    return f"touches {findings(number)}"


def unknown(question: str, settles_stop: bool, effect: str, role: str, note: str) -> str:
    first = "settles whether the use is acceptable at all; " if settles_stop else ""
    return f"{question} ({first}{effect}; asks the {role}).{f' Note: {note}' if note else ''}"


def level_stays(level: str) -> str:
    return f"level stays {level}"


def level_goes(before: str, after: str) -> str:
    return f"level {before} → {after}"


def does(verb: str, number: int) -> str:
    """How many findings a change removes, lowers or adds; the verb is one of these three."""
    return {"removes": f"removes {number}", "lowers": f"lowers {number}", "adds": f"adds {number}"}[verb]


def lever(question: str, words: str, effects: Iterable[str], trade_off: str) -> str:
    said = f"{question} {words}: {comma(effects)}."
    return f"{said} {trade_off}" if trade_off else said


def declared(status: str, owner: str, due: str) -> str:
    by = f", {owner}" if owner else ""
    until = f", due {due}" if due else ""
    return f"Declared {DECLARED_INLINE[status]}{by}{until}."


def recommendation(
    name: str, kind: str, role: str, summary: str, because: str, cited: str, done_when: str, declared_: str
) -> str:
    said = f"**{name}** ({kind}, {role}): {summary} {because}{cited} Done when: {done_when}"
    return f"{said} {declared_}" if declared_ else said


def tool(link: str, note: str) -> str:
    return f"Tool: {link}: {note}"


# --- what supports the report -----------------------------------------------------------------------------------------

REGULATIONS = "Rules that may apply (to check; not legal advice)"
INCIDENTS = "Similar documented cases"
EVIDENCE = "Bias in the field that the team found"
ANSWERS = "All answers"
ANSWERS_HEAD = ("Question", "Answer", "Note")
SOURCES = "Sources"


def regulation(
    name: str, certain: bool, jurisdiction: str, point: str, because: str, check_: str, as_of: str, cited: str
) -> str:
    maybe = "" if certain else " (if so)"
    return f"**{name}**{maybe}, {jurisdiction}, {point}: {because} To check: {check_} As of {as_of}.{cited}"


def incident(link: str, about: str, supports: str) -> str:
    return f"{link} ({about}): {supports}"


def source(authors: str, link: str, year: str, supports: str, verified: str) -> str:
    said = f"{link} ({year}). {supports} {verified}."
    return f"{authors}: {said}" if authors else said


def end(version: str, digest: str) -> str:
    return f"Knowledge base {version}, digest {digest}. Riskwalk supports a review; it does not replace one."


# --- a comparison -----------------------------------------------------------------------------------------------------

# The fields of each side, with their labels.
SIDES = {
    "level": "Level to plan for",
    "lower": "Certain already",
    "upper": "Possible at most",
    "residual": "After declared measures",
    "findings": "Findings",
    "knowledge_base": "Knowledge base",
}
OTHER_KNOWLEDGE = "The two rest on different knowledge bases: a difference may come from there."
ANSWERS_DIFFER = "Answers that differ"
NONE = "None."


def beside(a: str, b: str) -> str:
    return f"{a} beside {b}"


def answer_differs(question: str, a: str, b: str) -> str:
    return f"{question} {a} → {b}"


def appear(number: int) -> str:
    return f"Findings that appear ({number})"


def disappear(number: int) -> str:
    return f"Findings that disappear ({number})"


def move(number: int) -> str:
    return f"Findings that move ({number})"


def finding_shown(level: str, name: str, because: str) -> str:
    return f"{level}: {name}. {because}"


def finding_moves(name: str, a: str, b: str) -> str:
    return f"{name}: {a} → {b}"


def same(number: int) -> str:
    return f"{findings(number)} is the same in both." if number == 1 else f"{findings(number)} are the same in both."
