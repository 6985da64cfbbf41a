"""Sentences of the report: whole, with places for words.

A text in `*asterisks*` is one that a renderer sets off, and `{words}` in braces are places that a renderer fills in a
look of its own, such as a link. Plurals are the matter of functions. Another language is another set of these.
"""

from __future__ import annotations

from collections.abc import Iterable

# --- words that stand in many places ----------------------------------------------------------------------------------

REPORT = "Machine-bias risk report"
PROJECT_FIELDS = {"name": "Name", "team": "Team", "purpose": "Purpose", "contact": "Contact"}
NOT_NAMED = "Unnamed project"
DECLARED = {"planned": "Planned", "in_place": "In place"}
DECLARED_INLINE = {"planned": "planned", "in_place": "in place"}
KINDS_OF_STEPS = {"answer": "Answer", "risk_factor": "Risk factor", "harm": "Harm"}
CERTAIN_ALREADY = "Certain already"
TO_PLAN_FOR = "To plan for"
POSSIBLE_AT_MOST = "Possible at most"
AFTER_DECLARED_MEASURES = "After declared measures"
NO_MITIGATION = "No mitigation makes this use acceptable."
NOTHING_RULED_OUT_YET = "Nothing can be ruled out yet"
NO_HARM = "The answers reach no harm from machine bias."
WHAT_IT_IS = (
    "Riskwalk compares a kickoff’s answers with published knowledge on machine bias. It does not test a system, "
    "is not legal advice, and clears nobody: what it does not name, nobody has looked at yet."
)


def count(number: int, one: str, many: str) -> str:
    """`1 finding`, `2 findings`: a number with its noun, both forms of which are given."""
    return f"{number} {one if number == 1 else many}"


def findings(number: int) -> str:
    return count(number, "finding", "findings")


def between(lower: str, upper: str) -> str:
    """A range of a scale, such as low to high."""
    return f"{lower} to {upper}"


def at_least(upper: str, lower: str) -> str:
    """The level to plan for, with what is certain."""
    return f"{upper} (at least {lower})"


def begin(sentence: str) -> str:
    """The words as they begin a sentence: with a capital."""
    return sentence[:1].upper() + sentence[1:]


def comma(words: Iterable[str]) -> str:
    """A plain list."""
    return ", ".join(words)


def semicolon(sentences: Iterable[str]) -> str:
    """A list of what may hold commas itself."""
    return "; ".join(sentences)


# --- the document -----------------------------------------------------------------------------------------------------

CARD = "The decision on one page"
CONTENTS = "Contents"
# Title, and the title inside a sentence.
SECTIONS = {
    "summary": ("Summary", "summary"),
    "graph": ("The risk graph", "the risk graph"),
    "findings": ("Findings", "findings"),
    "matrix": ("Who bears which harm", "who bears which harm"),
    "gaps": ("Groups named without a finding", "groups named without a finding"),
    "ruled-out": ("Ruled out", "ruled out"),
    "unknowns": ("What to find out", "what to find out"),
    "levers": ("What could be decided otherwise", "what could be decided otherwise"),
    "recommendations": ("Recommendations", "recommendations"),
    "regulations": ("Rules that may apply", "rules that may apply"),
    "incidents": ("Similar documented cases", "similar documented cases"),
    "evidence": ("Bias known before any machine learning", "bias known before any machine learning"),
    "answers": ("Answers", "answers"),
    "sources": ("Sources", "sources"),
    "about": ("About this report", "about this report"),
}
# On the buttons that give the report in a format.
AS_PDF = "Report as PDF"
AS_JSON = "Result as JSON"
AS_MARKDOWN = "Report as Markdown"
IN_FULL = "in full under “Answers”"


def document_title(project: str) -> str:
    return f"{REPORT}: {project}"


def imprint(version: str, digest: str) -> str:
    return f"Riskwalk · knowledge base {version} · {digest}"


def page_of(page: int, pages: str) -> str:
    """The number of a page; how many there are stands last, because it is filled in once the last page is set."""
    return f"Page {page} of {pages}"


def clipped(text: str, where: str) -> str:
    """A text that was cut, and where the whole of it stands."""
    return f"{text}… ({where})"


# --- the card ---------------------------------------------------------------------------------------------------------

