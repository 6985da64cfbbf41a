"""Sentences of the review of an assessment, of sharing it, and of the list of all: whole, with places, as in web.py."""

from __future__ import annotations

# --- everywhere -------------------------------------------------------------------------------------------------------

REVIEW = "Review"
STATES: dict[str, str] = {
    "draft": "Draft",
    "in_review": "In review",
    "changes_requested": "Changes requested",
    "approved": "Approved",
    "approved_with_conditions": "Approved with conditions",
    "refused": "Refused",
}
ROLES = {
    "owner": "Owner",
    "author": "Author",
    "reviewer": "Reviewer",
    "approver": "Approver",
    "reader": "Reader",
}
ROLE_MEANS = {
    "author": "Author: answers questions, and asks for a review",
    "reviewer": "Reviewer: comments, asks for changes, writes conditions",
    "approver": "Approver: as a reviewer, and decides",
    "reader": "Reader: reads, and changes nothing",
}
YOUR_NAME, NAME_HELP = "Your name", "It stands beside all that you do in this review."
LOCKED = {
    "in_review": "**In review.** Answers cannot be changed meanwhile; who asked for the review can take it back.",
    "decided": "**Decided.** Edition {edition} stays as it is. To change answers, begin a new one on the review page.",
    "role": "**You may read this assessment**, but not change its answers.",
}
MAY_NOT_EDIT = "Not saved. Answers cannot be changed now, or not by you."
NOTHING_DONE = "**Nothing was saved.** {why}"


def said_by(name: str, role: str, when: str) -> str:
    return f"{name} ({ROLES.get(role, role)}), {when}"


def said_at(name: str, when: str) -> str:
    return f"{name}, {when}"


# --- where it stands --------------------------------------------------------------------------------------------------

PARTS = {
    "steps": "Where it stands",
    "comments": "Comments",
    "findings": "Likelihood and severity",
    "conditions": "Conditions",
    "people": "People concerned",
    "editions": "Editions",
    "sharing": "Who takes part",
}
WHERE_IT_STANDS = "**{state}** · edition {edition}"
SINCE = "Since {when}, by {name}"
NOTHING_SUBMITTED = "Nobody has asked for a review yet."
NEXT_STEP, NO_NEXT_STEP = "What you can do next", "Nothing is to be done by you now."
STEPS = {
    "submit": "Ask for a review",
    "take_back": "Take it back, to go on editing",
    "request_changes": "Ask for changes",
    "approved": "Approve",
    "approved_with_conditions": "Approve with conditions",
    "refused": "Refuse",
    "begin_edition": "Begin a new edition",
}
TOOK = {
    "submit": "asked for a review",
    "take_back": "took it back",
    "request_changes": "asked for changes",
    "approved": "approved",
    "approved_with_conditions": "approved with conditions",
    "refused": "refused",
    "begin_edition": "began a new edition",
}
REASON, REASON_HINT = "Reason", "For those who read this later. Asking for changes and refusing need one."
DECISION = "Decision"
DECIDED_ABOUT = "Level: {level}. Review again on {again}."
AGAIN_ON = "Review again on"
CONFIRM_BY_HAND = "I confirm: {title}"
STILL_MISSING = "**Still missing before a decision:** {missing}"
ONLY_DECISIONS = "At this level there can only be: {decisions}."
ASKED_AT_LEVEL = "What this level asks for"
LEVEL_AND_WHY = "**{level}.** {because}"
NOTHING_ASKED = "This level asks for nothing before a decision."
MUST_REVIEW, IN_PLACE = "Must have reviewed it", "Must be in place"
THERE, MISSING, BY_HAND = "there", "missing", "confirmed with the decision"
REVIEW_DONE, REVIEWED_FOR, REVIEW_NOTE = "My review is done", "I reviewed as", "What I found, in a sentence"
REVIEW_OVER = "Review: {who}"
ALL_STEPS = "All steps"
NO_STEP = "No step was taken yet."


def still_missing(titles: tuple[str, ...]) -> str:
    return f"Still missing before a decision: {' · '.join(titles)}"


def step(name: str, role: str, took: str) -> str:
    return f"{name} ({ROLES.get(role, role)}) {took}"


# --- comments ---------------------------------------------------------------------------------------------------------

