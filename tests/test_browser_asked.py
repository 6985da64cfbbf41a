"""One question sent to a colleague, who answers it in a browser of her own, and what the team then reads."""

from __future__ import annotations

import pytest
from browser import question
from databases import wait_for
from test_browser_review import CHOIR, kept, person, server  # noqa: F401 - fixtures by their names

from questionnaire.answers.answers import Answer, Grounds
from questionnaire.answers.changes import Change, answer_value
from questionnaire.answers.store import Store, default_url

pytestmark = pytest.mark.browser


def test_a_colleague_answers_the_one_question_that_she_is_sent(person) -> None:  # noqa: F811 - the fixture
    author = person()
    page = author.page
    page.goto(author.start)
    author.types("Name of the project", "Village choir")
    author.clicks("Begin")
    page.get_by_role("heading", name="The project", exact=True).wait_for()
    token = page.url.partition("assessment=")[2].partition("&")[0]
    store = Store(default_url())
    for key, options in CHOIR.items():
        store.record(token, [Change("answer", key, None, answer_value(Answer("answered", options)), 9)])
    store.close()
    page.goto(f"{author.start}?assessment={token}&at=use")
    size = question(page, "size")
    size.get_by_text("More: note, evidence, ask somebody, take back").click()
    size.get_by_text("A guess", exact=True).click()
    size.get_by_text("Saved at").or_(page.get_by_text("Saved at")).first.wait_for()
    author.is_shown("together-fold")
    size.get_by_role("button", name="Ask somebody").click()
    author.types("Whom do you ask?", "Legal")
    author.types("What you want to tell them", "Roughly is enough")
    author.is_shown("together-ask", phone=False)
    author.clicks("Make the link")
    link = page.get_by_test_id("stCode").first.inner_text().strip()
    page.keyboard.press("Escape")
    author.sees("Asked: Legal")
    author.is_shown("together-asked")

    legal = person()
    legal.page.goto(link)
    legal.page.get_by_role("heading", name="You are invited").wait_for()
    legal.is_shown("together-invited")
    legal.types("Your name", "Bo")
    legal.clicks("Take part")
    legal.page.get_by_role("heading", name="A question to you").wait_for()
    shown = legal.page.locator("body").inner_text()
    assert "Roughly is enough" in shown and "Village" not in shown and "Who decides" not in shown
    legal.page.get_by_text("A few", exact=True).click()
    legal.sees("Your answer is with the team.")
    legal.page.get_by_text("Evidenced", exact=True).click()
    legal.types("What it shows", "Last year's list")
    legal.is_shown("together-alone")
    assert wait_for(lambda: kept(token)[1].answers.grounds["size"].note)
    legal.page.reload()
    legal.sees("Your answer is with the team.")
    _, saved = kept(token)
    assert saved.answers.answers["size"] == Answer("answered", ("a-few",))
    assert saved.answers.grounds["size"] == Grounds("evidenced", "", "Last year's list")
    secret = link.partition("#invitation=")[2]
    assert secret and not [asked for asked in legal.asked if secret in asked]

    page.reload()
    author.sees("Asked: Legal, Bo")
    size.get_by_text("More: note, evidence, ask somebody, take back").click()
    size.get_by_role("button", name="Withdraw the link for Legal").click()
    page.get_by_text("Asked: Legal").first.wait_for(state="detached")
    page.get_by_role("link", name="Result and report").click()
    page.get_by_text("What holds the level down").first.click()
    page.get_by_text("Look at those first that are a guess").or_(
        page.get_by_text("No single other answer would raise")
    ).first.wait_for()
    author.is_shown("together-holds")

    stranger = person()
    stranger.page.goto(f"{stranger.start}?assessment={token}")
    stranger.page.get_by_text("There is no assessment").or_(stranger.page.get_by_text("not known")).first.wait_for()
