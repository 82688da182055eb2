"""Arguments of every kind, and their requests."""

import asyncio
import datetime
import io
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from .support import Server


def query(server: Server) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(server.last.target).query)


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        ({}, "ids=1,2"),
        ({"page_size": 5, "filter_name": "n"}, "page%5Bsize%5D=5&filter%5Bname%5D=n&ids=1,2"),
        ({"filter": {"type": "t", "format": "f"}}, "filter%5Btype%5D=t&filter%5Bformat%5D=f&ids=1,2"),
        ({"tags": ["a", "b"]}, "ids=1,2&tags=a%7Cb"),
        ({"words": ["a", "b"]}, "ids=1,2&words=a%20b"),
        ({"sort": ["asc", "new"]}, "ids=1,2&sort=asc&sort=new"),
        ({"json": {"type": "t"}}, "ids=1,2&json=%7B%22type%22%3A%22t%22%7D"),
    ],
)
def test_styles_in_the_query(arguments: dict[str, Any], sent: str, client: Any, server: Server) -> None:
    server.answer(200, [])
    assert client.search(ids=[1, 2], **arguments) == []
    assert server.last.target.replace("%2C", ",").replace("+", "%20") == f"/search?{sent}"


def test_headers_and_moments(client: Any, server: Server) -> None:
    server.answer(200, [])
    since = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)
    with pytest.warns(DeprecationWarning, match="timeout"):
        client.search(ids=[1], since=since, x_levels=[1, 2], timeout_=3)
    assert query(server) == [("ids", "1"), ("since", "2026-01-31T12:00:00Z"), ("timeout", "3")]
    assert server.last.headers["x-levels"] == "1,2"


def test_styles_in_the_path(client: Any, server: Server) -> None:
    server.answer(204)
    client.read_path(["a", "b"], 7, [1, 2])
    assert server.last.target == "/paths/.a,b/;matrix=7/1,2"


@pytest.mark.parametrize(
    "arguments",
    [
        {"ids": None},
        {"ids": ["x"]},
        {"ids": [1], "page_size": "many"},
        {"ids": [1], "x_levels": ["high"]},
        {"ids": [1], "since": datetime.datetime(2026, 1, 31)},
        {"ids": [1], "since": datetime.date(2026, 1, 31)},
        {"ids": [1], "since": "2026-01-31"},
    ],
)
def test_parameters_are_checked_before_sending(
    arguments: dict[str, Any], client: Any, everything: ModuleType, server: Server
) -> None:
    with pytest.raises(everything.RequestValidationError):
        client.search(**arguments)
    assert server.requests == []


def test_a_body_that_is_merged_is_keywords(client: Any, everything: ModuleType, server: Server) -> None:
    server.answer(200, {"id": "a", "size": 2})
    with pytest.warns(DeprecationWarning, match=r"the argument 'timeout_' of send_merged\(\) is deprecated") as told:
        merged = client.send_merged(id="a", size=2, filter="f", timeout_=3, extra_body={"new": True}, timeout=30)
    assert told[0].filename == __file__
    assert server.last.json == {"id": "a", "size": 2, "filter": "f", "timeout": 3, "new": True}
    assert isinstance(merged, everything.models.Merged)
    server.answer(200, {"id": "a", "size": 2})
    client.send_merged(id="a", size=2)


@pytest.mark.parametrize(
    ("method", "body", "sent"),
    [
        ("send_list", [{"name": "a", "children": [{"name": "b"}]}], [{"name": "a", "children": [{"name": "b"}]}]),
        ("send_free", {"any": [1]}, {"any": [1]}),
        ("send_number", 1.5, 1.5),
    ],
)
def test_a_body_that_is_one_argument(method: str, body: Any, sent: Any, client: Any, server: Server) -> None:
    server.answer(204)
    getattr(client, method)(body=body)
    assert server.last.json == sent
    assert server.last.headers["content-type"] == "application/json"


def test_a_body_that_is_a_union(client: Any, everything: ModuleType, server: Server) -> None:
    for body in (everything.models.Square(kind="square", side=1), {"kind": "square", "side": 1}):
        server.answer(201, {"kind": "square", "side": 1})
        assert client.create_shape("any", body=body) == everything.models.Square(kind="square", side=1)
        assert server.last.json == {"kind": "square", "side": 1}
    with pytest.raises(everything.RequestValidationError):
        client.create_shape("any", body={"kind": "square"})


def test_a_body_may_be_left_out_or_hold_itself(client: Any, everything: ModuleType, server: Server) -> None:
    server.answer(204)
    client.send_free()
    assert server.last.content == b""
    server.answer(204)
    node = everything.models.Node(name="a", next=everything.models.Node(name="b", next=None))
    client.send_list(body=[node])
    assert server.last.json == [{"name": "a", "next": {"name": "b", "next": None}}]


def test_files(client: Any, everything: ModuleType, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"a,b\n")
    for file in (b"a,b\n", io.BytesIO(b"a,b\n"), path, everything.types.File(b"a,b\n", name="rows.csv")):
        server.answer(204)
        client.upload(file=file, note="n")
        assert b"a,b\n" in server.last.content
        assert b"text/csv" in server.last.content
        assert server.last.headers["content-type"].startswith("multipart/form-data; boundary=")
    server.answer(204)
    client.send_bytes(body=path)
    assert server.last.content == b"a,b\n"
    assert server.last.headers["content-type"] == "application/octet-stream"
    with pytest.raises(everything.RequestValidationError, match="file"):
        client.upload(file="rows.csv")  # text is not a path


def test_text_and_forms(client: Any, server: Server) -> None:
    server.answer(204)
    client.send_text(body="hé")
    assert server.last.content == "hé".encode()
    server.answer(204)
    client.send_form(a="x y", b=2)
    assert parse_qsl(server.last.content.decode()) == [("a", "x y"), ("b", "2")]


def test_the_async_client_sends_and_reads_the_same(everything: ModuleType, server: Server) -> None:
    async def use() -> None:
        async with everything.AsyncClient("key", "key", base_url=server.url, max_retries=0) as client:
            server.answer(200, ["a"])
            assert await client.search(ids=[1, 2], filter={"type": "t"}) == ["a"]
            assert server.last.target == "/search?filter%5Btype%5D=t&ids=1,2"
            server.answer(204)
            await client.upload(file=io.BytesIO(b"a,b\n"))
            assert b"a,b\n" in server.last.content
            server.answer(200, b"a,b\n", "text/csv")
            assert await client.read_answer("csv") == "a,b\n"
            with pytest.raises(everything.RequestValidationError):
                await client.search(ids=["x"])

    asyncio.run(use())
