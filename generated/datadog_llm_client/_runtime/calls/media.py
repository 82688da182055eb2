# Copied from runtime/calls/media.py: edit that.
from __future__ import annotations

import json
import math
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from ..values.errors import RequestValidationError

Kind: TypeAlias = Literal["json", "form", "multipart", "text", "binary"]

_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


@lru_cache(maxsize=256)
def base_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


@lru_cache(maxsize=256)
def kind_of(content_type: str) -> Kind:
    base = base_type(content_type)
    if base in ("application/json", "text/json") or base.endswith("+json"):
        return "json"
    if base == "application/x-www-form-urlencoded":
        return "form"
    if base == "multipart/form-data":
        return "multipart"
    return "text" if base.startswith("text/") else "binary"


def json_text(document: Any) -> str:
    try:
        text = _JSON.encode(document)
        text.encode()
    except (TypeError, ValueError, RecursionError):
        raise _fault(document, ()) or RequestValidationError("JSON", "a value that cannot be serialized") from None
    return text


def _fault(value: Any, path: tuple[str | int, ...]) -> RequestValidationError | None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                return RequestValidationError("a string as a key", repr(key)[:80], path)
            if fault := _fault(item, (*path, key)):
                return fault
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if fault := _fault(item, (*path, index)):
                return fault
    elif isinstance(value, float):
        if not math.isfinite(value):
            return RequestValidationError("a finite number", repr(value), path)
    elif isinstance(value, str):
        if not is_utf8(value):
            return RequestValidationError("text that can be encoded as UTF-8", "a lone surrogate", path)
    elif value is not None and not isinstance(value, int):
        return RequestValidationError("a JSON value", type(value).__name__, path)
    return None


def is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
