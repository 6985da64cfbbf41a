"""The table of all assessments with 10,000 of them: opened, searched, filtered, turned over, and opened again.

A store is made with copies of the worked cases, three in ten of them in review or decided, and the page is run as a
browser's session would have it run, without the browser. Levels are noted by an earlier knowledge base, and some of
them are assessed again.
"""

import os
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from benchmarks.timing import median_ms
from questionnaire.answers.review import Step
from questionnaire.answers.reviews import Noted, Who
from questionnaire.answers.store import Store, default_url
from questionnaire.assessment.reassessment import reassess
from questionnaire.knowledge import loader
from questionnaire.upkeep import cases
from questionnaire.walk.network import Network
from questionnaire.web import again

APP = Path(__file__).resolve().parent.parent / "streamlit_app.py"
MANY, EVERY_SOME, LOOKED_AT = 10_000, 10, 40
TABLES = ("events", "review_entries", "levels")


def run() -> None:
    """Prints the times."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RISKWALK_DATA"] = folder
        network = Network(loader.load(loader.DEFAULT_FOLDER))
        worked = cases.load(loader.DEFAULT_FOLDER, network.knowledge)
        started = time.perf_counter()
        _fill(worked)
        size = Path(default_url().database).stat().st_size / 1e6
        print(f"a store of {MANY:,} assessments ({size:.0f} MB) made in {time.perf_counter() - started:.0f} s")
        _page()
        ms = median_ms(lambda: [reassess(network, case.answers, "high") for case in worked[:LOOKED_AT]], repeat=3)
        each = ms / LOOKED_AT
        print(
            f"assessed again: {each:.0f} ms each, all in {each * MANY / 60_000:.1f} min, in slices of {again.SLICE} s"
        )


def _fill(worked: tuple[cases.Case, ...]) -> None:
    """Makes one assessment of each case with its review, and the others as copies of their rows."""
    store = Store(default_url())
    first = []
    for at, case in enumerate(worked):
        token = store.begin(case.answers)
        first.append(token)
        if at % EVERY_SOME < 3:
            store.reviews.add(token, Step("submit"), Who("", "Ada", frozenset({"owner"})), seen=1)
        store.reviews.note_levels({token: Noted("high", 1, "earlier")})
    store.close()
    with closing(sqlite3.connect(default_url().database)) as connection, connection:
        for at in range(len(first), MANY):
            of, token = first[at % len(first)], f"{at:032}"
            connection.execute(
                'INSERT INTO assessments (token, begun, "by") SELECT ?, begun, "by" FROM assessments WHERE token = ?',
                (token, of),
            )
            for table in TABLES:
                columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
                others = ", ".join(f'"{name}"' for name in columns if name not in ("id", "token"))
                connection.execute(
                    f"INSERT INTO {table} (token, {others}) SELECT ?, {others} FROM {table} WHERE token = ?",
                    (token, of),
                )


def _page() -> None:
    for name, value in (("cookies", {}), ("headers", {"Host": "localhost:8501"})):
        setattr(type(st.context), name, property(lambda _, value=value: value))
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.query_params["page"] = "portfolio"
    _timed("opened", app.run)
    _timed("run again, nothing changed", app.run)
    _timed("searched", lambda: app.text_input(key="portfolio-search").set_value("choice").run())
    _timed("searched no more", lambda: app.text_input(key="portfolio-search").set_value("").run())
    _timed("filtered by state", lambda: app.selectbox(key="portfolio-state").set_value("in_review").run())
    _timed("filtered no more", lambda: app.selectbox(key="portfolio-state").set_value("").run())
    _timed("turned to page 200", lambda: app.number_input(key="portfolio-page").set_value(200).run())
    store = Store(default_url())
    store.begin()
    store.close()
    _timed("opened after something was begun", app.run)


def _timed(what: str, do) -> None:
    started = time.perf_counter()
    page = do()
    if page.exception:
        raise RuntimeError(page.exception[0].value)
    print(f"{what}: {(time.perf_counter() - started) * 1000:.0f} ms")
