"""python -m benchmarks [walk] [cold] [report] [app]"""

import sys

from benchmarks import app, cold, report, walk

ALL = {"walk": walk, "cold": cold, "report": report, "app": app}

for name in sys.argv[1:] or ALL:
    if name not in ALL:
        sys.exit(f"There is no benchmark {name}. There are: {', '.join(ALL)}.")
    print(f"== {name}: {ALL[name].__doc__.splitlines()[0]}", flush=True)
    ALL[name].run()
    print()
