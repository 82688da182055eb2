from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from datadog_llm_client import DatadogError, RequestValidationError, ResponseValidationError, ServerError
from datadog_llm_client._runtime.calls.bodies import RequestBody
from datadog_llm_client._runtime.calls.operation import Operation
from datadog_llm_client._runtime.calls.pagination import Pagination
from datadog_llm_client._runtime.calls.parameters import Parameter
from datadog_llm_client._runtime.calls.responses import ResponseBody
from datadog_llm_client._runtime.values.decoding import any_value, array, integer, mapping, one_of, string
from datadog_llm_client._runtime.values.settings import Options

from tests.support.clients import Answer, Mode, Script
from tests.support.shapes import THING, Owner, Thing

PARAMETERS = (
    Parameter("filter", "query", string),
    Parameter("page[limit]", "query", integer, python_name="page_limit"),
    Parameter("page[cursor]", "query", one_of(string, integer), python_name="page_cursor"),
    Parameter("page[number]", "query", integer, python_name="page_number"),
    Parameter("page[offset]", "query", integer, python_name="page_offset"),
)
CURSOR = Pagination("data", limit="page[limit]", cursor="page[cursor]", cursor_path="meta.page.after")
NUMBER = Pagination("data", limit="page[limit]", page="page[number]")
OFFSET = Pagination("data", limit="page[limit]", offset="page[offset]")
SEARCH = Pagination("data", limit="body.page.limit", default_limit=2, cursor="body.page.cursor", cursor_path="after")


LIMITS = pytest.mark.parametrize(("limit", "requests"), [(None, 4), (1, 6), (2, 3), (5, 2), (6, 1)])


def of(pagination: Pagination, decode: Any = any_value, body: RequestBody | None = None) -> Operation[Any]:
    responses = (ResponseBody(200, "application/json", decode),)
    return Operation("list", "GET", "/things", PARAMETERS, body, responses, pagination=pagination)


class Server(Script):
    """Answers pages by what was asked, as the API does."""

    def __init__(self, answer: Callable[[dict[str, str]], Any]) -> None:
        self.asked: list[dict[str, str]] = []
        self._answer = answer
        super().__init__(lambda: Answer(body=self._answer(self.asked[-1])))

    def __call__(self, request: Any) -> Any:
        self.asked.append(dict(parse_qsl(urlsplit(str(request.url)).query)))
        return super().__call__(request)


def collect(mode: Mode, operation: Operation[Any], server: Script, *arguments: Any, **settings: Any) -> list[Any]:
    found: list[Any] = []

    def sync(client: Any) -> None:
        found.extend(client._iterate(operation.pages(*arguments), Options()))

    async def asynchronous(client: Any) -> None:
        async for item in client._iterate(operation.pages(*arguments), Options()):
            found.append(item)

    try:
        mode.run(sync if mode.name == "sync" else asynchronous, server, **settings)
    except DatadogError as error:
        found.append(error)
    return found


def by_cursor(asked: dict[str, str]) -> Any:
    start = int(asked.get("page[cursor]", "0").removeprefix("c"))
    after = {"after": f"c{start + 2}"} if start < 4 else {}
    return {"data": [start, start + 1], "meta": {"page": after}}


def by_number(first: int) -> Callable[[dict[str, str]], Any]:
    def answer(asked: dict[str, str]) -> Any:
        page, limit = int(asked["page[number]"]) - first, int(asked.get("page[limit]", "2"))
        return {"data": [*range(5)][page * limit : (page + 1) * limit]}

    return answer


def by_offset(asked: dict[str, str]) -> Any:
    offset, limit = int(asked.get("page[offset]", "0")), int(asked.get("page[limit]", "2"))
    return {"data": [*range(5)][offset : offset + limit]}


def test_a_cursor_is_followed(mode: Mode) -> None:
    server = Server(by_cursor)
    assert collect(mode, of(CURSOR), server, {"filter": "x y"}) == [0, 1, 2, 3, 4, 5]
    assert server.asked == [{"filter": "x y", **page} for page in ({}, {"page[cursor]": "c2"}, {"page[cursor]": "c4"})]


@pytest.mark.parametrize("after", [None, "", {}, {"page": None}, {"page": {"after": None}}, {"page": {"after": ""}}])
def test_a_cursor_ends_where_there_is_none(mode: Mode, after: Any) -> None:
    assert collect(mode, of(CURSOR), Server(lambda _: {"data": [1], "meta": after}), {}) == [1]


@pytest.mark.parametrize("cursors", [["a", "a"], ["a", "b", "a"], ["a", "b", "b"], ["start"], [7, 7], [["a"]]])
def test_a_cursor_that_does_not_lead_on_is_an_error(mode: Mode, cursors: list[Any]) -> None:
    numbers = iter(range(100))
    given = iter(cursors)
    server = Server(lambda _: {"data": [next(numbers)], "meta": {"page": {"after": next(given)}}})
    *items, error = collect(mode, of(CURSOR), server, {"page_cursor": "start"})
    assert isinstance(error, ResponseValidationError)
    assert error.location == "meta.page.after"
    assert items == [*range(len(cursors))], "what came before it is not lost"
    assert b'"after"' in error.content


@pytest.mark.parametrize("start", [0, 1])
@LIMITS
def test_pages_are_counted(mode: Mode, start: int, limit: int | None, requests: int) -> None:
    pagination = Pagination("data", limit="page[limit]", page="page[number]", start=start)
    server = Server(by_number(start))
    assert collect(mode, of(pagination), server, {"page_limit": limit}) == [*range(5)]
    assert [int(asked["page[number]"]) for asked in server.asked] == [*range(start, start + requests)]


