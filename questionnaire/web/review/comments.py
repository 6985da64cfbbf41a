"""Comments on the whole, on findings and on answers; and what reviewers hold for likelihood and severity."""

from __future__ import annotations

import functools

import streamlit as st

from questionnaire.answers.review import (
    ANSWER,
    FINDING,
    WHOLE,
    About,
    Comment,
    CommentStands,
    Rating,
    Said,
    Settled,
)
from questionnaire.assessment.result import Assessment, Finding
from questionnaire.knowledge.conditions import FALSE
from questionnaire.presentation.labels import Labels
from questionnaire.web import access, address, html, parts, record, session, views
from questionnaire.web.html import Html
from questionnaire.web.review import saying
from questionnaire.web.text import plain, short
from questionnaire.wording import review as say

_COMMENT, _RATING, _ABOUT = "comment", "rating", "review-about"
_NAMES = {FINDING: say.ABOUT_FINDING, ANSWER: say.ABOUT_ANSWER}


# --- comments ---------------------------------------------------------------------------------------------------------


def show() -> None:
    """All comments, the open ones first, and a form for one more."""
    comments = access.review().comments
    parts.heading(say.COMMENTS, "comments", 2)
    if comments:
        st.caption(say.comments_open(len(access.review().open_comments), len(comments)))
    else:
        st.markdown(say.NO_COMMENT)
    for comment in sorted(comments, key=lambda one: (one.settled is not None, -one.said.id)):
        _comment(comment)
    if access.allows(Comment):
        _new_comment()


def _comment(comment: CommentStands) -> None:
    said, about = comment.said, comment.said.entry.about
    with st.container(border=True, key=f"comment-{said.id}"):
        html.show(html.div(html.p(html.strong(_about(about))), *told(comment), class_="rw"))
        settle, go = st.columns(2)
        with settle:
            settling(comment)
        if about.kind == ANSWER and about.key in session.knowledge().questions:
            with go:
                parts.action(say.TO_THE_QUESTION, f"to-{said.id}", address.go_to_question, about.key, type="tertiary")


def told(comment: CommentStands) -> list[Html]:
    """What it says, who said it, and whether it is open."""
    state = say.RESOLVED_BY.format(who=saying.by(comment.settled)) if comment.settled else say.OPEN
    lines = [html.p(line) for line in comment.said.entry.text.splitlines() if line.strip()]
    return [*lines, html.p(html.joined((saying.by(comment.said), state), by=" · "), class_="rw-quiet")]


def settling(comment: CommentStands, **looks: str) -> None:
    """The button that has it resolved, or open again, for whom that is."""
    if access.allows(Settled):
        label, settled = say.REOPEN if comment.settled else say.RESOLVE, comment.settled is None
        parts.action(label, f"settle-{comment.said.id}", _settle, comment.said.id, settled, **looks)


def _settle(comment: int, resolved: bool) -> None:
    saying.add(_COMMENT, Settled(comment, resolved))


def _about(about: About) -> str:
    return say.ABOUT_WHOLE if about.kind == WHOLE else _NAMES[about.kind].format(label=about.label)


def _new_comment() -> None:
    parts.heading(say.NEW_COMMENT, "new-comment", 3)
    saying.name()
    choices = _choices()
    wanted = st.session_state.pop(_ABOUT, None)
    if wanted in choices:
        st.session_state[saying.key(_COMMENT, "about")] = wanted
    st.selectbox(
        say.COMMENT_ABOUT,
        list(choices),
        key=saying.key(_COMMENT, "about"),
        format_func=lambda one: short(_about(choices[one]), 140),
    )
    saying.text(_COMMENT, "text", say.COMMENT)
    saying.button(say.SAVE_COMMENT, "save-comment", _COMMENT, functools.partial(_written), type="primary")


def _written() -> Comment:
    about = _choices().get(saying.typed(_COMMENT, "about"), About())
    return Comment(saying.typed(_COMMENT, "text"), about)


def _choices() -> dict[str, About]:
    """What a comment can be about: the whole, each finding, each answer, and each that is missing."""
    result, known = views.assessment(), session.knowledge()
    questions, given, truths = known.questions, record.held().answers.answers, views.truths()
    listed = [About()]
    listed += [About(FINDING, finding.id, finding.title) for finding in result.findings]
    asked = [key for key in known.interview.order() if key in given or truths.asked(key) != FALSE]
    listed += [About(ANSWER, key, questions[key].asks) for key in asked]
    return {f"{about.kind} {about.key}".strip(): about for about in listed}


