"""python -m questionnaire"""

import gc

gc.disable()  # one command, one short process: looking for garbage costs a tenth of its time and frees nothing of note

import os  # noqa: E402 - what is imported costs the same
import sys  # noqa: E402

from questionnaire.cli.parser import main  # noqa: E402

status = main()
for stream in (sys.stdout, sys.stderr):
    if stream is not None:
        stream.flush()
# Taking all of it apart first would cost as much as reading the knowledge base, and msgspec may crash in it where a
# type has a `Meta`: https://github.com/msgspec/msgspec/issues/717
os._exit(status)
