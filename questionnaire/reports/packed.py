"""Office files are zip archives: packed anew, so that their bytes hang on their content alone. A leaf."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIRST = "[Content_Types].xml"
# The earliest day that a zip archive can hold.
_DAY = (1980, 1, 1, 0, 0, 0)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts by name: the list of types first, as its readers want it, the others by name, without
    a clock and without a user's rights."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return stream.getvalue()


def unpacked(raw: bytes) -> dict[str, bytes]:
    """The parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
