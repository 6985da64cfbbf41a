"""Sentences of the pages of an assessment: whole, with places for words.

A sentence with places in braces is filled by the page, which escapes what it puts there. `**Asterisks**` set off, as in
Markdown, in those sentences that are shown as Markdown. A sentence that counts is a function of the number.
"""

from __future__ import annotations

# --- everywhere -------------------------------------------------------------------------------------------------------

WITHOUT_A_NAME = "Without a name"
NEXT_BEST = "Next best questions"
RESULT = "Result"
START_PAGE = "Start page"
PARTS_OF_IT = "Parts of the assessment"
SEE_THE_RESULT = "See the result"
SOURCES = "Sources: {sources}"
TRYING = "Trying what each open question and each change would do …"
TRYING_NEXT = "Trying what each open question could change …"
TRY_AGAIN = "Try again"


def findings(number: int) -> str:
    return "1 finding" if number == 1 else f"{number} findings"


# --- levels and numbers -----------------------------------------------------------------------------------------------

NOT_A_SIGN_OF_SAFETY = "**Nothing can be ruled out yet.** No question has been answered. That is not a sign of safety."
CERTAIN_AT_LEAST, PLAN_FOR, POSSIBLE_UP_TO = "Certain at least", "Plan for", "Possible up to"
WITH_YOUR_MEASURES = "With your measures"
NO_FINDING = "No finding"


def possible(level: str) -> str:
    return f"{level}, possible"


def possible_up_to(level: str, upper: str) -> str:
    return f"{level}, possible up to {upper}"


def nothing_certain(possible: int) -> str:
    return f"Nothing is certain yet, {findings(possible)} still possible"


def confirmed(sure: int, possible: int) -> str:
    return f"{findings(sure)} confirmed, {possible} more possible" if possible else f"{findings(sure)} confirmed"


# --- paths ------------------------------------------------------------------------------------------------------------

STEPS = {"answer": "Answer:", "risk_factor": "Risk factor:", "harm": "Harm:"}
DEPENDS_ON_AN_OPEN_QUESTION = "(depends on an open question)"
LEADS_TO = "leads to"
PICTURE_CAN_BE_MOVED = "Risk graph, can be moved sideways"


def of_year(name: str, year: str) -> str:
    return f"{name}, {year}"


def pathway(label: str) -> str:
    return f"· {label}"


# --- what stands around every page ------------------------------------------------------------------------------------

RESULT_AND_REPORT = "Result and report"
ADDRESS_IS_THE_KEY = (
    "On this machine the address of this page opens this assessment. From elsewhere it opens for you and for those "
    "whom you invite on the page of the review."
)


def page_title(page: str, project: str) -> str:
    return f"{page} · {project} · Riskwalk"


def verdict(level: str, lower: str, upper: str) -> str:
    return f"Level to plan for: {level}. Certain at least: {lower}. Possible up to: {upper}."


def looked_at(looked_at_: int, asked: int) -> str:
    return f"{looked_at_} of {asked} looked at"


# --- a section of questions -------------------------------------------------------------------------------------------

OTHER_ANSWERS_LEAVE_NONE = "Your other answers leave no question to ask here."
NOTE_EXAMPLE = "Why this answer, who said so, what is still to be settled …"
TAKE_BACK = "Take the answer back"
MAY_FALL_AWAY = "Whether this matters depends on what is still open: {questions}"
CHOOSE_ALL = "Choose all that apply."
TAKEN_TO_BE_SO = "For **{choice}** we take it that {presumed} Right? If not, change the answer below."
TAKEN_FROM = ":material/arrow_insert: Taken from **{choice}**; change it where it is otherwise."
CONTRADICTION = "These answers cannot be true together"
MORE_ON_IT = "An example, and who can answer"
EXAMPLE, BEST_PLACED = "**Example:** {example}", "**Best placed to answer:** {role}"
CHOOSE_OR_TYPE = "Choose, or type to search"
CHOOSE_SEVERAL_OR_TYPE = "Choose one or more; type to search"
OPTION_EXPLAINED = "**{option}:** {summary}"
COUNTS_AGAIN = "It counts again once {condition}."
YOUR_WORDS_SUGGEST = "Your words suggest"
TICK_WHAT_FITS = "Tick what fits. Each is an answer like any other, and you find it again in its part."
SHORT_OF_TIME = "Short of time?"
IN_ORDER_OR_FIRST = (
    "You can go through the parts in order, or let the questions come first that could move the verdict most."
)
SHOW_NEXT_BEST = "Show the next best questions"
THESE_COULD_MOVE_MOST = "Of the questions that nobody has looked at yet, these could move the verdict most."
ONE_AT_A_TIME = "One question at a time, large: for a meeting"


