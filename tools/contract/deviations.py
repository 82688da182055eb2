"""Accepted differences, where our document deviates on purpose, with reasons."""

from dataclasses import dataclass
from pathlib import Path

from tools.console import ToolError

from .finding import Finding
from .rating import TABLE
from .reader import Map, parse

Identity = tuple[str, str, str]


@dataclass(frozen=True)
class Deviation:
    """An accepted difference."""

    operation: str
    path: str
    kind: str
    reason: str
    line: int

    @property
    def identity(self) -> Identity:
        """The key of the findings that the deviation covers."""
        return self.operation, self.path, self.kind


@dataclass(frozen=True)
class Sorted:
    """Findings, separated from the accepted ones."""

    drift: list[Finding]
    accepted: list[tuple[Finding, Deviation]]
    stale: list[Deviation]
    """Deviations that no longer cover anything."""


def load(path: Path) -> list[Deviation]:
    """Read the list of deviations; a missing file is an empty list."""
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else "deviations: []\n"
    except (OSError, UnicodeDecodeError) as error:
        raise ToolError(f"{path}: {error}") from error
    root = parse(text, str(path))
    entries = root.get("deviations") if isinstance(root, Map) else None
    if not isinstance(entries, list):
        raise ToolError(f"{path}: expected a list named `deviations`")
    found: dict[Identity, Deviation] = {}
    for entry in entries:
        for deviation in _entry(entry, path):
            if deviation.identity in found:
                raise ToolError(f"{path}:{deviation.line}: {deviation.path} is listed twice")
            found[deviation.identity] = deviation
    return list(found.values())


def sort(findings: list[Finding], deviations: list[Deviation]) -> Sorted:
    """Separate the accepted findings, and the deviations that cover nothing."""
    known = {deviation.identity: deviation for deviation in deviations}
    return Sorted(
        drift=[finding for finding in findings if finding.identity not in known],
        accepted=[(finding, known[finding.identity]) for finding in findings if finding.identity in known],
        stale=[known[identity] for identity in known.keys() - {finding.identity for finding in findings}],
    )


def _entry(entry: object, path: Path) -> list[Deviation]:
    if not isinstance(entry, Map) or set(entry) != {"reason", "kind", "at"}:
        line = f":{entry.line}" if isinstance(entry, Map) else ""
        raise ToolError(f"{path}{line}: a deviation must have a `reason`, a `kind` and an `at`")
    reason, kind, places = entry["reason"], entry["kind"], entry["at"]
    if not isinstance(reason, str) or not reason.strip():
        raise ToolError(f"{path}:{entry.lines['reason']}: a deviation needs a reason")
    if kind not in TABLE:
        raise ToolError(f"{path}:{entry.lines['kind']}: {kind} is not a kind of difference")
    if not isinstance(places, Map) or not all(isinstance(paths, list) for paths in places.values()):
        raise ToolError(f"{path}:{entry.lines['at']}: `at` must list paths under each operation")
    return [
        Deviation(operation, str(where), str(kind), reason, places.lines[operation])
        for operation, paths in places.items()
        for where in paths
    ]
