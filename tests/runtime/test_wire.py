"""Operations of every kind on a real connection: what arrives at a server, and what comes of its answers."""

import datetime
import json
from typing import Any

import pytest
from datadog_llm_client import (
    ResponseValidationError,
)
from datadog_llm_client._runtime.calls.bodies import RequestBody
from datadog_llm_client._runtime.calls.parameters import Parameter
from datadog_llm_client._runtime.calls.responses import ResponseBody
from datadog_llm_client._runtime.values.decoding import (
    any_value,
    array,
    boolean,
    date_time,
    file,
    integer,
    mapping,
    one_of,
    string,
)
from datadog_llm_client._runtime.values.files import File
from datadog_llm_client._runtime.values.settings import Options

from tests.support.clients import Mode
from tests.support.recorder import recording
from tests.support.roads import Road, operation
from tests.support.shapes import FULL_THING, THING, Owner, Thing
from tests.support.web import Reply


def test_parameters_arrive(road: Road) -> None:
    op = operation(
        "GET",
        path="/op/{id}/{many}",
        parameters=(
            Parameter("id", "path", string),
            Parameter("many", "path", array(integer), style="matrix", explode=True),
            Parameter("page[size]", "query", integer, python_name="page_size"),
            Parameter("tags", "query", array(string), style="pipeDelimited", explode=False),
            Parameter("filter", "query", mapping(any_value), style="deepObject", explode=True),
            Parameter("at", "query", date_time),
            Parameter("dry", "query", boolean),
            Parameter("X-Mode", "header", string, python_name="mode"),
        ),
        responses=(ResponseBody(200, "application/json"),),
    )
    arguments = {
        "id": "a/b é",
        "many": [1, 2],
        "page_size": 5,
        "tags": ["x y", "z|"],
        "filter": {"a": {"b": "c&d"}},
        "at": datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC),
        "dry": False,
        "mode": "fast, please",
    }
    with recording(Reply(200, b"[1]", "application/json")) as recorder:
        assert road.call(recorder, op.prepare(arguments)) == [1]
    (received,) = recorder.received
    assert received.method == "GET"
    assert received.target == (
        "/op/a%2Fb%20%C3%A9/;many=1;many=2?page%5Bsize%5D=5&tags=x%20y%7Cz%7C&filter%5Ba%5D%5Bb%5D=c%26d"
        "&at=2024-05-01T00%3A00%3A00Z&dry=false"
    )
    assert received.headers["x-mode"] == "fast, please"
    assert received.headers["accept"] == "application/json"
    assert "content-type" not in received.headers
    assert received.content == b""


@pytest.mark.parametrize(
    ("body", "given", "content", "content_type"),
    [
        (RequestBody("application/json", Thing.from_dict), FULL_THING, json.dumps(FULL_THING), "application/json"),
        (RequestBody("application/vnd.api+json", array(string), is_argument=True), ["é"], '["é"]', None),
        (RequestBody("application/json", one_of(string, integer), is_argument=True), 5, "5", None),
        (
            RequestBody("application/x-www-form-urlencoded", mapping(any_value)),
            {"a": ["x", "y z"], "b": True},
            "a=x&a=y+z&b=true",
            None,
        ),
        (RequestBody("text/plain", string, is_argument=True), "é", "é", "text/plain; charset=utf-8"),
        (RequestBody("application/octet-stream", file, is_argument=True), b"\0x", "\0x", None),
        (RequestBody("image/png", file, is_argument=True), File(b"\0x", content_type="image/gif"), "\0x", "image/gif"),
    ],
)
def test_bodies_arrive(road: Road, body: RequestBody, given: Any, content: str, content_type: str | None) -> None:
    op = operation(body=body, responses=(ResponseBody(200, "application/json"),))
    with recording(Reply(200, b"true", "application/json")) as recorder:
        assert road.call(recorder, op.prepare({}, given)) is True
    (received,) = recorder.received
    if content.startswith(("{", "[")):
        assert json.loads(received.content) == json.loads(content)
    else:
        assert received.content == content.encode()
    assert received.headers["content-type"] == (content_type or body.content_type)


@pytest.mark.parametrize(
    ("responses", "reply", "parsed"),
    [
        ((ResponseBody(204),), Reply(204), None),
        ((ResponseBody(202),), Reply(202, b""), None),
        ((ResponseBody(200),), Reply(200, b"ignored", "text/plain"), None),
        ((ResponseBody(200, "text/csv"),), Reply(200, "a,é".encode(), "text/csv"), "a,é"),
        ((ResponseBody(200, "application/octet-stream"),), Reply(200, b"\0\xff", "application/zip"), b"\0\xff"),
        ((ResponseBody(200, "*/*"),), Reply(200, b"{}", "application/json"), b"{}"),
        (
            (
                ResponseBody(200, "application/json", Owner.from_dict),
                ResponseBody(202, "application/json", array(string)),
            ),
            Reply(202, b'["queued"]', "application/json"),
            ["queued"],
        ),
        (
            (ResponseBody(200, "application/vnd.api+json", Owner.from_dict),),
            Reply(200, b'{"name": "Ann"}', "application/vnd.api+json"),
            Owner(name="Ann"),
        ),
    ],
)
def test_answers_are_read(road: Road, responses: Any, reply: Reply, parsed: Any) -> None:
    op = operation("GET", responses=responses)
    with recording(reply) as recorder:
        found = road.call(recorder, op.prepare({}))
    assert found == parsed
    assert recorder.received[0].headers["accept"] == op.accept


@pytest.mark.parametrize("where", ["client", "call", "copy"])
def test_answers_are_read_leniently_unless_told_otherwise(mode: Mode, where: str) -> None:
    op = operation("GET", responses=(ResponseBody(200, "application/json", Thing.from_dict),))
    seen: list[tuple[str, Any]] = []
    reply = Reply(200, json.dumps({**THING, "count": "2", "tags": None}).encode(), "application/json")
    with recording(reply) as recorder:
        settings: dict[str, Any] = {"base_url": recorder.url, "on_unknown": lambda *pair: seen.append(pair)}
        found = mode.run(lambda client: client._call(op.prepare({}), Options()), **settings)
        assert (found.count, found.tags) == ("2", [])
        assert seen == [("response.count", "2"), ("response.tags", None)]
        options = Options(strict_responses=True) if where == "call" else Options()
        if where == "client":
            settings["strict_responses"] = True

        def call(client: Any) -> Any:
            client = client.with_options(strict_responses=True) if where == "copy" else client
            return client._call(op.prepare({}), options)

        error = mode.failure(call, **settings)
    assert isinstance(error, ResponseValidationError)
    assert error.location == "count"
    assert error.content == reply.content


def test_a_call_may_be_lenient_with_a_strict_client(mode: Mode) -> None:
    op = operation("GET", responses=(ResponseBody(200, "application/json", array(string)),))
    with recording(Reply(200, b"[5]", "application/json")) as recorder:
        options = Options(strict_responses=False)
        settings: dict[str, Any] = {"base_url": recorder.url, "strict_responses": True}
        assert mode.run(lambda client: client._call(op.prepare({}), options), **settings) == [5]
