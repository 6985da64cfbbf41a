"""`kb diff` per assessment under four changes, beside walking and telling it in full under both knowledge bases.

With a number, such as diff=10000, so many files of answers are written and compared by the command itself under a table
of levels that moves nearly every one of them.
"""

import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace

from questionnaire.answers import writing
from questionnaire.answers.answers import Answer
from questionnaire.assessment.assess import assess
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.upkeep import cases, diff
from questionnaire.walk.network import Network

MANY = 10_000
MOST_FILES = 100_000
BEFORE = Path("before")


def run(files: int = 0) -> None:
    """Prints the times of a processor, and the ratios; of so many files the time that the command takes."""
    knowledge = loader.load(loader.DEFAULT_FOLDER)
    if files:
        with tempfile.TemporaryDirectory() as place:
            _really(knowledge, files, Path(place))
        return
    networks = {BEFORE: Network(knowledge), **{Path(name): Network(each) for name, each in _changed(knowledge).items()}}
    diff.network_of = networks.__getitem__
    worked = cases.load(loader.DEFAULT_FOLDER, knowledge)
    items = diff.items(loader.DEFAULT_FOLDER, loader.DEFAULT_FOLDER)
    full = 2 * _ms(lambda: [assess(networks[BEFORE], case.answers) for case in worked]) / len(worked)
    print(f"{len(items)} cases; walked and told in full under both: {full:.1f} ms each")
    for after in networks:
        if after != BEFORE:
            differ = len(diff.compare(BEFORE, after, items))
            ms = _ms(lambda after=after: diff.compare(BEFORE, after, items)) / len(items)
            print(
                f"{after}: {differ} differ; {ms:.1f} ms each, {ms / full:.2f} of that; "
                f"{MANY:,} on {os.cpu_count()} cores in {ms * MANY / 1000 / (os.cpu_count() or 1):.0f} s"
            )


def _changed(knowledge: KnowledgeBase) -> dict[str, KnowledgeBase]:
    """Changes of four sizes, from words alone to what moves nearly everything."""
    vocabulary = knowledge.vocabulary
    levels = vocabulary.words("levels")
    higher = {level: levels[min(place + (place > 0), len(levels) - 1)] for place, level in enumerate(levels)}
    rows = tuple(replace(row, level=higher[row.level]) for row in vocabulary.level_table)
    factor = max(knowledge.risk_factors.values(), key=lambda each: len(each.leads_to))
    weaker = tuple(replace(lead, likelihood=vocabulary.words("likelihoods")[1]) for lead in factor.leads_to)
    return {
        "sources said otherwise": replace(
            knowledge, sources={key: replace(each, supports="Otherwise.") for key, each in knowledge.sources.items()}
        ),
        "one risk factor weaker": replace(
            knowledge, risk_factors={**knowledge.risk_factors, factor.id: replace(factor, leads_to=weaker)}
        ),
        "the last group of every use left out": replace(
            knowledge,
            deployments={key: replace(each, exposes=each.exposes[:-1]) for key, each in knowledge.deployments.items()},
        ),
        "every level one higher": replace(knowledge, vocabulary=replace(vocabulary, level_table=rows)),
    }


def _really(knowledge: KnowledgeBase, files: int, place: Path) -> None:
    """Writes worked cases with up to four answers put otherwise, and compares them by the command."""
    draw, given = random.Random(0), place / "answers"
    given.mkdir()
    worked = cases.load(loader.DEFAULT_FOLDER, knowledge)
    for at in range(files):
        case = worked[at % len(worked)]
        answers = dict(case.answers.answers)
        for key in draw.sample(sorted(knowledge.questions), draw.randint(1, 4)):
            option = draw.choice([option for option, _ in knowledge.options(knowledge.questions[key])])
            answers[key] = Answer("answered", (option,)) if draw.random() > 0.15 else Answer("unknown")
        text = writing.write(replace(case.answers, answers=answers), knowledge)
        (given / f"{at:05}.yaml").write_text(text, "utf-8")
    before = shutil.copytree(loader.DEFAULT_FOLDER, place / "before")
    table = before / "vocabulary.yaml"
    was = table.read_text("utf-8")
    table.write_text(re.sub(r"(severity: \w+, level: )(?:low|moderate)", r"\1high", was), "utf-8")
    started, used = time.perf_counter(), _used()
    words = ["kb", "diff", str(before), str(given), "-o", str(place / "diff.txt")]
    subprocess.run([sys.executable, "-m", "questionnaire", *words], check=True)
    took, worked_ = time.perf_counter() - started, _used() - used
    print((place / "diff.txt").read_text("utf-8").partition("\n")[0])
    print(f"{files:,} files on {os.cpu_count()} cores: {took:.0f} s, and {worked_:.0f} s of processors")


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _ms(work) -> float:
    """The least of three times of the processor: what else runs on the machine does not count."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        work()
        taken.append((time.process_time() - started) * 1000)
    return min(taken)
