"""What the client cannot serve, told so that a maintainer can act on it."""

from __future__ import annotations

from tools.console import ToolError

Place = tuple[str | int, ...]


class Refusal(ToolError):
    """A part of the contract that is not supported: where it stands, what it is, and what to write instead."""

    def __init__(self, place: Place, what: str, instead: str) -> None:
        super().__init__(f"{what}: {instead}")
        self.place = place


def pointer(place: Place) -> str:
    """A place as it is written in a `$ref`."""
    return "#/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in place)
