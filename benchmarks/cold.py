"""assess from a cold process, beside a process that only imports yaml, networkx and reportlab."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from questionnaire.knowledge import loader
from questionnaire.reports.formats import FORMATS

ANSWERS = loader.DEFAULT_FOLDER / "cases" / "tenant-screening-score.yaml"


def wall(command: list[str]) -> float:
    """Seconds that the command takes; raises where it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=loader.PROJECT)
    return time.perf_counter() - start


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        assess = [sys.executable, "-m", "questionnaire", "assess", str(ANSWERS), "-o"]
        commands = {
            "only imports": [sys.executable, "-c", "import yaml, networkx, reportlab"],
            "  and its canvas": [sys.executable, "-c", "import yaml, networkx, reportlab.pdfgen.canvas"],
            **{f"assess to {each.name}": [*assess, str(Path(folder) / f"out{each.ending}")] for each in FORMATS},
        }
        times = {name: [] for name in commands}
        for command in commands.values():
            wall(command)
        for _ in range(7):  # in turn, so that a slow moment of the machine meets all of them
            for name, command in commands.items():
                times[name].append(wall(command))
    base = statistics.median(times["only imports"])
    for name, taken in times.items():
        print(f"  {name:20} {statistics.median(taken) * 1000:6.0f} ms   {statistics.median(taken) / base:.2f}x")
