"""Sentences of the pages on which the knowledge base is read: whole, with places for words, as in web.py."""

from __future__ import annotations

# --- the way there ----------------------------------------------------------------------------------------------------

LIBRARY = "What Riskwalk knows"
LIBRARY_TITLE = "What Riskwalk knows · Riskwalk"
TO_LIBRARY = "What Riskwalk knows, claim by claim"
ABOUT = (
    "Everything that a report can say stands here, entry by entry: each claim is a sentence with a source. Search for "
    "a use, a group of people, a harm or an author, or go through one kind of entry."
)
SEARCH, SEARCH_EXAMPLE = "Search", "such as: hiring, older people, voice"
KIND, EVERYTHING = "Kind of entry", "Everything"
NOTHING_FOUND = "Nothing here speaks of that. Try another word, or look through one kind of entry."
TO_COVERAGE = "What is covered, and what is not"
TO_START = "Start page"
NO_ENTRY_TITLE, NO_ENTRY = "Not found · Riskwalk", "There is no entry at this address"
WHY_NO_ENTRY = (
    "It may have been renamed or taken out since the address was written down. The report from which you come names "
    "the version of the knowledge base in which it stood."
)

KINDS = {
    "tasks": "Tasks",
    "objectives": "Objectives",
    "affected_groups": "Affected groups",
    "deployments": "Uses",
    "data_plans": "Data plans",
    "risk_factors": "Risk factors",
    "harms": "Harms",
    "recommendations": "Recommendations",
    "regulations": "Rules and laws",
    "questions": "Questions",
    "forms": "Forms and cards",
    "metrics": "Metrics",
    "sources": "Sources",
}
ONE = {
    "tasks": "Task",
    "objectives": "Objective",
    "affected_groups": "Affected group",
    "deployments": "Use",
    "data_plans": "Data plan",
    "risk_factors": "Risk factor",
    "harms": "Harm",
    "recommendations": "Recommendation",
    "regulations": "Rule",
    "questions": "Question",
    "forms": "Form or card",
    "metrics": "Metric",
    "sources": "Source",
}


def counted(kind: str, number: int) -> str:
    return f"{KINDS[kind]} ({number})"


def found(number: int, most: int) -> str:
    if number == 1:
        return "1 entry, as it fits your words"
    return f"The {most} entries that fit best" if number >= most else f"{number} entries, the best first"


def entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"


def show_all(number: int) -> str:
    return f"Show all {number}"


# --- one entry --------------------------------------------------------------------------------------------------------


def page_title(title: str) -> str:
    return f"{title} · Riskwalk"


ALSO_CALLED = "Also called: {names}"
HOW_HERE = "How does someone get here?"
LEADS_HERE, IT_LEADS_TO = "What leads here", "Where it leads"
MET_IN = "Uses in which it is met under some answers"
MET_IN_NONE = (
    "No use that is listed here meets it under any answers. That is a gap, or it concerns uses that are in no list."
)
LEAD_TO_ANY = "Risk factors that lead to any harm of this kind, and so to this one"
REACHES = "What it reaches"
ALL_FACTORS = "Show all risk factors"
REACHES_HOW = "Harms that are at stake here, with the risk factors that lead to them under some answers."
NAMED_BY = "Other entries that name it"
AT_A_GLANCE = "At a glance"
TAKEN_TO_BE_SO = "What is taken to be so until a team says otherwise"
WE_TAKE_IT = "We take it that {presumed}"
OPTIONS = "Answers that can be given"
ALTERNATIVES = "What could stand in its place"
RULED_OUT = "It cannot arise where"
IN_THE_FILE = "As it stands in the file"
CITED = "What rests on it"
NOT_CITED = "No claim rests on it yet."
DRAFTED = "A team can have a draft of it from its answers, at the end of the result."
MEASURED = "A plan of evaluation names it for the findings of its kinds of harm, for models that it fits."
FORM_FIELDS = "Its fields"
OPEN_SOURCE = "Open the source"
PERMANENT = "This address stays: {address}"
WHEN, ON_GROUPS, SAYS_WHO = "Where {condition}.", "Falls on: {groups}", "Says who: {sources}"
FITS = "Where {condition}."
OFFERED = "A team chooses it where we ask: {asks}"
OFFERED_WHERE = "A team chooses it where we ask: {asks} That is asked where {condition}."
LOOK_UP = "Look it up: {links}"
AND = " · "

FIELDS = {
    "kind": "Kind",
    "domain": "Field",
    "modality": "Works on",
    "pipeline_tag": "Hugging Face’s name",
    "attribute": "Told by",
    "also": "And by",
    "part_of": "Part of",
    "bias_source": "Where the bias comes from",
    "works_through": "Works through",
    "spares": "Spares",
    "check": "Check whether you have it",
    "form_of": "A form of",
    "stands_for": "Taken to stand for",
    "leaves_out": "Does not see",
    "harmless": "Why it does no harm by itself",
    "stage": "When",
    "role": "Who",
    "done_when": "Done when",
    "fits": "Makes sense where",
    "already_done": "Done already where",
    "jurisdiction": "Holds in",
    "class": "What it does",
    "point": "Point to check",
    "as_of": "Read up to",
    "review_by": "To be read again by",
    "when": "May apply where",
    "example": "Example",
    "ask_when": "Asked where",
    "replaced_by": "Followed by",
    "mappings": "In other taxonomies",
    "incidents": "Documented cases",
    "sources": "Sources",
    "verified": "How far we checked it",
    "read": "What was read",
    "regions": "Whose people it speaks of",
    "type": "Type",
    "publisher": "Published by",
    "container-title": "In",
    "DOI": "DOI",
    "URL": "Address",
    "why_we_ask": "Why we ask",
    "likelihood": "likelihood",
    "severity": "severity",
    "pathway": "pathway",
    "pathways": "pathways",
    "bias_sources": "only bias from",
    "harm_kinds": "only harms of",
    "case": "What counts as one case",
    "modalities": "For models that work on",
    "code": "In Python",
    "edition": "Edition of the format",
    "regulations": "Rules that may ask for it",
    "safer_first": "Safest first",
    "recap": "In a recap",
}
AUTHORS, YEAR = "By", "Year"

