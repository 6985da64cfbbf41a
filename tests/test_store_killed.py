"""A process that writes is killed at random moments: all that it was told is saved is there, and nothing by half.

RISKWALK_KILLS says how many moments; a few by default, since they take a while.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from questionnaire.answers.store import Store

KILLS = int(os.environ.get("RISKWALK_KILLS", "12"))
LONGEST = 0.6
WRITERS = """
import json, os, random, select, signal, sys, time
import psycopg  # before it forks, as all that takes long
from questionnaire.answers.answers import Answers
from questionnaire.answers.changes import Change
from questionnaire.answers.review import ALONE, Comment
from questionnaire.answers.reviews import Who
from questionnaire.answers.store import Store

url, kills, longest = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])

def write(out):
    store = Store(url)
    token, number = store.begin(Answers({"name": "Killed"})), 0
    os.write(out, f"{token} 0\\n".encode())
    while True:
        number += 1
        made = [Change("note", name, None, f"{number}", 10**9) for name in ("scale", "task", "region")]
        store.record(token, made)
        if number % 3 == 0:
            store.reviews.add(token, Comment(f"comment {number}"), Who("", "Ada", ALONE), seen=0)
        os.write(out, f"{token} {number}\\n".encode())

chance = random.Random(2027)
for _ in range(kills):
    ours, theirs = os.pipe()
    writer = os.fork()
    if writer == 0:
        os.close(ours)
        write(theirs)
    os.close(theirs)
    if chance.random() < 0.8:  # else it is killed while it begins
        select.select([ours], [], [], 30)
    time.sleep(chance.uniform(0, longest))
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    with os.fdopen(ours) as said:
        lines = [line.split() for line in said.read().split("\\n")[:-1]]
    print(json.dumps(lines[-1] if lines else None), flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_all_that_was_shown_as_saved_is_there_whenever_the_writer_is_killed(database):
    told = subprocess.run(
        [sys.executable, "-c", WRITERS, database.url, str(KILLS), str(LONGEST)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
        timeout=60 + 2 * KILLS,
        check=False,
    )
    assert told.returncode == 0 and not told.stderr, told.stderr
    ends = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(ends) == KILLS
    confirmed = {token: int(number) for token, number in filter(None, ends)}
    assert sum(number > 0 for number in confirmed.values()) >= KILLS // 3, "few writers came to write"
    store = Store(database.url)
    for token, number in confirmed.items():
        notes = set(store.replay(token).answers.notes.values())
        assert len(notes) <= 1, "half of what was saved together"
        reached = int(notes.pop()) if notes else 0
        assert reached in (number, number + 1)
        comments = [one.said.entry.text for one in store.reviews.of(token).comments]
        assert comments in [[f"comment {at}" for at in range(3, last + 1, 3)] for last in (number, number + 1)]
    assert {one.name for one in store.begun("", limit=10_000)} <= {"Killed"}
    store.close()
