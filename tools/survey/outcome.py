"""The outcome of an operation."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """The stage at which an operation failed, or `WORKS`."""

    REFUSED = "refused"
    """The generator does not support it, and says why."""
    BUILD = "build"
    """The generator failed in another way."""
    IMPORT = "import"
    TYPES = "types"
    WIRE = "wire"
    """The method did not send what the contract says."""
    ANSWER = "answer"
    """An answer that the contract allows was not returned as it is."""
    UNTRIED = "untried"
    """No value of its schemas could be drawn, or the trial itself failed."""
    WORKS = "works"


@dataclass(frozen=True)
class Outcome:
    """The stage that an operation reached, with the reason why it failed."""

    tag: str
    name: str
    label: str
    stage: Stage
    reason: str = ""

    @property
    def kind(self) -> str:
        """The reason without the details that differ between operations."""
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
