"""Builds, imports and type-checks operations as one package, and finds those that keep it from that."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import blame
from .contract import Contract, Operation
from .document import document
from .outcome import Outcome, Stage
from .workshop import Workshop


@dataclass(frozen=True)
class _Complaint:
    """Something wrong with a package, and the operations that it is about where that can be told."""

    stage: Stage
    reason: str
    about: list[Operation]


class Package:
    """The operations of a tag, in a workshop. What fails is taken out until the rest stands."""

    def __init__(self, contract: Contract, workshop: Workshop) -> None:
        self._contract = contract
        self._workshop = workshop
        self._built: list[Operation] = []
        self.outcomes: list[Outcome] = []

    def settle(self, operations: Sequence[Operation]) -> list[Operation]:
        """Return the operations that stand together in a package, which is left built; note why others do not."""
        standing = self._standing([], list(operations))
        if standing and standing != self._built:
            self._complaints(standing)
        return standing

    def _standing(self, base: list[Operation], added: list[Operation]) -> list[Operation]:
        """Return `base`, which stands, with those of `added` that stand beside it."""
        while added:
            complaints = self._complaints(base + added)
            if not complaints:
                return base + added
            blamed = [(one, [each for each in one.about if each in added]) for one in complaints]
            if not any(about for _, about in blamed):
                if len(added) > 1:
                    # Nothing says who is to blame: first half of them, then the others beside what stands of these.
                    half = len(added) // 2
                    return self._standing(self._standing(base, added[:half]), added[half:])
                blamed = [(complaints[0], added)]
            for complaint, about in blamed:
                beside = " (beside its neighbours of the tag)" if base and not complaint.about else ""
                self._note([one for one in about if one in added], complaint.stage, complaint.reason + beside)
                added = [one for one in added if one not in about]
        return base

    def _complaints(self, operations: list[Operation]) -> list[_Complaint]:
        self._built = operations
        if reason := self._workshop.build(document(self._contract, operations)):
            file = self._workshop.contract
            about = blame.by_message(self._contract, operations, reason, file)
            return [_Complaint(_stage(reason), blame.located(reason, file), about)]
        files = blame.Files(self._workshop.package, operations)
        return [
            _Complaint(Stage.TYPES, f"{file.name}: {message}", files.by_file(file, message))
            for file, message in self._workshop.types()
        ]

    def _note(self, operations: Sequence[Operation], stage: Stage, reason: str) -> None:
        self.outcomes += [Outcome(one.tag, one.name, one.label, stage, reason) for one in operations]


def _stage(complaint: str) -> Stage:
    """What a complaint of the generator is: a refusal, unless it says that it broke."""
    if "cannot be imported" in complaint:
        return Stage.IMPORT
    return Stage.BUILD if "the generator stopped" in complaint or "Traceback" in complaint else Stage.REFUSED