def still_to_ask(number: int, minutes: int) -> str:
    """How much is left to ask that could still move something."""
    if number == 1:
        return "**One question left** that can still move something: about a minute."
    return f"**{number} questions left** that can still move something: about {minutes} minutes."


GO_ON_NEXT = "Go on: the next best after these"
ALL_LOOKED_AT = "Every question on the path was looked at."
NO_OTHER_MOVES = (
    "No question that is still open moves anything by itself as your other answers stand. You can stop here, or answer "
    "the rest for the record, section by section."
)
WHY_NOW = ":blue[:material/bolt: {why}]"
IT_DECIDES_A_STOP = "It decides whether a stop condition holds."


def part(at: int, of: int) -> str:
    return f"Part {at} of {of}"


def kept_but_ignored(number: int) -> str:
    if number == 1:
        return "1 answer kept but ignored: other answers took its question off the path"
    return f"{number} answers kept but ignored: other answers took their questions off the path"


def note_on(asks: str) -> str:
    return f"Note on: {asks}"


def option_of_kind(option: str, kind: str) -> str:
    return f"{option} · {kind}"


def back_to(section: str) -> str:
    return f"Back: {section}"


def next_is(section: str) -> str:
    return f"Next: {section}"


def level_anywhere(low: str, high: str) -> str:
    return f"The level to plan for could come out anywhere from {low} to {high}."


def could_move(number: int) -> str:
    return f"It could move {findings(number)}."


# --- in the team's own words ------------------------------------------------------------------------------------------

PROJECT_FIELDS = {
    "name": "Name of the project",
    "team": "Team",
    "purpose": "What is it meant to do, and for whom?",
    "contact": "Contact",
}
WHAT_YOU_FOUND = "What you found"
WHAT_COUNTS_AS_FOUND = (
    "Reports, incidents, studies or experience from the field. Everything listed here goes into the report."
)
EVIDENCE_FIELDS = {"title": "Title", "url": "Link", "finding": "What it says"}
REMOVE, ADD_WHAT_YOU_FOUND = "Remove", "Add what you found"


def new_evidence(at: int) -> str:
    return f"Finding {at}"


# --- beside the questions ---------------------------------------------------------------------------------------------

SO_FAR = "What the answers say so far"
EACH_ANSWER_NARROWS = "Each answer narrows what is possible. The picture of the risks grows here as you go."
NOT_ACCEPTABLE = "This use is not acceptable"
STOP_STILL_POSSIBLE = (
    "**A stop condition is still possible.** Under some answers that are still open, no measure would make this use "
    "acceptable."
)
PICTURE_LARGE = "Open the picture with its words"
PICTURE_SO_FAR = "The risk picture so far"

# --- the result -------------------------------------------------------------------------------------------------------

PARTS = {
    "summary": "Summary",
    "findings": "Findings",
    "to_find_out": "To find out",
    "what_if": "What if",
    "what_to_do": "What to do",
    "law_and_cases": "Law and cases",
    "all_answers": "All answers",
}
LEVEL_MEANS = "**{level} means:** {definition}"
TAKE_IT_WITH_YOU = "Take it with you"
READING = "Which reading"
READINGS_MEAN = "The card is a decision on one page, the pack what a board goes through, the full report all of it."
MATTER_MOST = "The findings that matter most"
HOW_IT_COMES_ABOUT = "How it comes about"
WHO_COULD_BE_HARMED = "Who could be harmed, and how"
GROUPS_WITHOUT_FINDING = (
    "You named these groups, and no finding is tied to them by evidence: {groups}. That is no proof that they are safe."
)
_HEADLINES = {
    "unanswered": "Nothing can be ruled out yet",
    "stopped": NOT_ACCEPTABLE,
    "no_harm": "No harm from machine bias is reached",
}
FIND_OUT_FIRST, DO_FIRST = "Find out first", "Do first"
NO_QUESTION_OPEN = "No question is open."
NO_QUESTION_MOVES = "No open question would move anything as things stand."
STOP = "Stop: no measure makes this use acceptable"
HOLDS_BECAUSE, WOULD_HOLD_IF = "It holds because {condition}.", "It would hold if {condition}."
INSTEAD = "**Instead:** {instead}"
ANSWERS_FILE = "Answers file (YAML), to go on elsewhere"
HAND_OFFS = "Drafts for the next stages and for forms"
HAND_OFF = "Which draft"
DRAFT_OF = "**A draft, not a filing.** {summary} What a kickoff cannot know is left open, with who knows it."
MAY_BE_ASKED_FOR = "**May be asked for by:** {rules}."
FILE_FORMAT = "As which file"
FILE_FORMATS = {
    ".pdf": "PDF",
    ".docx": "Word file",
    ".html": "Web page",
    ".md": "Markdown",
    ".json": "JSON, for other tools",
    ".yaml": "YAML",
    ".csv": "CSV, a row for each field",
    ".py": "Python, to run",
}
DOWNLOAD_DRAFT = "Download the draft"


