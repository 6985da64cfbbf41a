"""python -m questionnaire"""

import sys

from questionnaire.command_line import main

sys.exit(main())