COMMENTS, NO_COMMENT = "Comments", "Nobody has commented yet."
NEW_COMMENT, COMMENT_ABOUT, COMMENT = "Write a comment", "About", "Comment"
ABOUT_WHOLE, ABOUT_FINDING, ABOUT_ANSWER = "The whole assessment", "Finding: {label}", "Answer: {label}"
SAVE_COMMENT, RESOLVE, REOPEN = "Save the comment", "Mark as resolved", "Open again"
TO_THE_QUESTION = "To the question"
RESOLVED_BY = "Resolved by {who}"
OPEN = "Open"
IN_THE_REVIEW = "**In the review**"
COMMENT_ON_IT = "Comment on it in the review"
COMMENT_ON_ANSWER, ASK_FOR_ANSWER, ANSWER_COMMENT = "Comment on this answer", "Ask for this answer", "Reply"
PLEASE_ANSWER = "Please answer this question."
NOT_NOW_COMMENT = "Not now"


def open_comments(number: int) -> str:
    return "1 open comment" if number == 1 else f"{number} open comments"


def comments_open(number: int, all_: int) -> str:
    return f"{number} open, of {all_} in all."


# --- likelihood and severity ------------------------------------------------------------------------------------------

RATINGS = "Likelihood and severity as reviewers see them"
RATINGS_MEAN = "What was worked out stays beside what a reviewer holds for right; neither overwrites the other."
NO_RATING = "Nobody rates a finding otherwise in this edition."
FINDING, WORKED_OUT, RATED = "Finding", "Worked out", "As the reviewer sees it"
NEW_RATING, LIKELIHOOD, SEVERITY = "Rate a finding otherwise", "Likelihood", "Severity"
WHY_OTHERWISE, SAVE_RATING = "Why", "Save this rating"
RATED_ALONE_IN_REVIEW = "Reviewers and approvers rate findings while it is in review."


def rated(likelihood: str, severity: str, level: str) -> str:
    return f"{likelihood}, {severity}: {level}"


# --- conditions -------------------------------------------------------------------------------------------------------

CONDITIONS, NO_CONDITION = "Conditions", "There is no condition."
CONDITIONS_MEAN = "What has to be done, by whom and by when. A later stage can check them from a file."
NEW_CONDITION, CONDITION_TEXT = "Write a condition", "What has to be done"
CONDITION_OWNER, CONDITION_DUE, SAVE_CONDITION = "Who sees to it", "By", "Save the condition"
CONDITION = "**{id}** {text}"
CONDITION_WHO = "{owner}, by {due} · edition {edition} · {state}"
STILL_OPEN, MET, OVERDUE, GIVEN_UP = "open", "met", "overdue", "given up"
EVIDENCE_LINK, SAVE_EVIDENCE = "Where it can be seen that it is met (a link)", "It is met"
EVIDENCE = "Evidence: {evidence}"
EVIDENCE_BY = "Said by {who}"
NOT_MET = "Not met after all"
NO_EVIDENCE = "Say where it can be seen that the condition is met."
GIVE_UP, GIVE_UP_WHY = "Give it up", "Why it is given up"
CONDITIONS_FILE = "Conditions as a file (YAML)"
CHECKED_BY = "`check-conditions` on the command line checks this file."

# --- the people concerned ---------------------------------------------------------------------------------------------

PEOPLE = "The people concerned"
NO_OPINION = "**The people concerned, or who speaks for them, were not asked yet in this edition.**"
EARLIER_OPINION = "Asked for edition {edition}"
NEW_OPINION, OPINION_TEXT = "Write down an opinion", "What they said"
OPINION_ASKED, OPINION_ON, SAVE_OPINION = "Who was asked", "When", "Save the opinion"
OPINION_WHO = "{asked}, asked on {on}"
WRITTEN_BY = "Written down by {who}"

# --- editions ---------------------------------------------------------------------------------------------------------

EDITIONS, NO_EDITION = "Editions", "No edition was decided yet."
EDITION = "Edition {number}: {state}"
EDITION_DECIDED = "edition {number}, decided on {day},"
EDITION_STATE = "{state} (edition {number})"
EDITION_DIGESTS_TITLE = "Digests by which to know it again"
EDITION_DIGESTS = "SHA-256 of the answers file: {answers}. SHA-256 of the JSON report: {report}."
EDITION_INTACT, EDITION_DAMAGED = "What is kept of it is as it was decided.", "What is kept of it was changed."
EDITION_ANSWERS = "Its answers file"
WHAT_CHANGED, COMPARE_WITH = "What has changed since", "Since edition"
NOTHING_CHANGED = "No finding appeared, vanished or moved since edition {edition}."
NO_ANSWER_CHANGED = "No answer has changed."
ANSWERS_CHANGED, WAS, IS = "Answers that have changed", "Was", "Is"
ANSWERS_ALL = "Question"
CHANGE, BECAUSE_OF = "What happened", "Caused by"
KNOWLEDGE_MOVED = "The knowledge base was {before} then and is {after} now."
NOTHING_THERE = "–"
WITHOUT_A_NAME = "Without a name"