AT_KICKOFF = "*Riskwalk*\u00a0 Machine-bias risk report, at kickoff"
AT_KICKOFF_DATED = "*Riskwalk*\u00a0 Machine-bias risk report, at kickoff · {date}"
WHY_NOT_ACCEPTABLE = "Why no mitigation makes this use acceptable"
SETTLE_FIRST = "To settle first: this would make the use unacceptable, whatever is done"
CONTRADICTIONS = "Answers that cannot be true together; until they are settled, the worse reading counts"
ALL_RULED_OUT = "All of them, why, and what would bring them back: “Ruled out”."
NO_ANSWER_LEADS_THERE = "No answer leads there."
FIND_OUT_FIRST = "Find out first"
NO_QUESTION_OPEN = "No question is open."
SETTLES_STOP = "Settles whether the use is acceptable at all."
DO_FIRST = "Do first"
DO_NOT_BUILD = "Do not build it for this use."
ANSWER_FIRST = (
    "Answer the questions on the left. Ten answers give a first useful result; “we do not know yet” is an answer too."
)
NO_MITIGATION_YET_REVIEW = (
    "No mitigation is asked for. Keep the answers under review: what would bring a risk back stands under “Ruled out”."
)
CHARACTERS_WHICH = "{note} {which}."
WHICH_ONES = "Which ones"
FINDING_ON_CARD = "*{finding}* → {harm}."
NUMBER = "\u00a0 No.\u00a0{number}"


def project_field(label: str, text: str) -> str:
    return f"{label}: {text}"


def until_answered(level: str) -> str:
    return f"Until something is answered, plan for: {level}."


def more_in_summary(number: int) -> str:
    return f"{number} more: see the summary."


def findings_that_matter(shown: int, total: int) -> str:
    return f"The findings that matter most ({shown} of {total})" if total > 3 else f"The findings ({total})"


def possible(level: str) -> str:
    """The level of a finding that only open questions lead to."""
    return f"{level} (possible)"


def falls_on(groups: Iterable[str], more: int) -> str:
    named = comma(groups)
    if more <= 0:
        return f"Falls on: {named}."
    return f"Falls on: {named} and {more} more groups." if more > 1 else f"Falls on: {named} and one more group."


def ruled_out_by_answers(number: int) -> str:
    return f"Ruled out by the answers ({number})"


def knowledge_base(version: str, digest: str) -> str:
    return f"Knowledge base {version}, digest {digest}."


def source_named(titles: Iterable[tuple[str, str]]) -> str:
    """The sources by title and year."""
    return f"Source: {semicolon(f'{title} ({year})' for title, year in titles)}."


def characters_missing(number: int) -> str:
    noun = "character" if number == 1 else "different characters"
    return (
        f"This report’s font lacks {number} {noun}; □ stands in the place of each. Nothing was changed in the "
        "answers themselves."
    )


RIGHT_TO_LEFT = "Scripts that run from right to left are set letter by letter, and read better on screen."

# --- the summary ------------------------------------------------------------------------------------------------------

GRID = "Likelihood and severity of the findings"
SEVERITY_AXIS = "Severity ↑"
LIKELIHOOD_AXIS = "Likelihood →     In each cell: level, how many findings, and their numbers."
POSSIBLE_STOPS = "Open questions that decide whether the use is acceptable at all"
POSSIBLE_STOPS_MEAN = (
    "Each of these uses would be unacceptable, whatever is done against it. They are not the verdict as "
    "long as the answers leave them open."
)
INSTEAD = "*Instead:* {instead}"
WHAT_SETTLES = "What settles it"
HOW_TO_READ = "How to read this report"
LEVELS_RISE = (
    "Levels in rising order: *{levels}*. A level is looked up from likelihood and severity; it is that of the worst "
    "path, never a sum or an average."
)
BOUNDS_MEAN = (
    "Where answers are missing, a level has bounds: “at least” counts only what is certain, “at most” also "
    "what is possible. A finding is confirmed if the answers reach the harm for certain, possible if open "
    "questions decide. Numbers in brackets lead to the sources."
)
CONFIRMED = "Confirmed"
POSSIBLE = "Possible"
RISK_FACTORS_RULED_OUT = "Risk factors ruled out"
OPEN_QUESTIONS = "Open questions"
RECOMMENDATIONS = "Recommendations"
GRAPH = (
    "From the answers over risk factors and pathways to harms. A bias is a risk factor, not yet a harm: the way "
    "decides."
)


def findings_noun(number: int) -> str:
    """The noun under a number of findings."""
    return "finding" if number == 1 else "findings"


def would_be_so(condition: str) -> str:
    return f"It would be so if {condition}."


def graph_leaves_out(number: int) -> str:
    return f"The worst findings are drawn; {number} more are not, and stand with all the others under “Findings”."


# --- findings ---------------------------------------------------------------------------------------------------------

