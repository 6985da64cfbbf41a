"""Sentences of the hand-offs. A hand-off is a draft: no word here says that something is met, passed or allowed."""

from __future__ import annotations

from collections.abc import Sequence

from questionnaire.wording.report import comma, count

__all__ = ["comma"]

# --- every hand-off ---------------------------------------------------------------------------------------------------

DRAFT, FILLED, PART, OPEN = "Draft", "filled", "in part", "open"
STATES = {"filled": FILLED, "part": PART, "open": OPEN}
STILL_TO_FILL = "Still to fill"
AS_OF, FORM, RESTS_ON = "Form as of", "Form", "Rests on"
NOTHING_KNOWN = "Nothing at the kickoff."
MORE_NEEDED = "[More Information Needed]"
CUT = "…"
DID_NOT_FIT = "The rest of the text, which is longer than the field may be: shorten it"
COLUMNS = ("Field", "Name", "Text", "State", "Still to fill")

EVALUATION, EVALUATION_LABEL = "evaluation-plan", "Evaluation plan, for each group by itself"
EVALUATION_SUMMARY = "Metrics, slices and how many cases each group needs, as YAML and as a Python skeleton."
ISSUES, ISSUES_SUMMARY = "issues", "Open questions and recommendations with stable ids, for a tracker."


def draft(project: str, version: str, digest: str) -> str:
    return (
        f"Draft, not a filing: prefilled by Riskwalk from the kickoff answers of {project}, with knowledge base "
        f"{version} (digest {digest}). What a kickoff cannot know is left open, with the role that knows it."
    )


def imprint(version: str, digest: str) -> str:
    return f"Draft by Riskwalk · knowledge base {version} · {digest}"


def state_of(filled: int, part: int, open_: int) -> str:
    fields = count(filled + part + open_, "field", "fields")
    return f"Of {fields}, {filled} filled, {part} in part, {open_} open."


def keyed(key: str, title: str) -> str:
    return f"{title} [{key}]"


def chosen(label: str) -> str:
    return f"Chosen of the form's list: {label}"


def who_knows(what: str, who: str) -> str:
    return f"{what} (known by: {who})"


# --- answers ----------------------------------------------------------------------------------------------------------


def answered(question: str, labels: Sequence[str], note: str) -> str:
    told = f"{question} ‘{'’; ‘'.join(labels)}’"
    return f"{told}. Note of the team: {note}" if note else told


def presumed(question: str, labels: Sequence[str]) -> str:
    return f"{question} ‘{'’; ‘'.join(labels)}’ (presumed from other answers, not said by the team)"


def unknown(question: str, role: str, note: str) -> str:
    told = f"{question} Not known yet; to be found out by the {role}."
    return f"{told} Note of the team: {note}" if note else told


def unanswered(question: str, role: str) -> str:
    return f"{question} Not answered yet; the {role} can best answer."


def does_not_apply(question: str) -> str:
    return f"{question} Does not apply, says the team."


# --- results ----------------------------------------------------------------------------------------------------------

PROJECT = {"name": "Name", "team": "Team", "purpose": "Purpose", "contact": "Contact"}
NO_FINDING = "The answers reach no harm from machine bias."
NO_MEASURE = "No measure is declared."
NOT_ASKED_FOR = "None of the rules that may ask for this form came up with these answers."
TEAM = "Team"
NOTHING_RULED_OUT = "Nothing is answered yet, so nothing is ruled out."


def field(label: str, text: str) -> str:
    return f"{label}: {text}"


def verdict(planned: str, lower: str, upper: str, residual: str, because: str) -> str:
    return (
        f"Level of machine-bias risk in the words of Riskwalk: to plan for {planned}, certain already {lower}, "
        f"possible at most {upper}, after declared measures {residual}. {because}"
    )


def stop(title: str, because: str, instead: str, *, certain: bool) -> str:
    begin = "No mitigation makes this acceptable" if certain else "Depending on open questions, not acceptable"
    return f"{begin}: {title}. {because}{f' Instead: {instead}' if instead else ''}"


def group(title: str, findings: str, *, named: bool) -> str:
    by = "named by the team" if named else "shown elsewhere"
    return f"{title} ({by}): {findings}"


def group_without(title: str) -> str:
    return f"{title} (named by the team): no finding falls on them; that is a gap in our knowledge, not a clearance"


def finding(number: int, title: str, level: str, groups: str, way: str, because: str) -> str:
    return f"Finding {number}, {title}. Level {level}; falls on {groups}. How: {way}. {because}"


NO_GROUP = "no group in particular"


def measure(title: str, status: str, owner: str, due: str) -> str:
    by = f"owner {owner}" if owner else "no owner named"
    until = f"until {due}" if due else "no date named"
    return f"{status}: {title} ({by}, {until})"


def proposed(title: str, role: str, done_when: str) -> str:
    return f"Proposed, not decided: {title} (by the {role}). Done when: {done_when}"


def less_intrusive(question: str, words: str, level: str, trade_off: str) -> str:
    told = f"{question} Possible instead: {words}; the level to plan for would be {level}."
    return f"{told} {trade_off}" if trade_off else told


def unknown_moves(question: str, role: str) -> str:
    return f"Open and able to move the level or a finding: {question} (to be found out by the {role})"


def more_findings(number: int) -> str:
    return f"{count(number, 'more finding', 'more findings')} in the result."


def ruled_out(title: str, because: str) -> str:
    return f"Ruled out by an answer: {title}. {because}"


def no_evidence(title: str) -> str:
    return f"Nobody is known to have looked at this in a use like this one: {title}"


def evidence(title: str, finding_: str, url: str) -> str:
    return " ".join(filter(None, (f"{title}.", finding_, url)))


def regulation(title: str, point: str, check: str, as_of: str, *, certain: bool) -> str:
    begin = "May apply" if certain else "May apply, depending on open questions"
    return f"{begin}: {title} ({point}; as of {as_of}). To check: {check}"


def assessed_by(version: str, dated: str) -> str:
    on = f", {dated}" if dated else ""
    return f"Riskwalk at the kickoff, on risk factors of machine bias (knowledge base {version}{on})"


def metric(title: str, summary: str, findings: str) -> str:
    return f"{title}. {summary} For {findings}"


def cases(gap: int, number: int) -> str:
    return (
        f"To see a gap of {gap} percentage points between two groups, each needs at least {number:,} cases that count, "
        "held back from training."
    )
