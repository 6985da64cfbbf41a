"""What was read and checked, kept on disk so that the next start need not do it again.

Nobody looks at a kept file, so it has to prove where it comes from: its first line is a checksum over its name, the
code that made it and its content, keyed with random bytes that only the owner of this process can read. Whoever can
write to the folder but cannot read that key can spoil a kept file and cannot make one. A file that is spoilt, of
another shape or no file at all is ignored, as is a folder that cannot be read or written. The folder and the key are
safe to delete.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from questionnaire.files import yaml_text

MOST_FILES = 12
MOST_BYTES = 64_000_000
KEY_BYTES = 32
_ROOMS = ("files", "knowledge", "wording")
_PLAINLY = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)  # a pipe in the place of a file would hold us up for ever, a link would lead elsewhere

Shape = TypeVar("Shape")


def code_print(rooms: tuple[Path, ...], versions: tuple[str, ...]) -> str:
    """A digest of every module of the rooms, by name and content, and of the versions of what they stand on."""
    digest = hashlib.sha256("\n".join(versions).encode())
    for room in rooms:
        for file in sorted(room.rglob("*.py")):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"\n{room.name}/{file.relative_to(room).as_posix()} {content}".encode())
    return digest.hexdigest()


MADE_BY = code_print(
    tuple(Path(__file__).resolve().parents[1] / room for room in _ROOMS),
    (sys.version, msgspec.__version__, yaml_text.PARSER),
)
"""The code that decides what is read and what is a mistake, as it was when this process began: a process that runs on
while its code is replaced keeps nothing under the new code's name."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The kept files of one folder. The key lies beside the folder, so a copy of the folder brings no key along."""

    folder: Path

    def read(self, name: str, shape: type[Shape]) -> Shape | None:
        """What was kept under the name; None where it is not there, or is not what this code kept under it."""
        key, raw = self._key(), _content(self.folder / name, MOST_BYTES)
        if key is None or raw is None:
            return None
        checksum, _, payload = raw.partition(b"\n")
        if not hmac.compare_digest(checksum, _checksum(key, name, payload)):
            return None
        try:
            return msgspec.json.decode(payload, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None

    def write(self, name: str, value: object, replaces: str) -> None:
        """Keep the value under the name, in the place of the files that `replaces` names; of others the newest stay."""
        import secrets  # most processes only read

        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            key, payload = self._key() or self._new_key(), msgspec.json.encode(value)
            file = self.folder / name
            half = file.with_name(f".{name}.{os.getpid()}-{secrets.token_hex(4)}.part")
            half.write_bytes(_checksum(key, name, payload) + b"\n" + payload)
            half.replace(file)
            for old in self.folder.glob(replaces):
                if old != file:
                    old.unlink(missing_ok=True)
            for old in sorted(self.folder.glob("*.json"), key=lambda each: each.stat().st_mtime)[:-MOST_FILES]:
                old.unlink(missing_ok=True)

    @property
    def key_file(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.key")

    def _key(self) -> bytes | None:
        """The key; None where there is none that this process alone can have made and read."""
        key = _content(self.key_file, KEY_BYTES, private=True)
        return key if key and len(key) == KEY_BYTES else None

    def _new_key(self) -> bytes:
        """A fresh key in the place of one that is missing or that others could know."""
        import secrets

        key = secrets.token_bytes(KEY_BYTES)
        half = self.key_file.with_name(f"{self.key_file.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(key)
        half.replace(self.key_file)
        return key


def _checksum(key: bytes, name: str, payload: bytes) -> bytes:
    keyed = hmac.new(key, f"{name}\n{MADE_BY}\n".encode(), hashlib.sha256)
    keyed.update(payload)
    return keyed.hexdigest().encode()


def _content(file: Path, most: int, *, private: bool = False) -> bytes | None:
    """The bytes of a plain file that is not too large, and if `private` readable by its owner, who is us, alone."""
    try:
        descriptor = os.open(file, _PLAINLY)
    except OSError:
        return None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > most:
            return None
        if private and os.name == "posix" and (found.st_uid != os.geteuid() or found.st_mode & 0o077):
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as opened:
            return opened.read(most)
    except OSError:
        return None
    finally:
        os.close(descriptor)
