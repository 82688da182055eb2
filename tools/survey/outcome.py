"""What became of an operation."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far an operation came: the stage at which it failed, or `WORKS`."""

    REFUSED = "refused"
    """The generator named it and said why it cannot serve it."""
    BUILD = "build"
    """The generator failed on it in another way."""
    IMPORT = "import"
    TYPES = "types"
    WIRE = "wire"
    """The method sent something else than the contract says, or nothing."""
    ANSWER = "answer"
    """An answer that the contract allows came back different, or not at all."""
    UNTRIED = "untried"
    """No value of its schemas could be made, or the trial itself failed."""
    WORKS = "works"


@dataclass(frozen=True)
class Outcome:
    """The stage that an operation reached, with the reason where it did not get on."""

    tag: str
    name: str
    label: str
    stage: Stage
    reason: str = ""

    @property
    def kind(self) -> str:
        """The reason without what differs from case to case, to count by."""
        text = self.reason.strip().partition("\n")[0]
        for pattern, replacement in _VARIABLE:
            text = pattern.sub(replacement, text)
        return text[:160]


_VARIABLE = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^\S+\.(ya?ml|py)(:\d+)*:? ", ""),
        (r"(ValidationError: ).*?(: expected )", r"\1PLACE\2"),
        (r" \((status \d+|GET|PUT|POST|DELETE|PATCH)\b.*$", ""),
        (r"#/\S+", "#/..."),
        (r"\b(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|TRACE) /[^\s:]*", "OPERATION"),
        (r"\"[^\"]*\"|'[^']*'|`[^`]*`", "..."),
        (r"\b\d+\b", "N"),
    )
)
