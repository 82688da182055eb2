"""The generated types: correct user code passes, and mistakes are found."""

from __future__ import annotations

import datetime
import inspect
import os
import subprocess
import sys
import typing
import uuid
from pathlib import Path
from types import ModuleType

import pytest

from tools.generate.documentation import described

USER_CODE = '''
"""Each comment that ignores an error would itself be an error if there was none."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

from everything import UNSET, AsyncClient, Client, File
from everything.models import Circle, Node, NodeDict, Square, Wide, Kept


def answers(client: Client) -> None:
    shapes = client.list_shapes("any")
    if shapes.by_name:
        shape = shapes.by_name["a"]
        if isinstance(shape, Circle):
            radius: float = shape.radius
        elif isinstance(shape, Square):
            side: float = shape.side
        else:
            unknown: dict[str, object] = shape
    answer = client.read_answer("json")
    if isinstance(answer, Kept):
        when: datetime.datetime = answer.when
        if answer.id is not UNSET:
            identifier: UUID = answer.id
        if answer.list:
            text: str = answer.list[0]
        if isinstance(answer.described, Wide):
            answer.described.b  # type: ignore[attr-defined]
        answer.old.real  # type: ignore[union-attr]
        answer.better
    elif isinstance(answer, str):
        lines: list[str] = answer.splitlines()
    elif answer is not None:
        size: bytes = answer
    nothing: None = client.remove_answer("old")
    content: bytes = client.close_()
    client.close()


def requests(client: Client) -> None:
    found: list[str] = client.search(ids=[1], page_size=5, filter={"type": "t"}, filter_name="n", sort=["asc", None])
    client.search()  # type: ignore[call-arg]
    client.search(ids=1)  # type: ignore[arg-type]
    client.search(ids=[1], filter={"tpye": "t"})  # type: ignore[arg-type]
    client.create_shape("any", body={"kind": "circle", "radius": 1.0})
    client.create_shape("any", body=Square(kind="square", side=1))
    node: NodeDict = {"name": "a", "children": [{"name": "b"}, Node(name="c")]}
    client.send_list(body=[node, Node(name="d", next=None)])
    client.send_list(body=[{"children": []}])  # type: ignore[list-item]
    client.send_free(body={"any": 1})
    client.send_number(body=1)
    client.send_number()  # type: ignore[call-arg]
    client.upload(file=Path("x"), note="n")
    client.upload(file=File(b"x", name="x"))
    client.upload(file="x")  # type: ignore[arg-type]
    client.send_bytes(body=b"x")
    client.send_text(body="x")
    client.send_merged(id="a", size=1, timeout_=2, timeout=3, extra_body={"new": 1})


def pages(client: Client) -> Iterator[str]:
    for node in client.iterate_list_pages("cursor"):
        yield node.name
    for number in client.iterate_list_skipped(limit=5):
        yield number  # type: ignore[misc]


async def requests_async(client: AsyncClient) -> datetime.date | None:
    found: list[str] = await client.search(ids=[1], since=datetime.datetime.now(datetime.UTC))
    await client.search(ids=[1], since="now")  # type: ignore[arg-type]
    await client.upload(file=b"x")
    answer = await client.read_answer("json")
    return answer.day or None if isinstance(answer, Kept) else None


async def async_pages(client: AsyncClient) -> AsyncIterator[str]:
    async for node in client.iterate_list_pages("cursor"):
        yield node.name
'''


@pytest.mark.slow
def test_mypy(everything: ModuleType, tmp_path: Path) -> None:
    package = Path(typing.cast(str, everything.__file__)).parent
    (tmp_path / "user_code.py").write_text(USER_CODE, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "--config-file=", "--no-pretty"]
    run = subprocess.run(
        [*command, "user_code.py", str(package)],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(package.parent)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout


def test_type_hints_at_run_time(everything: ModuleType) -> None:
    for client in (everything.Client, everything.AsyncClient):
        for name in ("search", "create_shape", "upload", "iterate_list_pages", "close_"):
            assert "return" in typing.get_type_hints(getattr(client, name))
    for name in everything.models.__all__:
        if isinstance(getattr(everything.models, name), type):
            assert typing.get_type_hints(getattr(everything.models, name))
    kept = typing.get_type_hints(everything.models.Kept)
    assert kept["when"] is datetime.datetime
    assert [typing.get_args(kept[name])[0] for name in ("day", "id", "data")] == [datetime.date, uuid.UUID, bytes]
    assert datetime.datetime in typing.get_args(typing.get_type_hints(everything.Client.search)["since"])


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("search", "page_size: Most results of a page. Server default: `2`."),
        ("search", "timeout_: Deprecated."),
        ("remove_answer", "Deprecated."),
        ("send_merged", "id: Its identifier."),
        ("send_merged", "timeout_: Deprecated."),
        ("send_list", "body: What to send."),
        ("upload", "file: The file."),
    ],
)
def test_documentation_reaches_the_methods(method: str, text: str, everything: ModuleType) -> None:
    for client in (everything.Client, everything.AsyncClient):
        assert text in " ".join(getattr(client, method).__doc__.split())


@pytest.mark.parametrize(("keyword", "text"), [("readOnly", "Only in responses."), ("writeOnly", "Only in requests.")])
def test_a_description_says_where_a_value_occurs(keyword: str, text: str) -> None:
    assert described({"description": "A name.", keyword: True}) == f"A name. {text}"
    assert described({"description": "A name.", keyword: False}) == "A name."


def test_documentation_stands_on_the_fields(everything: ModuleType) -> None:
    package = Path(typing.cast(str, everything.__file__)).parent
    for source, text in (
        (inspect.getsource(everything.models.Node), '    """What it is called."""\n'),
        ((package / "_dicts.py").read_text(encoding="utf-8"), '    """What it is called."""\n'),
        (inspect.getsource(everything.models.Kept), '"""Described beside a reference. Deprecated."""'),
    ):
        assert text in source
