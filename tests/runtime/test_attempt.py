import builtins
import io
from pathlib import Path
from typing import IO, Any

import anyio
import httpx
import pytest
from datadog_llm_client._runtime.values.attempt import BodyStream
from datadog_llm_client._runtime.values.files import CHUNK

from tests.runtime.test_files import Pipe


async def collect(stream: BodyStream) -> list[bytes]:
    return [chunk async for chunk in stream]


@pytest.fixture(params=["sync", "asyncio", "trio"])
def read(request: pytest.FixtureRequest) -> Any:
    if request.param == "sync":
        return lambda stream: [*iter(stream)]
    return lambda stream: anyio.run(collect, stream, backend=request.param)


def test_parts_come_one_after_another(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"b" * (CHUNK + 1))
    stream = BodyStream([b"a", path, b"", io.BytesIO(b"c"), b"d"])
    assert stream.length == CHUNK + 4
    assert stream.framing == {"content-length": str(CHUNK + 4)}
    for _ in range(2):
        assert stream.can_be_sent
        chunks = read(stream)
        assert b"".join(chunks) == b"a" + b"b" * (CHUNK + 1) + b"cd"
        assert max(map(len, chunks)) == CHUNK


def test_what_cannot_be_rewound_is_read_once(read: Any) -> None:
    stream = BodyStream([b"a", Pipe(b"b", b"c")])  # type: ignore[list-item]
    assert stream.length is None
    assert stream.framing == {"transfer-encoding": "chunked"}
    assert stream.can_be_sent
    assert b"".join(read(stream)) == b"abc"
    assert not stream.can_be_sent
    with pytest.raises(httpx.StreamConsumed):
        read(stream)


def test_a_file_that_is_gone_is_an_error_of_the_request(read: Any, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"b")
    stream = BodyStream([path])
    path.unlink()
    with pytest.raises(httpx.LocalProtocolError, match="cannot read a file to send: .*No such file"):
        read(stream)


def test_a_file_that_was_closed_is_an_error_of_the_request(read: Any) -> None:
    opened = io.BytesIO(b"x")
    stream = BodyStream([opened])
    opened.close()
    with pytest.raises(httpx.LocalProtocolError, match="closed file"):
        read(stream)


def test_a_stream_that_is_left_closes_what_it_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"b" * (CHUNK + 1))
    stream = BodyStream([path])
    opened: list[IO[bytes]] = []
    inner = builtins.open

    def opening(*arguments: Any) -> IO[bytes]:
        opened.append(inner(*arguments))
        return opened[-1]

    monkeypatch.setattr(builtins, "open", opening)
    chunks = iter(stream)
    next(chunks)
    chunks.close()  # type: ignore[attr-defined]
    assert [file.closed for file in opened] == [True]
