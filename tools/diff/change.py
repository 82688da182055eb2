"""A change for Python callers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .bump import TABLE, Bump

_PLURALS = {"is": "are", "has": "have", "takes": "take", "needs": "need", "returns": "return"}


@dataclass(frozen=True)
class Change:
    """A difference in one public object, or the same difference in several."""

    kind: str
    owners: tuple[str, ...]
    """Public names of the classes, functions or aliases that changed."""
    member: str = ""
    """Name of what changed in each owner, if not the owner itself."""
    part: str = ""
    old: str = ""
    new: str = ""

    @property
    def bump(self) -> Bump:
        """The part of the version to raise."""
        return TABLE[self.kind].bump

    @property
    def section(self) -> str:
        """The section of the CHANGELOG."""
        return TABLE[self.kind].section

    @property
    def names(self) -> list[str]:
        """The public names of what changed, such as `Client.run_inference`."""
        member = f".{self.member}" if self.member else ""
        return [f"{owner}()" if self.member == "__init__" else f"{owner}{member}" for owner in self.owners]

    @property
    def sentence(self) -> str:
        """What changed, for users."""
        quoted = [f"`{name}`" for name in self.names]
        names = " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
        verbs = {verb: plural if len(quoted) > 1 else verb for verb, plural in _PLURALS.items()}
        return TABLE[self.kind].sentence.format(names=names, part=self.part, old=self.old, new=self.new, **verbs)

    @property
    def order(self) -> tuple[Any, ...]:
        """The sort key in a report: worst first, then by kind, in the order of the table."""
        return list(Bump).index(self.bump), list(TABLE).index(self.kind), self.names, self.part

    @property
    def _twins(self) -> tuple[str, ...]:
        """The key of changes that can share a sentence."""
        same = (self.member, self.part, self.old, self.new) if self.member else self.owners
        return self.kind, *same


def merged(changes: Iterable[Change], ancestors: Mapping[str, frozenset[str]]) -> list[Change]:
    """Combine the same change to several owners, and report inherited changes only for the base class."""
    groups: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        groups.setdefault(change._twins, []).append(change)
    told = []
    for group in groups.values():
        owners = [owner for change in group for owner in change.owners]
        if group[0].member:
            bases = {owner.rpartition(".")[2] for owner in owners}
            owners = [owner for owner in owners if not ancestors[owner] & bases]
        told.append(replace(group[0], owners=tuple(sorted(owners, key=lambda owner: (len(owner), owner)))))
    return sorted(told, key=lambda change: change.order)
