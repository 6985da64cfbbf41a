"""What is said where somebody proposes a change: the form, what it lacks, and the text of the pull request."""

from __future__ import annotations

from collections.abc import Iterable

TITLE = "Something is missing or wrong"
ABOUT = (
    "You know better, or you know more? Say what, and what shows it. You get the files of the change and a text to "
    "hand in with them. Nothing is written into the knowledge base here, and nothing is sent anywhere: what you do "
    "with the files is yours."
)
WHICH = "What is it?"
WAYS = {
    "wrong": "A sentence here is wrong",
    "missing": "A claim is missing here",
    "other": "Something else, or a whole entry is missing",
}
WHICH_SENTENCE, HOW_IT_READS = "The sentence that is wrong", "How it should read"
WHAT_CLAIM, ITS_SENTENCE = "What is missing", "The claim in one sentence, for readers outside machine learning"
CLAIMS = {
    "raises": "A risk factor that it brings about",
    "stakes": "A harm that somebody can come to here",
    "exposes": "A group at a disadvantage here",
    "bears": "A risk factor that falls on these people",
    "leads_to": "A harm to which it leads",
    "works_on": "A risk factor on which it works",
}
CHOICES = {
    "risk_factor": "Risk factor",
    "harm": "Harm",
    "harms": "Harm",
    "group": "Group",
    "likelihood": "How likely",
    "severity": "How severe",
    "pathways": "How automation turns the bias into this harm",
}
IN_YOUR_WORDS, IN_YOUR_WORDS_EXAMPLE = "In your own words: what is missing or wrong?", "Whom does it concern, and how?"
EVIDENCE = "What shows it"
SOURCE_TITLE, SOURCE_ADDRESS, SOURCE_YEAR = "Title of the source", "Address or DOI", "Year"
SOURCE_WHO, SOURCE_SHOWS = "Who wrote it (may be left out)", "What it shows, in one line of your own"
SOURCE_KIND, SOURCE_VERIFIED = "What kind of source it is", "How far you read it"
WRITE = "Write the files"
LACKS = "Not written yet."
READY = "**Ready.** Put the files below the folder of the knowledge base, each in its place, and hand them in."
READY_TEXT = "**Ready.** The source stands already, so there is no file to put in place: hand in the text."
LAYER_APART = "What a layer adds to this entry is corrected in the layer, and is not offered here."
DOWNLOAD = "{file}"
PULL_REQUEST = "Text for the pull request"
OPEN_AT = "Open the pull request at {address}"
NO_REPOSITORY = "This knowledge base names no address of a repository: hand the files to whoever maintains it."

FIELDS = {
    "said": IN_YOUR_WORDS,
    "title": SOURCE_TITLE,
    "shows": SOURCE_SHOWS,
    "address": SOURCE_ADDRESS,
    "year": SOURCE_YEAR,
    "reads": HOW_IT_READS,
    "because": ITS_SENTENCE,
    "values": WHAT_CLAIM,
}
_OF_SOURCE = {"title": SOURCE_TITLE, "supports": SOURCE_SHOWS, "author": SOURCE_WHO, "DOI": SOURCE_ADDRESS}
SAY_WHAT = "Nothing, or next to nothing, stands here. Say in a sentence what is missing or wrong."
SAY_TITLE = "The title is missing. Write it as it stands on the source."
SAY_SHOWS = "It is missing what the source shows. One line in your own words is enough."
SAY_ADDRESS = (
    "This is no address and no DOI. Write an address such as https://example.org/study, or a DOI such as 10.1000/182."
)
SAY_YEAR = "This is no year. Write the year in which the source came out, such as 2024."
SAY_HOW_IT_READS = "It is missing how the sentence should read. Write the whole sentence."
SAY_SENTENCE = "The sentence is missing. Write the claim in one whole sentence."
CHOOSE_ALL = "Something is left to choose. Choose one in each field."


def of_source(field: str) -> str:
    """What the form calls a field of the source's file."""
    return _OF_SOURCE.get(field.partition("[")[0], SOURCE_ADDRESS)


def problem(field: str, message: str) -> str:
    """One thing that is lacking, with the field in which it is due."""
    return f"{field}: {message}" if field else message


def title(entry: str, *, missing: bool) -> str:
    """The title of the pull request."""
    return f"{'Add to' if missing else 'Correct'}: {entry}"