# --- who takes part ---------------------------------------------------------------------------------------------------

SHARING = "Who takes part"
SHARING_MEANS = (
    "Whoever opens an invitation takes part in its role, from that browser, until the invitation is withdrawn or its "
    "time is over. The link is shown once and kept nowhere."
)
OWNER_INVITES = "Only the owner of an assessment invites people."
NO_INVITATION = "Nobody was invited yet."
INVITE_AS, INVITE_WHOM, INVITE_DAYS = "Role", "For whom", "Days until it ends"
INVITE = "Make an invitation"
LINK_ONCE = "**The invitation, shown this once.** Hand it on yourself, to this person alone."
INVITATION = "{role}: {label}"
FOR_NOBODY_NAMED = "for nobody named"
STANDS_UNTIL, WITHDRAWN_AT, ENDED_AT = "stands until {when}", "withdrawn {when}", "ended {when}"
TAKEN_BY, TAKEN_BY_NOBODY = "Taken by {names}", "Not taken yet"
WITHDRAW = "Withdraw it"
IDENTIFIED_BY_BROWSER = "You take part as: {roles}."

# --- an invitation that somebody opens --------------------------------------------------------------------------------

INVITED = "You are invited"
INVITED_AS = "You can take part in an assessment. {role}."
TAKE_PART, NOT_NOW = "Take part", "Not now"
NO_SUCH_INVITATION = "**This invitation is not known here.** It may be over. Ask who sent it to you for another one."
INVITED_NEEDS_NAME = "Say who you are first."
INVITED_WAITS = "Your browser has to keep a cookie of this app, so that it is known again."

# --- the start page and the list of all -------------------------------------------------------------------------------

SHARED_WITH_YOU = "Shared with you"
ARCHIVED, DELETED = "Archived", "Deleted"
MORE, RENAME, DUPLICATE, ARCHIVE, DELETE = "More", "Rename", "Duplicate", "Archive", "Delete"
BACK_FROM_ARCHIVE, UNDELETE = "Take it out of the archive", "Undo: take it back"
NEW_NAME = "New name"
MORE_FOR = "More for {project}"
TO_PORTFOLIO = "All assessments in one table"
PORTFOLIO, PORTFOLIO_TITLE = "All assessments", "All assessments · Riskwalk"
NOTHING_LISTED = "Nothing is listed here: you began nothing yet, and nothing is shared with you."
SEARCH, FILTER_STATE, FILTER_LEVEL, FILTER_DUE = (
    "Search by name",
    "State",
    "Level",
    "Only with a review due or overdue conditions",
)
ALL = "All"
COLUMNS = ("Assessment", "Level", "State", "Open conditions", "Review due", "Your part")
UNKNOWN_LEVEL = "not worked out"
WORK_OUT, WORKING = "Work out the levels that are missing", "Working out …"
SHOW_PAGE, OPEN_ONE, OPEN_IT = "Page", "Open", "Open it"
NONE_FITS = "None fits."
DUE_NOW = "due"


def copy_of(name: str) -> str:
    return f"{name} (copy)" if name else ""


def progress(progress_: str, state: str, edition: int, role: str) -> str:
    said = f"{progress_} · {STATES[state]}" + (f", edition {edition}" if edition > 1 else "")
    return f"{said} · you are {ROLES[role].lower()}" if role else said


def erased_in(days: int) -> str:
    return "erased tomorrow" if days <= 1 else f"erased in {days} days"


def shown(number: int, all_: int) -> str:
    return f"{number} of {all_}"


def conditions(open_: int, overdue: int) -> str:
    if not open_:
        return "–"
    return f"{open_}, {overdue} overdue" if overdue else str(open_)


def due(day: str, past: bool) -> str:
    return f"{day}, {DUE_NOW}" if past else day


def missing_levels(number: int) -> str:
    return f"The level of {number} is not worked out for what is answered now."