def headline(standing: str, level: str) -> str:
    """The verdict in a line; `level` is the level to plan for."""
    return f"Level to plan for: {level}" if standing == "findings" else _HEADLINES[standing]


def by_role(role: str) -> str:
    return f"· {role}"


def in_numbers(findings_: str, ruled_out: int, open_questions: int) -> str:
    """The findings in numbers, as one of the phrases above, and what stands beside them."""
    out = "1 risk factor ruled out" if ruled_out == 1 else f"{ruled_out} risk factors ruled out"
    open_ = "1 open question" if open_questions == 1 else f"{open_questions} open questions"
    return f"**{findings_}**, {out}, {open_}."


def stops_possible(number: int) -> str:
    conditions = "1 stop condition" if number == 1 else f"{number} stop conditions"
    return f"{conditions} cannot be excluded yet. Settle this first."


# --- what to find out -------------------------------------------------------------------------------------------------

WHAT_TO_FIND_OUT = "What to find out first"
NO_QUESTION_ON_THE_PATH = "No question on the path is open."
MOST_MOVING_FIRST = "Open questions, the one that could move the verdict most first."
MOVING_NOTHING = "Open, but moving nothing as things stand"
SETTLE_FOR_THE_RECORD = "Settle them for the record. Other answers can give them weight again."
ANSWER_IT = "Answer it"
DECIDES_A_STOP = "**Decides whether a stop condition holds.**"
LEVEL_FROM_TO = "Level to plan for: from {low} to {high}"
BEST_PLACED_AND_WHY = "Best placed to answer: {role}. {why}"
NOTE_SAID = "Note: {note}"


def numbered(at: int, asks: str) -> str:
    return f"{at}. {asks}"


def level_stays(findings_: int) -> str:
    return f"Could move {findings(findings_)}; the level to plan for stays."


# --- findings ---------------------------------------------------------------------------------------------------------

FINDINGS = "Findings"
NOTHING_ANSWERED = "Nothing has been answered, so every harm is still possible. Answer a few questions first."
OPEN_ONE = "{numbers}. Open one to see how it comes about, step by step, and who says so."
WHO_IS_CONCERNED, ALL_GROUPS = "Who is concerned", "All groups"
FINDING = "**{level}** · {risk_factor} → {harm}"
FINDING_ROWS = {
    "level": "Level",
    "residual": WITH_YOUR_MEASURES,
    "status": "Status",
    "likelihood": "Likelihood",
    "severity": "Severity",
    "harm_kind": "Kind of harm",
    "bias_source": "Bias",
    "pathways": "How it grows",
    "evidence": "Evidence",
}
COMES_ABOUT, FALLS_ON, RAISED_OR_LOWERED = (
    "**How it comes about**",
    "**On whom it falls**",
    "**What raises or lowers it**",
)
CHECK_IT = "**Check whether you have it:** {check}"
NO_GROUP_NAMED = "No group is named by the evidence on this path. That does not mean that it falls on everybody alike."
GROUP_SAID, GROUP_SAID_BY_TEAM = "**{group}**: {because}", "**{group}** (named by you): {because}"
GROUPS_AND_KINDS, GROUP = "Groups and kinds of harm", "Group"
NO_GROUP_IN_EVIDENCE = "The evidence behind these findings names no group."
EMPTY_CELL_IS_NO_PROOF = "Groups that evidence ties to a finding. An empty cell is no proof that a group is safe."
RULED_OUT, NOTHING_RULED_OUT = "Ruled out, and why", "Nothing was ruled out."
NO_EVIDENCE = "Not ruled out: nothing published ties it to such a use"
WITHOUT_HARM = "Not ruled out: raised by your answers, without a harm that follows"
COMES_BACK_IF = "It comes back if {condition}."


_MOVES = {
    ("likelihood", True): "raises likelihood",
    ("likelihood", False): "lowers likelihood",
    ("severity", True): "raises severity",
    ("severity", False): "lowers severity",
}


def moved(scale: str, up: bool, certain: bool) -> str:
    """An answer that raises or lowers a finding on a scale."""
    moves_ = _MOVES[scale, up] if certain else f"{_MOVES[scale, up]} (if that is the answer)"
    return f"**{{option}}** {moves_}: {{because}}"


def show_all_findings(number: int, worst: int) -> str:
    return f"Show all {number}, not only the worst {worst}"


def show_more_ways(number: int) -> str:
    return f"Show {_more_ways(number)} in which it comes about"


