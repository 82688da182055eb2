# Copied from runtime/calls/responses.py: edit that.
from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

from attrs import frozen

from ..values.decoding import Decoder, any_value
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
    excerpt,
)
from ..values.reading import Reading
from ..values.types import UNSET, Response
from .bodies import base_type, kind_of

if TYPE_CHECKING:
    from .operation import Operation

T = TypeVar("T")

_CHARSET = re.compile(r"""charset\s*=\s*["']?([^"';\s]+)""", re.IGNORECASE)
_NOTHING_TO_ACCEPT = "application/json"

_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    429: RateLimitError,
}


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_MOST_DETAILS = 100

_JSON = json.JSONDecoder(parse_constant=_not_json)


def load_json(content: bytes) -> Any:
    try:
        return _JSON.decode(content.removeprefix(codecs.BOM_UTF8).decode())
    except RecursionError:
        raise ValueError("nested too deep") from None


@frozen
class ResponseBody:
    status: int | Literal["2XX", "default"]
    content_type: str | None = None
    decode: Decoder[Any] = any_value

    def read(self, answer: Response[Any], *, strict: bool) -> Any:
        if self.content_type is None:
            return None
        kind = kind_of(self.content_type)
        if kind == "json":
            return self.decode(load_json(answer.content))
        if kind != "text":
            return answer.content
        charset = _charset(answer)
        try:
            return answer.content.decode(charset, "strict" if strict else "replace")
        except UnicodeError:
            raise ValidationError(f"text in {charset}", "other bytes") from None


def _charset(answer: Response[Any]) -> str:
    found = _CHARSET.search(answer.headers.get("content-type", ""))
    try:
        return codecs.lookup(found.group(1)).name if found is not None else "utf-8"
    except LookupError:
        return "utf-8"


def accepted(responses: Iterable[ResponseBody]) -> str:
    types = [response.content_type for response in responses if response.content_type is not None]
    return ", ".join(dict.fromkeys(types)) or _NOTHING_TO_ACCEPT


def _expected(responses: Sequence[ResponseBody], answer: Response[Any]) -> ResponseBody:
    if len(responses) == 1:
        return responses[0]
    status = answer.status_code
    for wanted in (status, "2XX", "default"):
        fitting = [response for response in responses if response.status == wanted]
        if fitting:
            break
    else:
        numbers = [response.status for response in responses if isinstance(response.status, int)]
        nearest = min(numbers, key=lambda number: abs(number - status), default=None)
        fitting = [response for response in responses if response.status == nearest] or [*responses]
    came = base_type(answer.headers.get("content-type", ""))
    of_type = (each for each in fitting if each.content_type is not None and base_type(each.content_type) == came)
    return next(of_type, fitting[0]) if fitting else ResponseBody("default")


def read(
    operation: Operation[T],
    answer: Response[None],
    observe: Callable[[object, Reading], object] = lambda parsed, reading: None,
    *,
    strict: bool = False,
) -> Response[T]:
    if not 200 <= answer.status_code < 300:
        raise status_error(answer)
    try:
        with Reading(is_lenient=not strict) as reading:
            parsed = _expected(operation.responses, answer).read(answer, strict=strict)
    except ValidationError as error:
        raise ResponseValidationError(error.expected, error.found, error.path, answer) from None
    except RecursionError:
        raise ResponseValidationError("JSON", "a value that is nested too deep", (), answer) from None
    except ValueError as error:
        said = excerpt(answer.content)
        found = f"invalid JSON ({str(error)[:100]}){': ' if said else ''}{said}" if answer.content else "an empty body"
        raise ResponseValidationError("JSON", found, (), answer) from None
    observe(parsed, reading)
    response = answer.evolve(parsed)
    if operation.provider_error is not None:
        detail = getattr(parsed, operation.provider_error, UNSET)
        if detail is not UNSET and detail is not None:
            raise ProviderError(response, detail)
    return response


def status_error(answer: Response[None]) -> APIStatusError:
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
    if isinstance(body, Mapping):
        entries = body.get("errors", body.get("error", body.get("message")))
        entries = entries if isinstance(entries, list) else [] if entries is None else [entries]
        return tuple(_error_detail(entry) for entry in entries[:_MOST_DETAILS])
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
    return _BY_STATUS.get(status_code) or (ServerError if 500 <= status_code < 600 else APIStatusError)
