"""python -m questionnaire"""

import gc
import sys

from questionnaire.cli.parser import main

gc.disable()  # one command, one short process: looking for garbage costs a tenth of its time and frees nothing of note
sys.exit(main())
