"""Sentences of the readings that a team and its board take away: whole, with places for words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from questionnaire.wording.report import PROJECT_FIELDS, comma, count, findings, semicolon

__all__ = ["PROJECT_FIELDS", "comma", "count", "findings", "semicolon"]

NOT_NAMED = "Unnamed project"
REPORT, CARD, PACK, NOTICE = "Machine-bias risk report", "Decision card", "Board pack", "Notice to people concerned"
READING_LABELS = {"full": "Full report", "card": CARD, "pack": PACK, "notice": NOTICE}
WHAT_IT_IS = (
    "Riskwalk compares a kickoff’s answers with published knowledge on machine bias. It does not test a system, is not "
    "legal advice, and clears nobody: what it does not name, nobody has looked at yet."
)


def titled(kind: str, project: str) -> str:
    return f"{kind}: {project}"


def imprint(version: str, digest: str) -> str:
    return f"Riskwalk · knowledge base {version} · {digest}"


def quoted(words: str) -> str:
    return f"‘{words}’"


def answer_quoted(question: str, option: str) -> str:
    """An answer with its question."""
    return f"{question} ‘{option}’"


def at_least(level: str) -> str:
    return f"at least {level}"


def up_to(level: str) -> str:
    return f"up to {level}"


def after_measures(level: str) -> str:
    return f"{level} after measures"


def finding_noun(number: int) -> str:
    """Stands before the numbers of so many findings."""
    return "finding " if number == 1 else "findings "


def named_and_others(named: Sequence[str], others: Sequence[str]) -> str:
    return f"{comma(named)} (named by the team); shown elsewhere also for {comma(others)}"


def shown_elsewhere(groups: Sequence[str]) -> str:
    return f"None that the team named; shown elsewhere for {comma(groups)}"


def begin(sentence: str) -> str:
    """The words as they begin a sentence: with a capital."""
    return sentence[:1].upper() + sentence[1:]


def and_more(shown: Sequence[str], more: int) -> str:
    """A list that was cut, with how many it leaves out."""
    if not more:
        return comma(shown)
    return f"{comma(shown)} and {more_groups(more)}"


def more_groups(number: int) -> str:
    return count(number, "more group", "more groups")


SAME_AS, AS_FOR, REASON_AS = "The same as for ", "As for ", "For the same reason as "
NO_GROUP_SHORT = "no group in particular"

# --- the card ---------------------------------------------------------------------------------------------------------

AUTHOR, DATE = "Author", "Date"
ANSWERED, STATUS, REVISION = "Date of the answers", "Status", "Revision"
CERTAIN_ALREADY, POSSIBLE_AT_MOST = "Certain already", "Possible at most"
AFTER_MEASURES, NONE_DECLARED = "After declared measures", "none is declared"
CONTRADICTIONS = "Answers that cannot be true together; until they are settled, the worse reading counts"
MORE_STOPS = "Nor is it acceptable for this reason"
POSSIBLE_STOPS = "To settle first: this would make the use unacceptable, whatever is done"
DECIDING = "What decides"
SETTLE_FIRST = "Settle first"
DO_FIRST = "Do first"
DECISION = "The decision asked for"
DECISIONS = ("Approved", "Approved with conditions", "Refused")
CONDITIONS = "Conditions"
CONDITIONS_HEAD = ("Condition", "Owner", "Until")
SIGNATURES = ("Name, role", "Date, signature", "To be reviewed again by")
NOTHING_TO_SETTLE = "No open question moves the level or a finding."
IF_YOU_GO_ON = "If you go on all the same: "
DO_NOT_BUILD = "Do not build it for this use."
KINDS_OF_STEPS = {"answer": "Answer", "risk_factor": "Risk factor", "harm": "Harm"}


def falls_on(groups: str) -> str:
    return f"Can fall on: {groups}."


def clipped(text: str) -> str:
    """A text that was cut; the whole of it stands under the answers."""
    return f"{text}… (in full under “{SECTIONS['answers']}”)"


def more_stops(number: int) -> str:
    return f"{count(number, 'more such condition', 'more such conditions')} in the JSON result."


def more_findings(number: int, *, here: bool) -> str:
    """How many findings are told elsewhere: below, where this stands in the full report."""
    return f"{count(number, 'more finding', 'more findings')} {'below' if here else 'in the full report'}."


def no_finding(*, here: bool, listed: bool) -> str:
    """What to do where no harm is reached; `listed`: whether anything could come back, which the full report tells."""
    if not listed:
        return "Keep it under review: other answers can bring a harm back."
    return f"Keep it under review: {'below stands' if here else 'the full report tells'} what would bring a harm back."


def stopped_by(choice: str) -> str:
    """The choice that a stop hangs on, behind its reason."""
    return f" This follows from {quoted(choice)}."


def instead(text: str) -> str:
    return f" Instead: {text}"


def path_in_words(titles: Sequence[str]) -> str:
    """The boxes of a trail in one sentence."""
    return f"From {' to '.join(f'‘{title}’' for title in titles)}."


def settles(level_low: str, level_high: str, findings: int, settles_stop: bool) -> str:
    """What the answer to an open question can do, in a phrase."""
    first = ["decides whether the use is acceptable at all"] if settles_stop else []
    if level_low != level_high:
        first.append(f"moves the level between {level_low} and {level_high}")
    elif findings:
        first.append(f"moves {count(findings, 'finding', 'findings')}")
    return comma(first)


def asked_of(role: str) -> str:
    return f"Ask the {role}."


# --- the full report --------------------------------------------------------------------------------------------------

SECTIONS = {
    "summary": "Summary",
    "findings": "What could go wrong, and for whom",
    "stakes": "What is at stake, and how severe it is",
    "moves": "What makes it worse or better",
    "people": "Who bears which harm",
    "unknowns": "What to find out",
    "ways": "What brings the level down",
    "recommendations": "What to do",
    "ruled-out": "What leads to no harm here",
    "regulations": "Rules that may apply",
    "incidents": "Similar documented cases",
    "evidence": "Bias known before any machine learning",
    "answers": "The answers",
    "sources": "Sources",
    "method": "How to read this, and its limits",
}
TOO_LITTLE = (
    "Too little has been answered for a report: nothing can be ruled out yet, and a list of everything helps nobody. "
    "These questions decide most; “we do not know yet” is an answer too."
)
GRID = (
    "The findings by number, each as a span: a fine line leads from what is certain to the dot where to plan for it (a "
    "ring: it may not arise at all), a dashed arrow to where open questions could take it at most."
)
GRID_IN_WORDS = "Likelihood and severity of each finding, to plan for, at least and at most:"
BEYOND_THE_SCALE = "Beyond the scale: not acceptable, whatever is done"
BEYOND_IF_SO = "Beyond the scale, if an open question is answered so: not acceptable, whatever is done"
LIKELIHOOD, SEVERITY = "Likelihood", "Severity"
RAISED_BY = "What raises it. "
ALSO_RAISED_BY, ALSO_BY = "Also raised by ", "Also by "
FOR_MORE_REASONS = "There are more reasons for it."
LOOK_UP = "Look it up: "
CHECK, RECOMMENDED = "Check. ", "To do. "
SMALLEST_CHANGE, AND_ALSO = "Smallest change that removes ", " And: "
STAKES = "Why each harm weighs what it does in this use."
STAKES_ADDED = f" Answers that add to it stand under “{SECTIONS['moves']}”."
MOVES = (
    "Some answers move likelihood or severity by whole steps; on each scale the strongest step up and the strongest "
    "step down count once."
)
OPEN_MOVES = "Still open"
MATRIX = "The worst level to plan for of any finding that falls on a group, by kind of harm."
MATRIX_EMPTY = (
    "A dash means that no finding ties the group to that kind of harm: nothing was found, which does not say that it "
    "is safe. A question mark: only if open questions are answered so."
)
GROUP, NOT_TIED, WHY_THESE_GROUPS = "Group", "–", "Why these groups"
WITHOUT_FINDING = (
    "Named by the team, and no finding falls on them. That is a gap in our knowledge, not a clearance: ask people of "
    "these groups what they expect and fear."
)
UNKNOWNS_HEAD = ("No.", "Question", "What an answer can do", "Who can answer")
WAYS_HEAD = ("Decision", "From → to", "What it does")
SINGLE_DECISIONS, OTHER_DECISIONS = "Single decisions", "Other single decisions"
RULED_OUT = "The choices could bring these risk factors, and an answer rules them out. If it changes, they come back."
OTHER_CIRCUMSTANCES = "Known from other circumstances than yours; if yours become such, they come back:"
NO_EVIDENCE = (
    "Not ruled out. What is published concerns other kinds of use; nobody is known to have looked at one like yours:"
)
WITHOUT_HARM = "Not ruled out. The answers raise these, and no harm that they are known to lead to follows:"
RULES = "Points for a lawyer to check. This is a list of questions, not legal advice."
NO_RULE = "No rule that the knowledge base holds fits these answers. Others may apply: ask a lawyer."
RULES_IF_SO = "Only if open questions are answered so"
RULES_HEAD = ("Rule", "Where", "To check")
NOTE, TOOLS = "Note: ", "Tools: "
JUDGED = (
    "Beside other sources: what they show is carried over to uses like yours. Alone: no published source was found."
)
NO_SOURCES = "The report makes no claim that needs a source."
STOPPED = (
    "So this report says why, and what would be another project. It leaves out what to find out, single decisions and "
    "measures, which the JSON result holds."
)
FINDINGS_HEAD = ("No.", "Level", "What can go wrong, and why", "Who bears it")
CHANGED_AS_ABOVE = "Changed as above."
LOWER_IN_SHORT = (
    "A measure that only findings of lower rank or open questions ask for stands in short; the hand-off of issues says "
    "how to go about it."
)
DECLARED = {"planned": "Planned", "in_place": "In place"}
IF_SO, HANGS_ON_OPEN = "if so", "hangs on an open question"


def told_with(number: int, findings: str) -> str:
    """Where it stands why groups bear harms, by the numbers of so many findings."""
    return f"the reason stands with {finding_noun(number)}{findings}."


def place_in_grid(number: int, planned: str, lower: str, upper: str) -> str:
    """`lower` is empty where a finding may not arise at all."""
    least = [] if lower == planned else [f"at least {lower}" if lower else "may not arise"]
    most = [] if upper == planned else [f"at most {upper}"]
    bounds = "; ".join([*least, *most])
    return f"{number}: {planned} ({bounds})" if bounds else f"{number}: {planned}"


def grave(likelihood: str, severity: str, ways: Sequence[str], evidence: str) -> str:
    """How grave a finding is; `ways` are the pathways by which it grows, `evidence` is empty where it is strongest."""
    said = (f"Likelihood {likelihood}, severity {severity}", evidence and f"evidence {evidence}", comma(ways))
    return f"{'; '.join(filter(None, said))}."


def severity(bounds: str) -> str:
    return f"Severity {bounds}. "


def moves_scale(scale: str, by: int) -> str:
    steps = "a step" if abs(by) == 1 else f"{abs(by)} steps"
    return f" {'raises' if by > 0 else 'lowers'} {scale} by {steps}. "


def moves_scale_if_so(option: str, scale: str, by: int, *, answered: bool) -> str:
    """What an answer does if something is so that is open: the answer itself, or what it hangs on."""
    steps = "a step" if abs(by) == 1 else f"{abs(by)} steps"
    hangs = ", but this hangs on an open question" if answered else ""
    return f"‘{option}’ would {'raise' if by > 0 else 'lower'} {scale} by {steps}{hangs}: "


TOLD_WITH, TOLD_ABOVE = "as told with ", "as told above."


def told_under(title: str) -> str:
    return f"as told under ‘{title}’."


def then(title: str) -> str:
    return f" Then ‘{title}’: "


def by_way_of(answer: str, title: str) -> str:
    """Stands before the reason of a second step, where the first was told already."""
    return f"{answer}, by way of ‘{title}’: "


def comes_back_if(condition: str, number: int) -> str:
    return f"{'It comes' if number == 1 else 'They come'} back if {condition}."


def trade_off(text: str) -> str:
    return f" Gained and given up: {text}"


def done_when(text: str) -> str:
    return f"Done when: {text}"


def done_as(kind: str, role: str) -> str:
    """What sort of action a recommendation is, and whose."""
    return f"{kind}, by the {role}"


# Before the findings that a recommendation works on: behind whose action it is, and before a reason of their own.
WORKS_ON, WORKS_FOR = ", for ", " For "


def declared(status: str, owner: str, due: str) -> str:
    by = f"owner {owner}" if owner else "no owner named"
    until = f"until {due}" if due else "no date named"
    return f"{DECLARED[status]}: {by}, {until}."


def rule(jurisdiction: str, point: str, class_: str, as_of: str) -> str:
    return f" {jurisdiction}, {point}; {class_}; as of {as_of}. "


def to_check(text: str) -> str:
    return f" To check: {text}"


def concerns(choices: Iterable[str]) -> str:
    return f" Concerns {semicolon(choices)}. "


def source(authors: str, year: str) -> str:
    return f"{authors} ({year}). " if authors else f"({year}). "


def level_goes(before: str, after: str) -> str:
    return f"{before} → {after}"


def does(many: tuple[int, int, int], named: tuple[str, str]) -> tuple[str, ...]:
    """What a change does to how many findings: those that it removes and lowers by their numbers, and how many it
    adds; nothing of what it does to none."""
    removes, lowers, adds = many
    each = (("removes", removes, named[0]), ("lowers", lowers, named[1]))
    known = [f"{verb} {finding_noun(number)}{which}" for verb, number, which in each if number]
    return (*known, f"adds {findings(adds)}") if adds else tuple(known)


def done_by(role: str) -> str:
    return f" (by the {role})"


def rest_open(questions: Iterable[str]) -> str:
    return f"Open too, and moving nothing as the other answers stand: {' '.join(questions)}"


def left_the_path(answer: str) -> str:
    return f"{answer} (left the path, counts for nothing)"


# --- the board pack ---------------------------------------------------------------------------------------------------

PACK_SECTIONS = {
    "agenda": "Agenda: the findings by severity",
    "down": "What would lower the level",
    "voices": "The opinion of the people concerned",
    "cases": "Similar documented cases",
    "since": "What has changed",
}
PACK_ROWS, PACK_ROWS_HEAD = "The others, in a row each", ("Finding", "The answer behind it", "To change, or to do")


def others_in_rows(told: int, all_: int) -> str:
    return (  # which are told, and where the others are
        f"{told} of {all_} findings are told in five lines each, those of the highest level and the first of each risk "
        "factor before others. The others have a row each; the full report tells them under the same numbers."
    )


NO_VOICE = (
    "No opinion of people who bear the consequences is on record. A decision without it rests on the team’s view alone."
)
SINCE_HEAD = ("Finding", "What happened", "Was", "Is", "Caused by")
SINCE_ANSWERS, SINCE_ANSWERS_HEAD = "Answers that have changed", ("Question", "Was", "Is")
NO_ANSWER_CHANGED, NOTHING_THERE = "No answer has changed.", "–"
_LISTED_BY = "a comparison of the two lists all."
HOW = {"appeared": "appeared", "vanished": "vanished", "moved": "moved"}
CAUSED_BY = {"answers": "an answer", "knowledge": "the knowledge base", "both": "an answer and the knowledge base"}


def more_findings_differ(number: int) -> str:
    """How many findings that differ are left out; nothing where none is."""
    return f"{count(number, 'more finding differs', 'more findings differ')}; {_LISTED_BY}" if number > 0 else ""


def more_answers_differ(number: int) -> str:
    """How many answers that have changed are left out; nothing where none is."""
    return f"{count(number, 'more answer differs', 'more answers differ')}; {_LISTED_BY}" if number > 0 else ""


def since(edition: str, before: str, after: str) -> str:
    """What the level was at an edition, and what it is."""
    if before == after:
        return f"Since {edition} the level to plan for has stayed {after}."
    return f"Since {edition} the level to plan for has gone from {before} to {after}."


def knowledge_moved(before: str, after: str) -> str:
    return f"The knowledge base was {before} then and is {after} now."


NO_FINDING_CHANGED = "No finding appeared, vanished or moved."
WHY, FALLS_ON, TO_CHECK, TO_DO, TO_CHANGE = "Why", "Can fall on", "To check", "To do", "To change"


def check_and(what: str) -> str:
    """The label of what is to be checked together with what is to be done."""
    return f"{TO_CHECK}, {what.lower()}"


SOURCES_IN_FULL = "Every sentence here has its sources in the full report."
NONE_FOUND = "Nothing found among what the team controls."


def rests_on(sure: str, shows: str) -> str:
    """How sure a team is of an answer, and what shows it; each is empty where nothing was said."""
    return f"How sure: {', '.join(filter(None, (sure, shows)))} " if sure else f"{shows} "


def address(url: str) -> str:
    """An address as it stands behind what it is the address of; nothing where there is none."""
    return f" ({url.strip()})" if url.strip() else ""


# Addresses that name a work for good, and what others fit on a line; the rest is cut behind the host.
KEPT_WHOLE, LONGEST_ADDRESS = ("doi.org/", "arxiv.org/"), 44


def short(url: str) -> str:
    """An address as it is printed beside a link that leads there."""
    return url.removeprefix("https://").removeprefix("www.").rstrip("/")


def short_of_source(url: str) -> str:
    """An address as it is printed in a list of sources: whole where it is short or names a work for good."""
    bare = short(url)
    if bare.startswith(KEPT_WHOLE) or len(bare) <= LONGEST_ADDRESS:
        return bare
    return f"{bare.partition('/')[0]}/…"


def behind_title(title: str, url: str) -> str:
    """What ends the title of a source, as far as it does not end itself, and its address, if it has one."""
    stop = "" if title.endswith((".", "?", "!")) else "."
    return f"{stop} {short_of_source(url)}" if url else stop


# --- the notice -------------------------------------------------------------------------------------------------------

NOTICE_DRAFT = (
    "Draft, from what the team answered before it builds anything. Put it into your own words, and let some of "
    "the people concerned read it first."
)
WHAT_IT_IS_FOR = "What it is for"
WHAT_COULD_GO_WRONG = "What could go wrong for you"
COULD_GO_WRONG = "Such systems have gone wrong elsewhere, or could go wrong, in these ways:"
WHAT_IS_DONE = "What is done against it"
WHOM_TO_ASK = "Whom to ask"
NOT_SETTLED = "Not settled yet."
NOTHING_DECLARED = "The team has not declared any measure yet."
NOTHING_SETTLED_YET = "Too little is settled to say."
NOTHING_FOUND_FOR_YOU = (
    "What is known of such systems does not show a harm to people from machine bias. Tell us if you see one."
)


def all_more_likely_for(groups: Iterable[str]) -> str:
    return f"Each harm told here can fall more on: {comma(groups)}. Others who can bear more stand beside it."


def more_likely_as_for(harm: str) -> str:
    return f"This can fall more on the same people as ‘{harm}’."


def more_likely_for(groups: Iterable[str], *, besides: bool) -> str:
    """`besides`: whether others were named before, on whom it falls as well."""
    return f"This can {'also ' if besides else ''}fall more on: {comma(groups)}."