def comment_on(kind: str, key: str) -> None:
    """To the comments, with what this one is to be about."""
    st.session_state[_ABOUT] = f"{kind} {key}"
    st.session_state["review-part"] = say.PARTS["comments"]
    address.go(address.REVIEW)


# --- likelihood and severity ------------------------------------------------------------------------------------------


def ratings() -> None:
    """What reviewers hold for right beside what was worked out, and a form for one more."""
    parts.heading(say.RATINGS, "ratings", 2)
    st.markdown(say.RATINGS_MEAN)
    result = views.assessment()
    labels, given = Labels(result.words), access.review().edition.ratings
    if given:
        findings = {finding.id: finding for finding in result.findings}
        rows = (_rating(said, findings, labels) for said in given)
        parts.table(say.RATINGS, (say.FINDING, say.WORKED_OUT, say.RATED), rows)
    else:
        st.markdown(say.NO_RATING)
    if access.allows(Rating) and result.findings:
        _new_rating(result)
    elif result.findings:
        st.caption(say.RATED_ALONE_IN_REVIEW)


def _rating(said: Said[Rating], findings: dict[str, Finding], labels: Labels) -> tuple[Html | str, ...]:
    entry = said.entry
    finding = findings.get(entry.finding)
    worked_out = _worked_out(finding, labels) if finding else say.NOTHING_THERE
    theirs = html.joined((_rated(entry, labels), entry.reason, html.quiet(saying.by(said))), by=html.br)
    return entry.label, worked_out, theirs


def _worked_out(finding: Finding, labels: Labels) -> str:
    return say.rated(
        parts.in_words("likelihoods", finding.likelihood, labels),
        parts.in_words("severities", finding.severity, labels),
        parts.in_words("levels", finding.level, labels),
    )


def _rated(entry: Rating, labels: Labels) -> Html:
    table = session.knowledge().vocabulary.level_table
    level = next(
        (row.level for row in table if (row.likelihood, row.severity) == (entry.likelihood, entry.severity)), None
    )
    words = (labels.label("likelihoods", entry.likelihood), labels.label("severities", entry.severity))
    said = html.joined(words, by=", ")
    return html.joined((said, parts.level(level, labels)), by=": ") if level else said


def _new_rating(result: Assessment) -> None:
    parts.heading(say.NEW_RATING, "new-rating", 3)
    saying.name()
    titles = {finding.id: finding.title for finding in result.findings}
    st.selectbox(
        say.FINDING, list(titles), key=saying.key(_RATING, "finding"), format_func=lambda key: short(titles[key], 140)
    )
    vocabulary = session.knowledge().vocabulary
    left, right = st.columns(2)
    for column, name, label, field in (
        (left, "likelihood", say.LIKELIHOOD, "likelihoods"),
        (right, "severity", say.SEVERITY, "severities"),
    ):
        with column:
            words = {word.id: word.label for word in getattr(vocabulary, field)}
            st.selectbox(plain(label), list(words), index=None, key=saying.key(_RATING, name), format_func=words.get)
    saying.text(_RATING, "reason", say.WHY_OTHERWISE)
    saying.button(say.SAVE_RATING, "save-rating", _RATING, functools.partial(_rate), type="primary")


def _rate() -> Rating:
    finding = saying.typed(_RATING, "finding")
    titles = {each.id: each.title for each in views.assessment().findings}
    words = (saying.typed(_RATING, name) for name in ("likelihood", "severity", "reason"))
    return Rating(finding, titles.get(finding, finding), *words)


# --- beside a finding -------------------------------------------------------------------------------------------------


def about_finding(finding: Finding, labels: Labels) -> None:
    """What the review says of a finding, and the way to say something."""
    review = access.review()
    said = [
        html.joined((_rated(one.entry, labels), one.entry.reason, html.quiet(saying.by(one))), by=html.br)
        for one in review.edition.ratings
        if one.entry.finding == finding.id
    ]
    said += [
        html.joined((one.said.entry.text, html.quiet(saying.by(one.said))), by=html.br)
        for one in review.comments
        if (one.said.entry.about.kind, one.said.entry.about.key) == (FINDING, finding.id)
    ]
    if said:
        st.markdown(say.IN_THE_REVIEW)
        html.show(parts.listed(said))
    if access.allows(Comment):
        parts.action(say.COMMENT_ON_IT, f"comment-on-{finding.id}", comment_on, FINDING, finding.id, type="tertiary")