def more_ways_in_report(number: int) -> str:
    return f"{_more_ways(number)} in the report."


def _more_ways(number: int) -> str:
    return "1 more way" if number == 1 else f"{number} more ways"


def smallest_change(number: int) -> str:
    if number == 1:
        return "**The smallest change that removes it**"
    return "**The smallest changes that together remove it**"


# --- what if ----------------------------------------------------------------------------------------------------------

WHAT_IF = "What if …"
NO_LEVER = (
    "No single change of a decision that is still yours would lower the verdict or remove a finding. That can mean "
    "that there is nothing to lower, that several changes are needed together (a finding names them), or that only "
    "measures help."
)
STRONGEST_FIRST = (
    "Decisions that are still yours, the strongest change first. Switch one on to see what it would do. Your answers "
    "stay as they are until you make the change."
)
DECIDE_SO, SINGLE_DECISIONS = "Decide so, and plan these measures", "Single decisions"
BECOMES, STAYS = "{before} becomes {after}", "Stays {level}"
WITH_EFFECTS = "{level} · {effects}"
TRY_IT, MAKE_THIS_CHANGE = "What if?", "Make this change"
AS_IT_IS, WITH_THIS_CHANGE = "**As it is**", "**With this change**"
DISAPPEARING, APPEARING = "− {finding} {level}", "+ {finding} {level}"
MOVING = "{finding}: {before} becomes {after}"
NO_FINDING_MOVES = "No finding changes its level."


def heading(phrase: str) -> str:
    """A phrase as a heading: English begins it with a capital letter."""
    return phrase[:1].upper() + phrase[1:]


def at_level(level: str) -> str:
    return f"({level})"


def removed(number: int) -> str:
    return f"{findings(number)} removed"


def lowered(number: int) -> str:
    return f"{findings(number)} lowered"


def added(number: int) -> str:
    return f"{findings(number)} added"


def disappears(number: int) -> str:
    return f"**Disappears: {findings(number)}**"


def appears(number: int) -> str:
    return f"**Appears: {findings(number)}**"


def moves(number: int) -> str:
    return f"**Moves: {findings(number)}**"


# --- what to do -------------------------------------------------------------------------------------------------------

WHAT_TO_DO = "What to do"
NOTHING_TO_RECOMMEND = "There is nothing to recommend yet: the answers reach no finding."
ANSWER_FIRST = "Answer a few questions first."
STAGE, ALL_STAGES = "Stage", "All stages"
WHO, EVERYBODY = "Who", "Everybody"
NOTHING_FOR_ROLE = "Nothing for this role at this stage."
DECLARE_WHAT_YOU_DO = (
    "Declare what you plan or already do, and the level that is left shows here. What is not declared counts for "
    "nothing."
)
DECLARED_BUT_USELESS = "Declared, but working on no finding of this assessment: {measures}."
MEASURE_STATUSES = {"open": "Not declared", "planned": "Planned", "in_place": "In place"}
OWNER, DUE = "Owner", "Due"
WHY_HOW_WHEN = "Why, how, and when it is done"
DONE_WHEN = "**Done when:** {done_when}"
TOOLS, WORKS_ON = "**Tools**", "**Works on**"
TOOL = "{tool}: {note}"


def status_of(measure: str) -> str:
    return f"Status of: {measure}"


def show_all_measures(number: int, most: int) -> str:
    return f"Show all {number}, not only the {most} that matter most"


def declared(number: int) -> str:
    measures = "1 measure" if number == 1 else f"{number} measures"
    return f"{measures} declared. Level to plan for: {{level}} With your measures: {{residual}}"


def works_on(number: int) -> str:
    return f"{{kind}} · {{role}} · works on {findings(number)}, the worst of them {{level}}"


# --- law, cases, answers ----------------------------------------------------------------------------------------------

RULES_THAT_MAY_APPLY = "Rules that may apply"
NOT_LEGAL_ADVICE = "For your lawyers to check. This is not legal advice."
NO_RULE_KNOWN = "The answers point to no rule that this knowledge base knows. That does not mean that none applies."
RULE = "{jurisdiction} · {kind} · {point} · as of {as_of}"
RULE_MAYBE = "{jurisdiction} · {kind} · {point} · as of {as_of} · depends on an open question"
TO_CHECK = "**To check:** {check}"
SIMILAR_CASES = "Similar documented cases"
NO_CASE_RECORDED = "No documented case is recorded for these tasks and deployments."
INCIDENT = "**{about}.** {supports}"
ALL_ANSWERS = "All answers"
LEFT_THE_PATH = "(left the path, ignored)"
KNOWLEDGE_BASE = "Knowledge base {version}, digest {digest}."
