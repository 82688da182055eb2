"""Has the methods of a package called, in a process of its own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from .contract import Contract, Operation
from .document import document
from .outcome import Outcome, Stage
from .workshop import Workshop


@dataclass(frozen=True)
class Trial:
    """How many calls of each operation, and the seed of their values."""

    examples: int
    seed: int

    def __call__(self, contract: Contract, workshop: Workshop, operations: Sequence[Operation]) -> list[Outcome]:
        """Return the outcome of each operation of the package that stands in the workshop."""
        file = workshop.root / "document.json"
        file.write_text(json.dumps(document(contract, operations)), encoding="utf-8")
        outcomes: list[Outcome] = []
        waiting = list(operations)
        while waiting:
            run = workshop.run(
                *(
                    "-m",
                    "tools.survey.exercise",
                    str(file),
                    str(workshop.generated),
                    str(self.examples),
                    str(self.seed),
                ),
                *(one.name for one in waiting),
            )
            found = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
            for one, line in zip(waiting, found, strict=False):
                outcomes.append(Outcome(one.tag, one.name, one.label, Stage(line["stage"]), line["reason"]))
            waiting = waiting[len(found) :]
            if waiting:
                # It is what ended the process, and the others have their turn in another.
                one = waiting.pop(0)
                reason = f"the process ended: {(run.stderr.strip().splitlines() or ['no reason'])[-1]}"
                outcomes.append(Outcome(one.tag, one.name, one.label, Stage.UNTRIED, reason))
        return outcomes
