"""How a command ends: its exit status, and the mistake in its words that ends it early."""

from __future__ import annotations

DONE, PROBLEMS, USAGE, REACHED, INTERRUPTED = 0, 1, 2, 3, 130


class UsageError(Exception):
    """The command's words are off; the text says what is wrong and what to write."""