@LIMITS
def test_items_are_skipped(mode: Mode, limit: int | None, requests: int) -> None:
    server = Server(by_offset)
    assert collect(mode, of(OFFSET), server, {"page_limit": limit}) == [*range(5)]
    assert len(server.asked) == requests
    assert "page[offset]" not in server.asked[0]


def test_what_the_caller_begins_with_is_where_it_begins(mode: Mode) -> None:
    assert collect(mode, of(OFFSET), Server(by_offset), {"page_offset": 3}) == [3, 4]
    assert collect(mode, of(NUMBER), Server(by_number(0)), {"page_number": 1, "page_limit": 2}) == [2, 3, 4]
    assert collect(mode, of(CURSOR), Server(by_cursor), {"page_cursor": "c4"}) == [4, 5]


def test_the_contract_s_limit_is_sent_and_a_short_page_is_the_last(mode: Mode) -> None:
    pagination = Pagination("data", limit="page[limit]", default_limit=4, offset="page[offset]")
    server = Server(by_offset)
    assert collect(mode, of(pagination), server, {}) == [*range(5)]
    assert server.asked == [{"page[limit]": "4"}, {"page[limit]": "4", "page[offset]": "4"}]


@pytest.mark.parametrize("pagination", [NUMBER, OFFSET])
@pytest.mark.parametrize("limit", [None, 2])
def test_a_server_that_gives_one_page_for_ever_is_an_error(mode: Mode, pagination: Pagination, limit: Any) -> None:
    server = Server(lambda _: {"data": [1, 2]})
    *items, error = collect(mode, of(pagination), server, {"page_limit": limit})
    assert items == [1, 2]
    assert isinstance(error, ResponseValidationError)
    assert "expected another page, found the same page again" in str(error)
    assert len(server.asked) == 2


def test_results_are_what_the_model_holds(mode: Mode) -> None:
    page = {**THING, "parts": [THING, {**THING, "id": "2"}]}
    pagination = Pagination("parts", cursor="page[cursor]", cursor_path="from")
    server = Script(Answer(body={**page, "from": "next"}), Answer(body={**page, "parts": [], "new": 1}))
    things = collect(mode, of(pagination, Thing.from_dict), server, {})
    assert [thing.id for thing in things] == ["thing-1", "2"]
    assert isinstance(things[0], Thing)


@pytest.mark.parametrize("results", ["", "owners"])
def test_results_may_be_the_answer_itself(mode: Mode, results: str) -> None:
    decode = mapping(array(Owner.from_dict)) if results else array(Owner.from_dict)
    page: Any = [{"name": "Ann"}]
    server = Script(Answer(body={results: page} if results else page), Answer(body={} if results else []))
    pagination = Pagination(results, page="page[number]", start=1)
    assert collect(mode, of(pagination, decode), server, {}) == [Owner(name="Ann")]


@pytest.mark.parametrize("page", [{}, {"data": None}, {"data": [], "meta": {"page": {"after": "x"}}}])
def test_no_results_are_an_end(mode: Mode, page: Any) -> None:
    for pagination in (CURSOR, NUMBER, OFFSET):
        assert collect(mode, of(pagination), Server(lambda _: page), {}) == []


def test_results_that_are_none_are_an_error(mode: Mode) -> None:
    (error,) = collect(mode, of(NUMBER), Server(lambda _: {"data": {"a": 1}}), {})
    assert str(error).startswith("data: expected an array of results, found dict")


def test_a_search_is_paged_by_its_body(mode: Mode) -> None:
    body = RequestBody("application/json", mapping(any_value))
    operation = of(SEARCH, body=body)
    server = Script(Answer(body={"data": [1, 2], "after": "x"}), Answer(body={"data": [3]}))
    given = {"query": "q", "page": {"other": True}}
    assert collect(mode, operation, server, {}, given) == [1, 2, 3]
    assert [sent.json for sent in server.sent] == [
        {"query": "q", "page": {"other": True, "limit": 2}},
        {"query": "q", "page": {"other": True, "limit": 2, "cursor": "x"}},
    ]
    assert given == {"query": "q", "page": {"other": True}}


def test_a_search_by_a_model_is_paged_too(mode: Mode) -> None:
    pagination = Pagination("data", cursor="body.keeper.name", cursor_path="after")
    operation = of(pagination, body=RequestBody("application/json", Thing.from_dict, is_argument=True))
    server = Script(Answer(body={"data": [1], "after": "Bob"}), Answer(body={"data": [2]}))
    given = Thing.from_dict(THING)
    assert collect(mode, operation, server, {}, given) == [1, 2]
    assert [sent.json for sent in server.sent] == [THING, {**THING, "keeper": {"name": "Bob"}}]
    assert given == Thing.from_dict(THING)


def test_an_error_in_the_middle_of_pages_is_an_error(mode: Mode) -> None:
    *items, error = collect(mode, of(NUMBER), Script(Answer(body={"data": [1]}), Answer(501)), {})
    assert items == [1]
    assert isinstance(error, ServerError)


def test_the_first_request_is_checked_before_anything_is_asked() -> None:
    with pytest.raises(RequestValidationError, match=r"^page_limit: expected an integer"):
        of(CURSOR).pages({"page_limit": "5"})


def test_pages_are_asked_for_as_they_are_needed() -> None:
    server = Server(by_cursor)

    def use(client: Any) -> None:
        items = client._iterate(of(CURSOR).pages({}), Options())
        assert server.asked == []
        assert [next(items), next(items)] == [0, 1]
        assert len(server.asked) == 1
        assert next(items) == 2
        assert len(server.asked) == 2

    Mode("sync").run(use, server)