STOPPED_FINDINGS = (
    "*No mitigation makes this use acceptable.* The findings show why, and what would remain to be dealt with in "
    "another use."
)
MORE_FINDINGS = "More findings, one row each"
LEVEL, STATUS, LIKELIHOOD, SEVERITY = "Level", "Status", "Likelihood", "Severity"
AFTER_MEASURES, EVIDENCE = "After measures", "Evidence"
WHO_BEARS_IT = "Who bears it"
NO_GROUP = "The sources tie it to no group in particular."
THE_PATH, STRONGEST_PATH = "The path", "The strongest path"
OTHER_WAYS = "Other ways there, which go on as above"
WORSE_OR_BETTER = "What makes it worse (▲) or better (▼)"
WHY = "Why"
WHAT_TO_DO = "What to check, change and do"
CHECK = "*Check:* {check}"
SMALLEST_CHANGE = "*Smallest change that removes it:* {changes}."
NO_SMALLEST_CHANGE = "*Smallest change that removes it:* none found among the answers that the team controls."
AS_FOR_FINDING = "*Check and recommendations:* as for finding {finding}."
RECOMMENDED = "*Recommendations:* {recommendations}."
ALL_WORSE_OR_BETTER = "What makes findings worse or better"
TABLE_HEAD = ("No.", "Level", "Finding and its strongest path", "Falls on", "What to do")
AS_FOR = "As for finding {finding}"
BEGINS_WITH = "Begins with:"


def findings_in_table(total: int, shown: int, rest: int) -> str:
    return (
        f"There are {total} findings. The worst {shown} are told in full; the other {rest} follow in a table, one row "
        "each. None is left out. The JSON download holds every step of these as well."
    )


def findings_from_to(first: int, last: int) -> str:
    return f"Findings {first} to {last}"


def finding_titled(risk_factor: str, harm: str) -> str:
    """A finding in the bookmarks."""
    return f"{risk_factor}: {harm}"


def named_by_team(group: str) -> str:
    return f"{group} (named by the team)"


def group_because(groups: Iterable[str]) -> str:
    return f"{comma(groups)}:"


def kind_of_step(kind: str, certain: bool) -> str:
    return KINDS_OF_STEPS[kind] if certain else f"{KINDS_OF_STEPS[kind]}, if so"


def how_it_grows(ways: Iterable[str]) -> str:
    return f"How it grows: {comma(ways)}."


def moved_by(scale: str, by: int, certain: bool) -> str:
    """A scale and by how many steps an answer moves it."""
    signed = f"+{by}" if by > 0 else f"−{-by}"
    return f"({scale} {signed})" if certain else f"({scale} {signed}, if so)"


def moves_by(scale: str, by: int, certain: bool, because: str) -> str:
    """What an answer does to a scale, and why; stands behind the answer."""
    steps = "a step" if abs(by) == 1 else f"{abs(by)} steps"
    verb = "raises" if by > 0 else "lowers"
    return f"{verb} {scale} by {steps}. {because}" if certain else f"if it is so, {verb} {scale} by {steps}. {because}"


def change(question: str, words: str) -> str:
    """One change: what is asked, and what to say instead."""
    return f"{question} {begin(words)}"


def changes(each: Iterable[str]) -> str:
    """Changes that are needed together."""
    return "; and ".join(each)


def findings_numbered(numbers: str) -> str:
    return f"Findings {numbers}"


def up_to(planned: str, upper: str) -> str:
    """The level to plan for, with what is possible."""
    return f"{planned} (up to {upper})"


def at_least_up_to(planned: str, lower: str, upper: str) -> str:
    """The level to plan for, with what is certain and what is possible."""
    return f"{planned} (at least {lower}, up to {upper})"


def at_least_alone(level: str) -> str:
    return f"at least {level}"


def likelihood_and_severity(likelihood: str, severity: str, grows: str) -> str:
    """How grave a finding is; `grows` is a sentence on its own."""
    return f"Likelihood {likelihood}, severity {severity}. {grows}"


# --- groups -----------------------------------------------------------------------------------------------------------

MATRIX = (
    "The worst level of any finding that falls on a group, by kind of harm. A question mark: possible "
    "only. An empty field means that no finding ties the group to it, not that it is safe."
)
GROUP = "Group"
WITHOUT_FINDING = (
    "The team named these groups, and no finding falls on them. *This is a gap in our knowledge, not a clearance.* "
    "Ask people of these groups what they expect and fear."
)

# --- what to find out, decide and do ----------------------------------------------------------------------------------

NO_QUESTION_ON_PATH_OPEN = "No question on the path is open."
UNKNOWNS = "Open questions, ranked by how far an answer could move the verdict."
NO_LEVER = "No single decision that is still open lowers or removes a finding by itself."
LEVERS = (
    "Single decisions that are still in the team’s hands, each towards more safety. For each the whole assessment was "
    "repeated, so the effect is that of really deciding so."
)
LEVEL_GOES = "The level to plan for goes from {before} to {after}."
NO_MITIGATION_ASKED = "No mitigation is asked for."
STOPPED_RECOMMENDATIONS = (
    "*No mitigation makes this use acceptable.* What follows serves another use of the same work, and the time until "
    "this one is ended."
)
RECOMMENDATIONS_BY_STAGE = (
    "By stage of the work. The numbers tell the order of urgency: R1 works on the worst findings. What "
    "the team has not declared as planned or in place counts nothing in the levels."
)
DONE_WHEN = "*Done when:* {done_when}"


