"""Both clients iterate over pages with `iterate_...`, which ends or raises."""

import asyncio
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import pytest

from .support import Server

Collect = Callable[..., list[Any]]


@pytest.fixture(params=["Client", "AsyncClient"])
def collect(request: pytest.FixtureRequest, everything: ModuleType, server: Server) -> Collect:
    """Calls a method by name, and returns its items, followed by the error, if any."""

    async def iterate(name: str, *arguments: Any, **keywords: Any) -> list[Any]:
        found: list[Any] = []
        client = getattr(everything, request.param)("key", "key", base_url=server.url, max_retries=0)
        pages = getattr(client, name)(*arguments, **keywords)
        try:
            if request.param == "Client":
                found.extend(pages)
            else:
                async for item in pages:
                    found.append(item)
        except everything.DatadogError as error:
            found.append(error)
        if (closed := client.close()) is not None:
            await closed
        return found

    return lambda *arguments, **keywords: asyncio.run(iterate(*arguments, **keywords))


def page(*names: str, after: str | None = None) -> dict[str, Any]:
    return {"data": [{"name": name} for name in names], "meta": {} if after is None else {"next": after}}


def targets(server: Server) -> list[str]:
    return [unquote(each.target) for each in server.requests]


def names(found: list[Any]) -> list[str]:
    return [each.name for each in found]


def test_a_cursor_is_followed(collect: Collect, server: Server) -> None:
    server.answer(200, page("a", "b", after="n"))
    server.answer(200, page("c"))
    assert names(collect("iterate_list_pages", "cursor")) == ["a", "b", "c"]
    assert targets(server) == ["/pages/cursor?page[limit]=2", "/pages/cursor?page[limit]=2&page[cursor]=n"]


def test_pages_are_counted_until_one_is_short(collect: Collect, server: Server) -> None:
    server.answer(200, page("a", "b"))
    server.answer(200, page("c"))
    assert names(collect("iterate_list_numbered")) == ["a", "b", "c"]
    assert targets(server) == [f"/numbered?page[size]=2&page[number]={number}" for number in (1, 2)]


def test_items_are_skipped_until_there_are_none(collect: Collect, server: Server) -> None:
    for items in ([0, 1, 2], [3], []):
        server.answer(200, items)
    assert collect("iterate_list_skipped", offset=7) == [0, 1, 2, 3]
    assert targets(server) == [f"/skipped?offset={offset}" for offset in (7, 10, 11)]


def test_a_search_is_paged_by_its_body(collect: Collect, server: Server) -> None:
    server.answer(200, page("a", after="n"))
    server.answer(200, page("b"))
    assert names(collect("iterate_search_pages", query="q", page={"limit": 1})) == ["a", "b"]
    assert [each.json for each in server.requests] == [
        {"query": "q", "page": {"limit": 1}},
        {"query": "q", "page": {"limit": 1, "cursor": "n"}},
    ]


@pytest.mark.parametrize(
    ("name", "arguments", "answer", "message"),
    [
        ("iterate_list_pages", ["way"], page("a", "b", after="n"), r"^meta\.next: .* cursor"),
        ("iterate_list_numbered", [], page("a", "b"), "^data: .* page"),
        ("iterate_list_skipped", [], [1, 2], "page"),
    ],
)
def test_pages_that_never_end_are_an_error(
    name: str, arguments: list[str], answer: Any, message: str, collect: Collect, everything: ModuleType, server: Server
) -> None:
    for _ in range(5):
        server.answer(200, answer)
    *items, error = collect(name, *arguments)
    assert items
    assert isinstance(error, everything.ResponseValidationError)
    assert re.search(message, str(error))
    assert error.content, "what was answered is not lost"
    assert len(server.requests) == 2


def test_a_page_that_fails_leaves_those_before_it(collect: Collect, everything: ModuleType, server: Server) -> None:
    server.answer(200, page("a", "b"))
    server.answer(403, {"errors": ["Forbidden"]})
    *items, error = collect("iterate_list_numbered")
    assert names(items) == ["a", "b"]
    assert isinstance(error, everything.PermissionDeniedError)
