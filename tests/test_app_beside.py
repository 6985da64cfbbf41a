"""Comments beside an answer: where a reviewer reads it, and where the author answers."""

from __future__ import annotations

from app import go, keys, seen, ways
from test_app_review import click, entered, field, part, review


def test_who_fills_in_a_draft_is_offered_no_comment_on_it(choir) -> None:
    go(choir, "task")
    assert "comment-at-people" not in keys(choir)


def test_a_reviewer_comments_beside_the_answer_and_asks_for_a_missing_one(choir, open_app, from_elsewhere) -> None:
    click(choir, "step-submit")
    found = entered(choir, "reviewer", "c", from_elsewhere)
    theirs = open_app(assessment=found, at="use")
    assert theirs.radio(key="one-who-decides").disabled
    assert (theirs.button(key="comment-at-who-decides").label, theirs.button(key="comment-at-second-look").label) == (
        "Comment on this answer",
        "Ask for this answer",
    )
    click(theirs, "comment-at-second-look")
    assert field(theirs, "text_area", "beside-second-look", "text").value == "Please answer this question."
    click(theirs, "save-beside")
    assert "Bo (Reviewer)" in seen(theirs) and "save-beside" not in keys(theirs)
    (comment,) = review(theirs).open_comments
    assert (comment.said.entry.about.kind, comment.said.entry.about.key) == ("answer", "second-look")
    assert "1 open comment" in ways(theirs)["use"]


def test_the_author_reads_it_at_the_question_replies_and_settles_it(choir, open_app, from_elsewhere) -> None:
    click(choir, "step-submit")
    found = entered(choir, "reviewer", "c", from_elsewhere)
    theirs = open_app(assessment=found, at="use")
    click(theirs, "comment-at-who-decides")
    field(theirs, "text_area", "beside-who-decides", "text").set_value("Who *is* that <b>?").run()
    click(theirs, "save-beside")
    from_elsewhere("a")
    mine = open_app(assessment=found, at="use")
    assert "Who *is* that &lt;b&gt;?" in seen(mine) and "Bo (Reviewer)" in seen(mine) and "· Open" in seen(mine)
    assert mine.button(key="comment-at-who-decides").label == "Reply"
    click(mine, "comment-at-who-decides")
    field(mine, "text_area", "beside-who-decides", "text").set_value("Our teacher.").run()
    click(mine, "save-beside")
    first, second = sorted(one.said.id for one in review(mine).open_comments)
    click(mine, f"settle-{first}")
    click(mine, f"settle-{second}")
    assert not review(mine).open_comments and seen(mine).count("Resolved by") == 2
    assert "open comment" not in ways(mine)["use"]


def test_a_comment_without_words_is_refused_at_the_question(choir, open_app, from_elsewhere) -> None:
    click(choir, "step-submit")
    found = entered(choir, "reviewer", "c", from_elsewhere)
    theirs = open_app(assessment=found, at="use")
    click(theirs, "comment-at-who-decides")
    click(theirs, "save-beside")
    assert "Write the comment first." in seen(theirs) and "save-beside" in keys(theirs)
    click(theirs, "leave-beside")
    assert "save-beside" not in keys(theirs) and not review(theirs).comments


def test_a_reader_reads_comments_and_is_offered_none(choir, open_app, from_elsewhere) -> None:
    part(choir, "Comments")
    field(choir, "selectbox", "comment", "about").set_value("answer second-look").run()
    field(choir, "text_area", "comment", "text").set_value("Still missing.").run()
    click(choir, "save-comment")
    found = entered(choir, "reader", "d", from_elsewhere)
    theirs = open_app(assessment=found, at="use")
    assert "Still missing." in seen(theirs)
    assert not {key for key in keys(theirs) if key.startswith(("comment-at-", "settle-"))}
    go(theirs, "result")
    theirs.session_state["result-part"] = "All answers"
    theirs.run()
    assert "1 open comment" in seen(theirs)
