# Copied from runtime/calls/operation.py: edit that.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import Factory, field, frozen

from ..values.types import UNSET
from .bodies import Content, RequestBody
from .deprecations import warn_deprecated
from .parameters import Parameter
from .requests import PreparedRequest, checked_headers, framing
from .responses import ResponseBody, accepted

if TYPE_CHECKING:
    from .pagination import Pages, Pagination

T = TypeVar("T")


@frozen(eq=False)
class Operation(Generic[T]):
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
        return self.method in ("GET", "HEAD", "OPTIONS")

    def prepare(
        self,
        parameters: Mapping[str, object],
        body: object = UNSET,
        *,
        extra_body: Mapping[str, Any] | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> PreparedRequest[T]:
        self._warn(parameters, body)
        return self._write(parameters, body, extra_body, extra_headers)

    def _warn(self, parameters: Mapping[str, object], body: object) -> None:
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
        if self.pagination is None:
            raise TypeError(f"{self.name} has no x-pagination in the contract")
        from .pagination import Pages

        def prepare(parameters: Mapping[str, object], body: object) -> PreparedRequest[Any]:
            return self._write(parameters, body, extra_body, extra_headers)

        self._warn(parameters, body)
        names = {parameter.name: parameter.python_name for parameter in self.parameters}
        return Pages(self.pagination, names, prepare, parameters, body)
