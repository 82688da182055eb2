"""Builds, imports and type-checks operations as one package, and finds those that keep it from that."""

from __future__ import annotations

from collections.abc import Sequence

from . import blame
from .document import document
from .outcome import Outcome, Stage
from .upstream import Contract, Operation
from .workshop import Workshop


class Package:
    """The operations of a tag, in a workshop. What fails is taken out until the rest stands."""

    def __init__(self, contract: Contract, workshop: Workshop) -> None:
        self._contract = contract
        self._workshop = workshop
        self.outcomes: list[Outcome] = []

    def settle(self, operations: Sequence[Operation]) -> list[Operation]:
        """Return the operations that stand together in a package, which is left built; note why others do not."""
        standing = list(operations)
        while standing:
            failures = self._failures(standing)
            if failures is None:
                return standing
            if not failures:
                # Nothing says who is to blame: each half by itself, then what is left of both.
                if len(standing) == 1:
                    break
                half = len(standing) // 2
                parts = self.settle(standing[:half]) + self.settle(standing[half:])
                if len(parts) == len(standing):
                    self._note(standing[half:], Stage.BUILD, "stands alone, but not beside its neighbours of the tag")
                    parts = standing[:half]
                standing = parts
            else:
                standing = [one for one in standing if one.name not in failures]
        return []

    def _failures(self, operations: list[Operation]) -> set[str] | None:
        """The names of those that are to blame, noted; None where all is well."""
        complaint = self._workshop.build(document(self._contract, operations))
        if complaint:
            crashed = "Traceback" in complaint or "the generator stopped" in complaint
            stage = Stage.BUILD if crashed else Stage.REFUSED
            blamed = blame.by_message(self._contract, operations, complaint)
            return self._blamed(operations, blamed, stage, complaint)
        for stage, faults in ((Stage.IMPORT, self._workshop.imports), (Stage.TYPES, self._workshop.types)):
            if found := faults():
                files = blame.Files(self._workshop.package, operations)
                blamed_by_name: set[str] = set()
                for file, message in found:
                    new = [one for one in files.by_file(file, message) if one.name not in blamed_by_name]
                    blamed_by_name |= {one.name for one in new}
                    self._note(new, stage, f"{file.name}: {message}" if file.name else message)
                return blamed_by_name or self._blamed(operations, [], stage, found[0][1])
        return None

    def _blamed(self, operations: list[Operation], blamed: list[Operation], stage: Stage, message: str) -> set[str]:
        if not blamed and len(operations) == 1:
            blamed = operations
        self._note(blamed, stage, message)
        return {one.name for one in blamed}

    def _note(self, operations: Sequence[Operation], stage: Stage, reason: str) -> None:
        self.outcomes += [Outcome(one.tag, one.name, one.label, stage, reason) for one in operations]
