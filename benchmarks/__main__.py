"""python -m benchmarks [walk] [cold] [report] [app] [load[=PEOPLE]] [portfolio] [diff], or:
python -m benchmarks mutation [MODULE …], or: python -m benchmarks foresight [FOLDER OF CASES]"""

import sys

from benchmarks import app, cold, diff, load, portfolio, report, walk

ALL = {"walk": walk, "cold": cold, "report": report, "app": app, "load": load, "portfolio": portfolio, "diff": diff}

words = sys.argv[1:]
if words[:1] == ["foresight"]:  # measures the knowledge, not the speed
    from benchmarks import foresight

    foresight.run(*words[1:])
    sys.exit()
if words[:1] == ["mutation"]:  # takes long and needs the tests' packages, so only when it is asked for
    from benchmarks import mutation

    mutation.run(*words[1:])
    sys.exit()
for word in words or ALL:
    name, _, size = word.partition("=")
    if name not in ALL:
        sys.exit(f"There is no benchmark {name}. There are: {', '.join(ALL)}, mutation, foresight.")
    if size and (name != "load" or not size.isdecimal() or not 1 <= int(size) <= load.MOST_PEOPLE):
        sys.exit(f"Write load=PEOPLE, with a number from 1 to {load.MOST_PEOPLE}; the others take no number.")
    print(f"== {name}: {ALL[name].__doc__.splitlines()[0]}", flush=True)
    ALL[name].run(*([int(size)] if size else []))
    print()
