"""Operations of the contract, as declared by the generated modules, and the requests that they prepare."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import Factory, define, field, frozen

from ..values.attempt import BodyStream
from ..values.errors import RequestValidationError, shown
from ..values.types import UNSET
from .bodies import Content, RequestBody
from .parameters import HEADER_VALUE, Parameter
from .responses import ResponseBody, accepted

if TYPE_CHECKING:
    from .pagination import Pages, Pagination

T = TypeVar("T")

#: The name of this package, even where it is vendored: everything before `_runtime`.
_PACKAGE = __name__.rpartition("._runtime.")[0]
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: Headers that only the client can set: they depend on the connection, and on how the body is encoded and framed.
_OWN = frozenset({"accept-encoding", "connection", "content-length", "content-type", "host", "transfer-encoding"})


@frozen(eq=False)
class Operation(Generic[T]):
    """One operation of the contract.

    Attributes:
        name: its operationId.
        path: its path, with `{parameters}`.
        responses: the contents of its 2xx responses.
        provider_error: the attribute of a response that reports a failure of the provider.
        accept: the Accept header, made from the media types of the responses.
    """

    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    body: RequestBody | None = None
    responses: tuple[ResponseBody, ...] = ()
    provider_error: str | None = None
    deprecated: bool = False
    pagination: Pagination | None = None
    accept: str = field(init=False, default=Factory(lambda self: accepted(self.responses), takes_self=True))

    @property
    def is_safe(self) -> bool:
        """Whether it is read-only and can safely be sent twice (RFC 9110, section 9.2.1)."""
        return self.method in ("GET", "HEAD", "OPTIONS")

    def prepare(
        self,
        parameters: Mapping[str, object],
        body: object = UNSET,
        *,
        extra_body: Mapping[str, Any] | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> PreparedRequest[T]:
        """Validate the arguments of a call and build its request. Nothing is sent.

        `parameters` have their Python names; `body` is a mapping of fields, or the body itself. UNSET values are
        omitted. Raises `RequestValidationError` if an argument is invalid.
        """
        self._warn(parameters, body)
        return self._write(parameters, body, extra_body, extra_headers)

    def _warn(self, parameters: Mapping[str, object], body: object) -> None:
        """Warn about deprecated operations and arguments."""
        if self.deprecated:
            warn_deprecated(f"{self.name}()")
        used = [
            parameter.python_name
            for parameter in self.parameters
            if parameter.deprecated and not parameter.is_left_out(parameters.get(parameter.python_name, UNSET))
        ]
        if self.body is not None and self.body.deprecated:
            used += self.body.deprecated_in(body)
        for name in used:
            warn_deprecated(f"the argument {name!r} of {self.name}()")

    def _write(
        self,
        parameters: Mapping[str, object],
        body: object,
        extra_body: Mapping[str, Any] | None,
        extra_headers: Mapping[str, str] | None,
    ) -> PreparedRequest[T]:
        segments: dict[str, str] = {}
        query: list[str] = []
        headers = {"accept": self.accept}
        for parameter in self.parameters:
            value = parameters.get(parameter.python_name, UNSET)
            if parameter.location == "path":
                segments[parameter.name] = parameter.segment(value)
            elif parameter.is_left_out(value):
                continue
            elif parameter.location == "query":
                query += parameter.pairs(value)
            else:
                headers[parameter.name.lower()] = parameter.header(value)
        path = self.path.format_map(segments) if segments else self.path
        if query:
            path = f"{path}?{'&'.join(query)}"
        unknown: object = None
        content: Content | None = None
        if self.body is not None and (written := self.body.encode(body, extra_body)) is not None:
            content, headers["content-type"], unknown = written
        headers |= framing(self.method, content)
        if extra_headers is not None:
            headers.update(checked_headers(extra_headers))
        return PreparedRequest(self, path, content, headers, unknown)

    def pages(
        self,
        parameters: Mapping[str, object],
        body: object = UNSET,
        *,
        extra_body: Mapping[str, Any] | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> Pages:
        """Return the requests of this operation page by page. The first one is validated now."""
        if self.pagination is None:
            raise TypeError(f"{self.name} has no x-pagination in the contract")
        from .pagination import Pages  # not at the top, as few operations have pages

        def prepare(parameters: Mapping[str, object], body: object) -> PreparedRequest[Any]:
            return self._write(parameters, body, extra_body, extra_headers)

        self._warn(parameters, body)
        names = {parameter.name: parameter.python_name for parameter in self.parameters}
        return Pages(self.pagination, names, prepare, parameters, body)


# Not frozen: one is created per call, and frozen attrs classes take three times as long to instantiate.
@define
class PreparedRequest(Generic[T]):
    """The request of a call, validated and serialized. Header names are in lowercase.

    `unknown` is the decoded body, without `extra_body`, if the contract does not know all of it.
    """

    operation: Operation[T]
    path: str
    content: Content | None
    headers: Mapping[str, str]
    unknown: object = None

    @property
    def can_be_sent(self) -> bool:
        """Whether the body can be sent from its start. One that cannot be rewound can only be sent once."""
        return not isinstance(self.content, BodyStream) or self.content.can_be_sent


def framing(method: str, content: Content | None) -> dict[str, str]:
    """Return the header that frames a body. An empty one is announced if the method usually has a body."""
    if isinstance(content, BodyStream):
        return content.framing
    if content or method in ("POST", "PUT", "PATCH"):
        return {"content-length": str(len(content or b""))}
    return {}


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Validate headers that a caller adds, and return them by lowercase name. Raises `RequestValidationError`."""
    if not isinstance(headers, Mapping):
        raise RequestValidationError("a mapping of names to values", type(headers).__name__, ("extra_headers",))
    for name, value in headers.items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise RequestValidationError("a valid header name", shown(name)[:80], ("extra_headers",))
        if name.lower() in _OWN:
            raise RequestValidationError("no header that the client sets itself", name, ("extra_headers",))
        # The value is not shown, as it may be a secret.
        if not isinstance(value, str):
            raise RequestValidationError("a string", type(value).__name__, ("extra_headers", name))
        if not HEADER_VALUE.fullmatch(value):
            raise RequestValidationError("printable ASCII", "something else", ("extra_headers", name))
    return {name.lower(): value for name, value in headers.items()}


def warn_deprecated(what: str) -> None:
    """Issue a `DeprecationWarning` that points to the first caller outside this package."""
    level, frame = 1, sys._getframe()
    while frame is not None and _is_ours(frame.f_globals.get("__name__", "")):
        level, frame = level + 1, frame.f_back  # type: ignore[assignment]
    warnings.warn(f"{what} is deprecated", DeprecationWarning, stacklevel=level)


def _is_ours(module: str) -> bool:
    return module == _PACKAGE or module.startswith(f"{_PACKAGE}.")
