"""Faults of a request and their locations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal


@dataclass(frozen=True)
class Fault:
    """One fault. `kind` and `place` are the key and value of a JSON:API error's `source`."""

    detail: str
    kind: Literal["pointer", "parameter", "header"]
    place: str

    def item(self, status: HTTPStatus) -> dict[str, Any]:
        """Return the fault as a JSON:API error object."""
        return {**error_item(status, self.detail), "source": {self.kind: self.place}}


def error_item(status: HTTPStatus, detail: str) -> dict[str, Any]:
    """Return a JSON:API error object without a source."""
    return {"detail": detail, "status": str(status.value), "title": status.phrase}


def pointer(path: Iterable[str | int]) -> str:
    """Return a path into a document as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def from_schema_error(error: Any) -> Iterator[Fault]:
    """Yield the faults behind a jsonschema `ValidationError`, each with its own location."""
    if error.validator == "required":
        # jsonschema names the missing property only in its message, so each error reports all of them.
        for name in error.validator_value:
            if name not in error.instance:
                yield Fault("required property is missing", "pointer", pointer([*error.absolute_path, name]))
    elif error.context:
        yield from _from_branches(error)
    else:
        yield Fault(_detail(error), "pointer", pointer(error.absolute_path))


def _from_branches(error: Any) -> Iterator[Fault]:
    """Yield the faults behind an `anyOf` or `oneOf`: those of the branch that the value was meant for."""
    branches: dict[str | int, list[Any]] = {}
    for child in error.context:
        branches.setdefault(child.relative_schema_path[0], []).append(child)
    wrong_types: list[str] = []
    meant: list[list[Any]] = []
    for children in branches.values():
        wrong_type = next((child for child in children if child.validator == "type" and not child.relative_path), None)
        if wrong_type is None:
            meant.append(children)
        else:
            wrong_types += _types(wrong_type)
    if meant:
        for child in min(meant, key=len):
            yield from from_schema_error(child)
    else:
        yield Fault(f"must be {' or '.join(wrong_types)}", "pointer", pointer(error.absolute_path))


def _detail(error: Any) -> str:
    match error.validator:
        case "type":
            return f"must be {' or '.join(_types(error))}"
        case "enum":
            return f"must be one of {', '.join(map(str, error.validator_value))}"
        case _:
            return str(error.message)


def _types(error: Any) -> list[str]:
    expected = error.validator_value
    return [expected] if isinstance(expected, str) else list(expected)
