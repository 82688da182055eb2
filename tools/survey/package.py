"""Builds, imports and type-checks operations as one package, and finds those that prevent it."""

import re
from collections.abc import Sequence

from . import blame
from .contract import Contract, Operation
from .document import document
from .outcome import Outcome, Stage
from .workshop import Workshop


class Package:
    """The operations of a tag, in a workshop. Those that fail are taken out until the rest stands."""

    def __init__(self, contract: Contract, workshop: Workshop) -> None:
        self._contract = contract
        self._workshop = workshop
        self._built: list[Operation] = []
        self.outcomes: list[Outcome] = []

    def settle(self, operations: Sequence[Operation]) -> list[Operation]:
        """Return the operations that stand together in a package, which is left built. The others get outcomes."""
        standing = self._standing([], list(operations))
        if standing and standing != self._built:
            self._complaint(standing)
        return standing

    def _standing(self, base: list[Operation], added: list[Operation]) -> list[Operation]:
        """Return `base`, which stands, with those of `added` that stand beside it."""
        while added and (complaint := self._complaint(base + added)):
            stage, reason, about = complaint
            blamed = [one for one in added if one in about]
            if not blamed and len(added) > 1:
                # Nothing says which is to blame: try half of them, then the others beside what stands of these.
                half = len(added) // 2
                return self._standing(self._standing(base, added[:half]), added[half:])
            beside = " (beside its neighbours of the tag)" if base and not blamed else ""
            for one in blamed or added:
                self.outcomes.append(Outcome(one.tag, one.name, one.label, stage, reason + beside))
            added = [one for one in added if blamed and one not in blamed]
        return base + added

    def _complaint(self, operations: list[Operation]) -> tuple[Stage, str, list[Operation]] | None:
        """Build a package. Return the stage where it fails, the reason, and the operations named there, if any."""
        self._built = operations
        if reason := self._workshop.build(document(self._contract, operations)):
            about = blame.operations_in(reason, self._contract, operations)
            # The lines are those of a document that is gone when this is read.
            file = re.escape(self._workshop.contract.name)
            return _stage(reason), re.sub(rf"\S*{file}(:\d+)*: ", "", reason), about
        if reason := self._workshop.type_error():
            return Stage.TYPES, reason, []
        return None


def _stage(complaint: str) -> Stage:
    """Return the stage that a complaint of the generator is about: a refusal, unless it says that it broke."""
    if "cannot be imported" in complaint:
        return Stage.IMPORT
    return Stage.BUILD if "the generator stopped" in complaint or "Traceback" in complaint else Stage.REFUSED
