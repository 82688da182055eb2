# Copied by "make generate" from runtime/calls/responses.py. Edit that, never this file.
"""Reads an HTTP answer: the parsed model, or the error that says what is wrong with it."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

from ..values.errors import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    ErrorDetail,
    NotFoundError,
    PermissionDeniedError,
    ProviderError,
    RateLimitError,
    ResponseValidationError,
    ServerError,
    ValidationError,
)
from ..values.types import UNSET, Response
from .operation import Operation

T = TypeVar("T")


#: The class that stands for a status outside 2xx, beside those of whole ranges.
_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    429: RateLimitError,
}


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_JSON = json.JSONDecoder(parse_constant=_not_json)


def load_json(content: bytes) -> Any:
    """The value of a JSON document in UTF-8. Raises ValueError for whatever is none, however hostile."""
    try:
        return _JSON.decode(content.removeprefix(BOM_UTF8).decode())
    except RecursionError:
        raise ValueError("nested too deep") from None


def read(operation: Operation[T], answer: Response[None], observe: Callable[[object], object] = bool) -> Response[T]:
    """The answer with its body parsed, and shown to `observe`.

    Raises `APIStatusError` outside 2xx, `ResponseValidationError` for a body that the contract does not know, and
    `ProviderError` where the body says that the provider refused.
    """
    if not 200 <= answer.status_code < 300:
        raise status_error(answer)
    try:
        parsed = operation.decode(load_json(answer.content))
    except ValidationError as error:
        raise ResponseValidationError(error.expected, error.found, error.path, answer) from None
    except RecursionError:
        raise ResponseValidationError("JSON", "a value that is nested too deep", (), answer) from None
    except ValueError as error:
        found = f"no JSON ({error})" if answer.content else "an empty body"
        raise ResponseValidationError("JSON", found[:200], (), answer) from None
    observe(parsed)
    response = answer.evolve(parsed)
    if operation.provider_error is not None:
        detail = getattr(parsed, operation.provider_error)
        if detail is not UNSET:
            raise ProviderError(response, detail)
    return response


def status_error(answer: Response[None]) -> APIStatusError:
    """The error that a status outside 2xx stands for, with what its body says."""
    try:
        body = load_json(answer.content)
    except ValueError:
        body = answer.content.decode("utf-8", "replace")
    try:
        errors = error_details(body)
    except RecursionError:
        errors = ()
    return status_error_type(answer.status_code)(answer, errors, body)


def error_details(body: Any) -> tuple[ErrorDetail, ...]:
    """The faults that an error body names. Takes any JSON at all: in the wild no shape is kept to."""
    if isinstance(body, Mapping):
        entries = body.get("errors", body.get("error", body.get("message")))
        entries = entries if isinstance(entries, list) else [] if entries is None else [entries]
        return tuple(_error_detail(entry) for entry in entries)
    return ()


def _error_detail(entry: Any) -> ErrorDetail:
    if not isinstance(entry, Mapping):
        return ErrorDetail(detail=entry if isinstance(entry, str) else json.dumps(entry))
    source, meta = entry.get("source"), entry.get("meta")
    source = source if isinstance(source, Mapping) else {}
    return ErrorDetail(
        detail=_text(entry.get("detail", entry.get("message"))),
        title=_text(entry.get("title")),
        status=_text(entry.get("status")),
        pointer=_text(source.get("pointer")),
        parameter=_text(source.get("parameter")),
        header=_text(source.get("header")),
        meta=meta if isinstance(meta, dict) else {},
    )


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def status_error_type(status_code: int) -> type[APIStatusError]:
    """The class that stands for a status outside 2xx."""
    return _BY_STATUS.get(status_code) or (ServerError if 500 <= status_code < 600 else APIStatusError)