def rests_on(title: str, address: str, shows: str) -> str:
    return f"{title}, {address}: {shows}"


def stands_as(source: str) -> str:
    """Of a source that is not written a second time."""
    return f"The source stands already, as `{source}`."


def pull_request(place: str, entry: str, said: str, source: str, files: Iterable[str]) -> str:
    """The text of the pull request, as Markdown, in the parts of the project's own form for it."""
    listed = "".join(f"- `knowledge_base/{file}`\n" for file in files)
    return (
        f"**What changes, in one sentence**\n\n{said}\n\nEntry: {entry} (`{place}`)\n\n"
        f"{listed}{chr(10) if listed else ''}"
        "**Which conclusions change, and for whom**\n\nPaste the first part of `python3 run.py kb diff main` here.\n\n"
        f"**What it rests on**\n\n{source}\n\n"
        "- [ ] `python3 run.py kb check` finds no mistake, and I read what it says to consider\n"
        "- [ ] nothing is copied: facts and figures carry over, wording does not\n"
    )


# --- a whole new entry ------------------------------------------------------------------------------------------------

NEW_TITLE, NEW_PAGE_TITLE = "Something is missing: a new entry", "A new entry · Riskwalk"
TO_NEW = "Something is missing: propose a new entry"
NEW_ABOUT = (
    "Say what is missing, field by field; only what is marked as optional may be left out. You get a file for each "
    "thing that is new and a text to hand them in with. Nothing is written into the knowledge base here, and nothing "
    "is sent anywhere. A new risk factor or a new question touches many files: begin it with `kb new`."
)
NEW_KIND = "What is missing?"
NEAR = "These come near. Is it one of them?"
OPTIONAL = "{field} (optional)"
WHERE_IT_APPLIES = (
    "The answers under which it holds. Of one question any of the answers will do; of several, each has to hold."
)
NAMES_HINT = "One in each line."
FACTS = "What is usually so"
FACTS_ABOUT = (
    "Facts that go without saying where this is chosen: teams find them answered and can change them. Leave out what "
    "differs from team to team."
)
PRESUMED = "What is taken to be so, in one sentence"
CLAIMS_HEADING = "What it leads to"
CLAIMS_ABOUT = "Each claim is a sentence that the source below shows. One is enough; a claim without a source is none."
ADD_CLAIM, TAKE_AWAY_CLAIM = "Add a claim", "Take the last claim away"
KIND_OF_CLAIM = "What claim {number} is about"
ITS_SENTENCE_NUMBER = "Claim {number} in one sentence, for readers outside machine learning"
DUE, CHOOSE_ONE = "This is missing.", "Nothing is chosen."
SAY_PRESUMED = "The sentence is missing. Say in one sentence what is taken to be so."
LABELS = {
    "title": "Name",
    "summary": "What it is",
    "also_called": "Other names",
    "modality": "What it works on",
    "domain": "Field",
    "stands_for": "What the number stands for",
    "leaves_out": "What the number does not see",
    "attribute": "What the group is told by",
    "also": "Further attributes",
    "part_of": "Wider groups",
    "kind": "Kind",
    "form_of": "A form of",
    "stage": "Stage",
    "role": "Who carries it out",
    "done_when": "How one knows that it is done",
    "jurisdiction": "Where the rule holds",
    "class": "What the rule does",
    "point": "Article, section or point",
    "check": "What a lawyer has to check",
    "as_of": "Read up to",
    "review_by": "To be read again by",
    "when": "Where it may apply",
    "because": "Why it may apply",
    "harmless": "Why it does no harm by itself",
}


NAME_IN_LATIN = (
    "The file is named after it, in the letters a to z and digits, and none of them stands here. Write the name in "
    "English, and this one under other names."
)
LEADS_NOWHERE = (
    "The entry raises nothing and has nothing at stake. Add a claim, or say below the claims why it does no harm by "
    "itself."
)


def label(field: str) -> str:
    """What a field is called on the screen."""
    return LABELS.get(field, field)


def claim_number(number: int) -> str:
    return f"Claim {number}"


def stands_already(entry: str) -> str:
    """Of a new entry whose name stands already."""
    return f"There is an entry “{entry}” already. Say there what is missing, or give this one another name."


def a_new(noun: str, summary: str) -> str:
    """What a pull request with a new entry brings, in one sentence."""
    return f"A new {noun}: {summary}"
