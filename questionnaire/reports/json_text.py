"""An assessment or a comparison as JSON text, fields in the order of their records."""

from __future__ import annotations

import msgspec


def render(result: msgspec.Struct) -> str:
    """Indented JSON; the same result gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(result), indent=2).decode() + "\n"
