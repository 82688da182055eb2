"""Parses JSON documents strictly."""

import json
from math import isfinite
from typing import Any, NoReturn

# Far above any real request, and far below the recursion limit of everything that walks the document later.
MAX_DEPTH = 64


class MalformedDocument(ValueError):
    """The text is not a JSON document that the sandbox accepts; the message says why."""


def parse(raw: bytes | str) -> Any:
    """Parse a document from a string, or bytes in UTF-8. Raises `MalformedDocument`."""
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
        document = json.loads(text, parse_constant=_refuse_constant)
    except MalformedDocument:
        raise
    except UnicodeDecodeError as error:
        raise MalformedDocument("is not UTF-8") from error
    except RecursionError as error:
        raise MalformedDocument("is nested too deep") from error
    except ValueError as error:
        raise MalformedDocument(f"is not JSON: {error}") from error
    _check(document)
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedDocument(f"is not JSON: {name} is not a JSON number")


def _check(value: Any, depth: int = 1) -> None:
    """Reject what Python parses as JSON but cannot serialize as JSON in UTF-8."""
    if depth > MAX_DEPTH:
        raise MalformedDocument("is nested too deep")
    match value:
        case float() if not isfinite(value):
            raise MalformedDocument("contains a number out of range")
        case str() if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise MalformedDocument("contains half of a surrogate pair") from error
        case dict():
            for key, item in value.items():
                _check(key, depth)
                _check(item, depth + 1)
        case list():
            for item in value:
                _check(item, depth + 1)
