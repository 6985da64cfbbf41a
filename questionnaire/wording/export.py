"""What the export says of its work and of mistakes in its words."""

from __future__ import annotations

from collections.abc import Iterable

EXPORT = "Write every format of every reading of answers files into a folder."
ANSWERS = "answers files; each gets a folder of its own, by its name"
FOLDER = "the folder to write into; it is made where there is none"
OVERWRITE = "write also over files that another program wrote or somebody changed"
SCHEMA = "Write the JSON Schema of the result as JSON to standard output."
_MOST_NAMED = 3


def progress(name: str, number: int, of: int) -> str:
    return f"{number} of {of} {name}"


def done(files: int, folder: str) -> str:
    return f"{folder}: {files} files written. Their digests stand in SHA256SUMS."


def same_name(first: str, second: str, name: str) -> str:
    return f'"{first}" and "{second}" would both be written into "{name}". Rename one, or export them one by one.'


def no_stream() -> str:
    return "standard input has no name for a folder. Name answers files."


def not_ours(folder: str, names: Iterable[str]) -> str:
    listed = [f'"{name}"' for name in names]
    shown = ", ".join(listed[:_MOST_NAMED])
    if (more := len(listed) - _MOST_NAMED) > 0:
        shown = f"{shown} and {more} more"
    return (
        f"{shown} in {folder} would be overwritten, and the export did not write what stands there now. Name another "
        "folder with -o, move them, or say --overwrite."
    )


def no_folder(name: str) -> str:
    return f'"{name}" is no folder. Name another one with -o.'


def unwritable(name: str, reason: str) -> str:
    return f'"{name}" cannot be written ({reason}). Name another folder with -o.'
