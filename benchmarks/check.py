"""`kb check` on the knowledge base as it is and on one of twice its size, in seconds of a processor.

The second half holds every entry, source and case once more under another id, each naming the others of its half, so
that twice as much has to be read, walked and compared; questions, interview and vocabulary stand once.
"""

import copy
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from questionnaire.files import yaml_text
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KINDS
from questionnaire.knowledge.checks import REFERENCES
from questionnaire.upkeep import editor

AGAIN = "-again"
REPEAT = 3
_WORDS = ("kind", "domain", "sector")


def run() -> None:
    """Prints the least of some runs: what else runs on the machine does not count."""
    with tempfile.TemporaryDirectory() as place:
        twice = doubled(loader.DEFAULT_FOLDER, Path(place) / "knowledge_base")
        for name, folder in (("as it is", loader.DEFAULT_FOLDER), ("twice", twice)):
            files = sum(1 for _ in folder.rglob("*.yaml"))
            print(f"{name}: {files} files, {min(_seconds(folder) for _ in range(REPEAT)):.2f} s of a processor")


def doubled(folder: Path, to: Path) -> Path:
    """A copy of the knowledge base in which every entry, source and case stands twice."""
    shutil.copytree(folder, to)
    kinds = [kind for kind in KINDS if kind != "questions"]
    files = {file: _data(file) for kind in (*kinds, "sources", "cases") for file in (folder / kind).glob("*.yaml")}
    ids = {file.stem for file in files if file.parent.name in kinds}
    ids |= {row["id"] for file, data in files.items() if file.parent.name == "sources" for row in data}
    asked = loader.load(folder, cache=None).questions.values()
    options = {option.id for question in asked for option in question.options}  # a task may be called as one is
    rename = _Renaming(ids, ids - options - {question.id for question in asked})
    for file, data in files.items():
        name = f"{file.parent.name}/{file.stem}{AGAIN}.yaml"
        text = yaml_text.write(rename.data(data, file.parent.name == "sources"))
        (to / name).write_text(f"{editor.header(file.parent.name)}\n{text}", "utf-8")
    for file in (to / "questions").glob("*.yaml"):
        data = _data(file)
        for option in data.get("options", ()):
            if "raises" in option:
                option["raises"] += rename.data(option["raises"])
        file.write_text(f"{editor.header('questions')}\n{yaml_text.write(data)}", "utf-8")
    return to


def _data(file: Path) -> object:
    return yaml_text.read(file.read_text("utf-8"), file.name, careful=False).data


class _Renaming:
    """Turns every id into that of the second half: where a field names an entry, elsewhere where it is one alone."""

    def __init__(self, ids: set[str], alone: set[str]):
        self.ids, self.alone = ids, alone

    def data(self, data: object, names: bool = False) -> object:
        if isinstance(data, dict):
            return {
                key: copy.deepcopy(value) if key in _WORDS else self.data(value, key == "id" or key in REFERENCES)
                for key, value in data.items()
            }
        if isinstance(data, list):
            return [self.data(each, names) for each in data]
        ids = self.ids if names else self.alone
        return f"{data}{AGAIN}" if isinstance(data, str) and data in ids else data


def _seconds(folder: Path) -> float:
    before = _used()
    done = subprocess.run(
        [sys.executable, "-m", "questionnaire", "kb", "check", "--kb", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    *problems, _ = done.stdout.splitlines()
    if wrong := [each for each in problems if not each.endswith("(advice)") and " worked case " not in each]:
        sys.exit("\n".join((*wrong, done.stderr)))  # then the check ends early; what no case finds is looked for last
    return _used() - before


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime
