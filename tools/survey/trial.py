"""Calls the methods of a package, in a process of its own."""

import json
from collections.abc import Sequence

from .contract import Contract, Operation
from .document import document
from .outcome import Outcome, Stage
from .workshop import Workshop


def call(contract: Contract, workshop: Workshop, operations: Sequence[Operation], seed: int) -> list[Outcome]:
    """Return the outcome of each operation of the package that is built in the workshop."""
    file = workshop.root / "document.json"
    file.write_text(json.dumps(document(contract, operations)), encoding="utf-8")
    command = ["-m", "tools.survey.exercise", str(file), str(workshop.generated), str(seed)]
    outcomes: list[Outcome] = []
    waiting = list(operations)
    while waiting:
        run = workshop.run(*command, *(one.name for one in waiting))
        found = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
        for one, line in zip(waiting, found, strict=False):
            outcomes.append(Outcome(one.tag, one.name, one.label, Stage(line["stage"]), line["reason"]))
        waiting = waiting[len(found) :]
        if waiting:
            # The first of these ended the process; the others get another one.
            one = waiting.pop(0)
            reason = f"the process ended: {(run.stderr.strip().splitlines() or ['no reason'])[-1]}"
            outcomes.append(Outcome(one.tag, one.name, one.label, Stage.UNTRIED, reason))
    return outcomes
