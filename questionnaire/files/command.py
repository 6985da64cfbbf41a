"""What the person typed to start this program, so that messages can say what to type next. A leaf."""

from __future__ import annotations

import os


def typed() -> str:
    """The words before a command's own: what RISKWALK_COMMAND says, else how Python starts the package."""
    return os.environ.get("RISKWALK_COMMAND") or "python -m questionnaire"