def done_by(role: str) -> str:
    return f"({role})"


def verdict_comes_out(low: str, high: str) -> str:
    return f"The verdict can come out between {low} and {high}."


def moves_findings(level: str, number: int) -> str:
    return f"Alone it leaves the verdict at {level}; it moves {findings(number)}."


MOVES_NOTHING = "It moves no level as the other answers stand."


def rest_open(questions: Iterable[str]) -> str:
    return f"Open too, and moving no level as the other answers stand: {' '.join(questions)}"


def answered_by(role: str) -> str:
    return f"To be answered by: {role}."


def note_of_team(note: str) -> str:
    return f"The team’s note: {note}"


def level_stays(level: str) -> str:
    return f"The level to plan for stays {level}."


def removes(number: int, numbers: str) -> str:
    return f"Removes {number}: {findings_noun(number)} {numbers}."


def lowers(number: int, numbers: str) -> str:
    return f"Lowers {number}: {findings_noun(number)} {numbers}."


def adds(number: int) -> str:
    return f"Adds {count(number, 'new finding', 'new findings')}."


def trade_off(text: str) -> str:
    return f"Gained and given up: {text}"


def declared(status: str, owner: str, due: str) -> str:
    """What the team declared of a recommendation; empty owner or date: none was named."""
    by = f"owner: {owner}" if owner else "no owner named"
    until = f"due: {due}" if due else "no date named"
    return f"Declared by the team: {DECLARED[status]}, {by}, {until}."


def recommendation_about(kind: str, role: str, level: str) -> str:
    """Stands before the numbers of the findings."""
    return f"{kind} · {role} · works on findings up to {level}:"


# --- what supports the report -----------------------------------------------------------------------------------------

CLOSED_BY = {
    "answer": "An answer closes the way",
    "stakes": "Nothing that they lead to is at stake in this use",
    "evidence": "Not ruled out: nothing published ties them to such a use",
    "raised": "Not ruled out: the answers raise them, and no harm that they are known to lead to follows",
}
NOTHING_RULED_OUT = "Nothing can be ruled out yet: no question has been answered."
NONE_RULED_OUT = "No risk factor that the choices could raise is ruled out by an answer."
NONE_TO_RULE_OUT = "The choices raise no risk factor at all, so there was none to rule out."
RULED_OUT = (
    "The task, the objective, the data or the deployment could bring these risk factors; here they lead to no "
    "harm. If what closes the way changes, they come back. What nobody has studied in such a use is listed apart: "
    "that is no sign of safety."
)
COMES_BACK_IF_THAT_CHANGES = "{because} *It comes back if* that changes."
COMES_BACK_IF = "{because} *It comes back if* {condition}."
REGULATIONS = "Points for a lawyer to check. This is a list of questions, not legal advice."
ONLY_IF_ANSWERED_SO = "Only if an open question is answered so."
TO_CHECK = "*To check:* {check}"
INCIDENTS = "Documented cases of the same task or the same use."
OWN_EVIDENCE = "What the team found about bias in the field, before any machine learning. Riskwalk has not checked it."
THE_PROJECT = "The project"
IGNORED = "*Ignored: other answers make this question superfluous.*"
NOTE = "Note:"
NO_SOURCES = "The report makes no claim that needs a source."
ABOUT_KNOWLEDGE = (
    "*Knowledge base* {version}. *Digest* {digest}. The same answers and the same knowledge base give this same "
    "report, byte for byte."
)
LEFT_OUT = "*Left out because there is nothing to say:* {sections}."
CHARACTERS = "Characters that this report cannot show as typed"


def regulation_about(jurisdiction: str, point: str, class_: str, as_of: str) -> str:
    return f"{jurisdiction}, {point}. {class_}. As of {as_of}."


def titled_year(title: str, year: str) -> str:
    return f"{title} ({year})."


def concerns(choices: Iterable[str]) -> str:
    return f"Concerns: {semicolon(choices)}."


def authors_year(authors: str, year: str) -> str:
    return f"{authors} ({year})." if authors else f"({year})."


def character(code: int, name: str) -> str:
    """A character by its number and its name in Unicode, which writes names in capitals; controls have none."""
    return f"U+{code:04X} {name.lower() or 'a control character'}"


def stands_for(stand_in: str, characters: Iterable[str]) -> str:
    return f"{stand_in} stands for: {semicolon(characters)}."
