"""Pagination, as described by the contract's `x-pagination`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from ..values.errors import ResponseValidationError
from ..values.models import Model
from ..values.types import UNSET, Response
from .operation import PreparedRequest

_BODY = "body."


@frozen
class Pagination:
    """How an operation is paginated. Parameters have their API names; a body field is written `body.page.limit`.

    Attributes:
        results: path of the items in a response, such as `data.items`; empty if they are the response itself.
        limit: parameter for the page size.
        default_limit: page size to use if the caller gives none.
        cursor: parameter for the cursor.
        cursor_path: path of the next cursor in a response.
        page: parameter for the page number.
        start: number of the first page.
        offset: parameter for the number of items to skip.
    """

    results: str = ""
    limit: str | None = field(kw_only=True, default=None)
    default_limit: int | None = field(kw_only=True, default=None)
    cursor: str | None = field(kw_only=True, default=None)
    cursor_path: str = field(kw_only=True, default="")
    page: str | None = field(kw_only=True, default=None)
    start: int = field(kw_only=True, default=0)
    offset: str | None = field(kw_only=True, default=None)


class Pages:
    """The state of one iteration over pages."""

    def __init__(
        self,
        pagination: Pagination,
        names: Mapping[str, str],
        prepare: Callable[[Mapping[str, object], object], PreparedRequest[Any]],
        parameters: Mapping[str, object],
        body: object,
    ) -> None:
        self._pagination = pagination
        self._names = names
        self._prepare = prepare
        self._parameters = dict(parameters)
        self._body: Any = body
        self._cursors: set[object] = set()
        self._previous: list[Any] = []
        self._limit = None if pagination.limit is None else self._get(pagination.limit)
        if not _is_given(self._limit) and pagination.limit is not None and pagination.default_limit is not None:
            # Sent explicitly, so that a page shorter than the server's own limit is recognized as the last one.
            self._limit = pagination.default_limit
            self._set(pagination.limit, self._limit)
        if pagination.page is not None and not _is_given(self._get(pagination.page)):
            self._set(pagination.page, pagination.start)
        #: The next request to send, or None after the last page.
        self.request: PreparedRequest[Any] | None = self._prepare(self._parameters, self._body)

    def take(self, response: Response[Any]) -> Iterator[Any]:
        """Yield the items of a page, then set `request` to that of the next page.

        Raises `ResponseValidationError` if pagination makes no progress: a page equals the one before, or a cursor
        repeats.
        """
        results = self._results(response)
        yield from results
        self.request = self._prepare(self._parameters, self._body) if self._go_on(response, results) else None

    def _results(self, response: Response[Any]) -> list[Any]:
        results = _at(response.parsed, self._pagination.results)
        if results is UNSET or results is None:
            results = []
        if not isinstance(results, list):
            raise self._fault(response, "an array of results", type(results).__name__, self._pagination.results)
        if results and results == self._previous and self._pagination.cursor is None:
            raise self._fault(response, "another page", "the same page again", self._pagination.results)
        self._previous = results
        return results

    def _go_on(self, response: Response[Any], results: list[Any]) -> bool:
        """Set the parameters for the next page. Returns whether there is one."""
        pagination = self._pagination
        if not results:
            return False
        if pagination.cursor is not None:
            cursor = _at(response.parsed, pagination.cursor_path)
            if not _is_given(cursor) or cursor == "":
                return False
            if not isinstance(cursor, str | int):
                raise self._fault(response, "a cursor", type(cursor).__name__, pagination.cursor_path)
            if cursor in self._cursors or cursor == self._get(pagination.cursor):
                raise self._fault(response, "a new cursor on each page", "a repeated one", pagination.cursor_path)
            self._cursors.add(cursor)
            self._set(pagination.cursor, cursor)
            return True
        if isinstance(self._limit, int) and len(results) < self._limit:
            return False
        if pagination.page is not None:
            self._set(pagination.page, self._get(pagination.page) + 1)
        elif pagination.offset is not None:
            skipped = self._get(pagination.offset)
            self._set(pagination.offset, (skipped if isinstance(skipped, int) else 0) + len(results))
        else:
            return False
        return True

    def _get(self, name: str) -> Any:
        """Return the value of a parameter or body field."""
        if not name.startswith(_BODY):
            return self._parameters.get(self._names.get(name, name), UNSET)
        return _at(self._body, name.removeprefix(_BODY))

    def _set(self, name: str, value: object) -> None:
        if not name.startswith(_BODY):
            self._parameters[self._names.get(name, name)] = value
        else:
            self._body = _with(self._body, name.removeprefix(_BODY).split("."), value)

    @staticmethod
    def _fault(response: Response[Any], expected: str, found: str, path: str) -> ResponseValidationError:
        return ResponseValidationError(expected, found, tuple(path.split(".")) if path else (), response)


def _is_given(value: object) -> bool:
    return value is not UNSET and value is not None


def _at(value: Any, path: str) -> Any:
    """Return the value at a path of contract names, or UNSET."""
    for key in path.split(".") if path else ():
        if isinstance(value, Model):
            value = value._shallow().get(key, UNSET)
        else:
            value = value.get(key, UNSET) if isinstance(value, Mapping) else UNSET
    return value


def _with(value: Any, keys: list[str], last: object) -> Any:
    """Return a copy of nested dicts with the value at a path replaced, creating missing levels."""
    if not keys:
        return last
    inner = value._shallow() if isinstance(value, Model) else value if isinstance(value, Mapping) else {}
    return {**inner, keys[0]: _with(inner.get(keys[0]), keys[1:], last)}
