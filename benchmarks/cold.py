"""assess from a cold process, beside a process that only imports yaml, networkx and reportlab. Compiled modules are
kept as Python keeps them after a first run, whatever the environment says of it."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from questionnaire.knowledge import loader
from questionnaire.reports.formats import FORMATS

ANSWERS = loader.DEFAULT_FOLDER / "cases" / "tenant-screening-score.yaml"


def wall(command: list[str], environment: dict[str, str]) -> float:
    """Seconds that the command takes; raises where it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=loader.PROJECT, env=environment)
    return time.perf_counter() - start


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        assess = [sys.executable, "-m", "questionnaire", "assess", str(ANSWERS), "-o"]
        commands = {
            "only imports": [sys.executable, "-c", "import yaml, networkx, reportlab"],
            "  and its canvas": [sys.executable, "-c", "import yaml, networkx, reportlab.pdfgen.canvas"],
            **{f"assess to {each.name}": [*assess, str(Path(folder) / f"out{each.ending}")] for each in FORMATS},
        }
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        kept["PYTHONPYCACHEPREFIX"] = folder
        times = {name: [] for name in commands}
        for command in commands.values():
            wall(command, kept)
        for _ in range(11):  # in turn, so that a slow moment of the machine meets all of them
            for name, command in commands.items():
                times[name].append(wall(command, kept))
    base = statistics.median(times["only imports"])
    for name, taken in times.items():
        print(f"  {name:20} {statistics.median(taken) * 1000:6.0f} ms   {statistics.median(taken) / base:.2f}x")
