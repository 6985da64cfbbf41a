"""Words that only the HTML says."""

from __future__ import annotations

CONTENTS = "Contents"


AS_TABLE = "The same as a table"
SPANS = "Likelihood and severity of the findings"


def if_so(kind: str) -> str:
    return f"{kind}, if so"