OUT = {
    "raise": "Risk factors that it brings about",
    "lead": "Harms to which it leads",
    "stake": "Harms that it puts at stake",
    "exposure": "People who are at a disadvantage here",
    "disadvantage": "Where these people are at a disadvantage",
    "stop": "Where no measure makes it acceptable",
    "shift": "What it makes more or less likely, or worse",
    "opening": "Pathways that it opens",
    "bearing": "Risk factors that fall on these people",
    "lowering": "Risk factors on which it works",
}
INTO = {
    "raise": "Brought about by",
    "lead": "Risk factors that lead to it",
    "stake": "Put at stake by",
    "exposure": "Uses in which these people are at a disadvantage",
    "bearing": "Falls on",
    "lowering": "What works against it",
}
NAMES_GROUP = {
    "raise": "Choices and answers whose sources name these people",
    "lead": "Risk factors whose sources name these people",
}


def field(name: str) -> str:
    """What a field is called where it stands by itself."""
    return FIELDS[name][:1].upper() + FIELDS[name][1:]


def word(field: str, said: str) -> str:
    return f"{FIELDS[field]}: {said}"


def asked(condition: str) -> str:
    return f"It is asked where {condition}." if condition else "Every team is asked it."


def raised(number: int) -> str:
    if not number:
        return "Nothing brings it about yet."
    return f"By {_ways(number)} named below: a choice, an answer or another risk factor brings it about."


def harmed(leading: int, staking: int) -> str:
    return (
        f"Two things come together: a risk factor that leads to it ({leading} named below), and a use or an answer "
        f"that puts it at stake ({staking} named below)."
    )


def falls(number: int) -> str:
    return (
        f"A finding falls on these people where evidence ties them to it ({_claims(number)} below), or where a team "
        "names them."
    )


def proposed(number: int) -> str:
    """How a recommendation comes to be proposed; `number` is that of the risk factors on which it works."""
    one = "the risk factor below" if number == 1 else f"one of the {number} risk factors below"
    return f"It is proposed where a finding rests on {one}, and where it makes sense (see beside)."


def applies(condition: str) -> str:
    return f"It may apply where {condition}." if condition else "It may apply to every use."


def rests(number: int) -> str:
    return f"{_claims(number)} of this knowledge base {'rests' if number == 1 else 'rest'} on it."


def and_more(number: int) -> str:
    return f"and {number} more"


def claims_beside(title: str, number: int) -> str:
    return f"{title} ({number})"


def moves(field: str, by: int) -> str:
    return f"{field} {'+' if by > 0 else '−'}{abs(by)}"


def _claims(number: int) -> str:
    return "1 claim" if number == 1 else f"{number} claims"


def _ways(number: int) -> str:
    return "the one way" if number == 1 else f"any of the {number} ways"


# --- coverage ---------------------------------------------------------------------------------------------------------

COVERAGE = "What is covered, and what is not"
COVERAGE_TITLE = "What is covered · Riskwalk"
COVERAGE_ABOUT = (
    "Each cell counts what is written down. **An empty cell is a gap in what we wrote down, never a sign that nothing "
    "happens there.** If you know a study or a case that fills one, open the entry and say so there."
)
WHICH_TABLE = "Table"
TABLES = {"groups": "Tasks and groups of people", "harms": "Answers and harms"}
TABLE_ABOUT = {
    "groups": (
        "A number: claims that name both the task and the group. A dot: the group is known to bear a risk factor that "
        "the task brings about. Empty: neither."
    ),
    "harms": (
        "A number: claims that the answer puts the harm at stake. A dot: a way to the harm begins with the answer or "
        "holds only with it. Empty: neither."
    ),
}
COLUMNS, TOGETHER = "Columns", "All, taken together by what they have in common"
ROW_HEAD = {"groups": "Task", "harms": "Answer"}
THROUGH, GAP = "a way leads there", "gap"
ONLY_BARE = "Only rows in which nothing stands"
NONE_BARE = "No row is empty."


def named_by(number: int) -> str:
    return _claims(number)


def gaps(empty: int, cells: int, rows: int, columns: int) -> str:
    """How much of the whole table is empty; `rows` and `columns` are those in which nothing stands."""
    return (
        f"{empty:,} of {cells:,} cells are empty. Nothing stands in {rows} {'row' if rows == 1 else 'rows'} and "
        f"{columns} {'column' if columns == 1 else 'columns'} of the whole table."
    )


def bare_columns(names: str) -> str:
    return f"Columns in which nothing stands: {names}"
