"""python -m benchmarks [walk] [cold] [check] [report] [app] [load[=PEOPLE]] [portfolio] [diff[=FILES]], or:
python -m benchmarks mutation [MODULE …], or: python -m benchmarks foresight [FOLDER OF CASES]"""

import sys

from benchmarks import app, check, cold, diff, load, portfolio, report, walk

ALL = {
    "walk": walk,
    "cold": cold,
    "check": check,
    "report": report,
    "app": app,
    "load": load,
    "portfolio": portfolio,
    "diff": diff,
}

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
    most = {"load": load.MOST_PEOPLE, "diff": diff.MOST_FILES}.get(name, 0)
    if size and not (size.isdecimal() and 1 <= int(size) <= most):
        sys.exit(
            f"Write load=PEOPLE, with a number from 1 to {load.MOST_PEOPLE}, or diff=FILES, with one from 1 to "
            f"{diff.MOST_FILES}; the others take no number."
        )
    print(f"== {name}: {ALL[name].__doc__.splitlines()[0]}", flush=True)
    ALL[name].run(*([int(size)] if size else []))
    print()
