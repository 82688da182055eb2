"""Files on a real connection: what arrives, what is sent again, and what never is."""

import io
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from datadog_llm_client import APIConnectionError, APIStatusError
from datadog_llm_client._runtime.calls.bodies import RequestBody
from datadog_llm_client._runtime.calls.responses import ResponseBody
from datadog_llm_client._runtime.values.decoding import file, mapping, one_of, string
from datadog_llm_client._runtime.values.files import File
from datadog_llm_client._runtime.values.settings import Options

from tests.runtime.test_files import Pipe
from tests.runtime.test_multipart import parts
from tests.support.clients import Clock
from tests.support.recorder import recording
from tests.support.roads import Road, operation
from tests.support.web import Reply

PUT = operation("PUT", body=RequestBody("application/octet-stream", file, is_argument=True))


def test_files_arrive_and_are_sent_again(road: Road, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\r\n" * 50_000)
    opened = io.BytesIO(b"skipped, sent")
    opened.seek(9)
    op = operation(
        "PUT", body=RequestBody("multipart/form-data", mapping(one_of(string, file))), responses=(ResponseBody(204),)
    )
    prepared = op.prepare({}, {"text": "é", "path": path, "open": opened, "bytes": File(b"\0", "x.bin")})
    with recording(Reply(503, headers={"Retry-After": "0.01"}), Reply(204)) as recorder:
        assert road.call(recorder, prepared) is None
    first, second = recorder.received
    assert first == second
    assert "transfer-encoding" not in first.headers
    assert parts(first.content, first.headers["content-type"]) == [
        ("text", None, None, "é".encode()),
        ("path", "table.csv", "text/csv", b"a,b\r\n" * 50_000),
        ("open", "upload", "application/octet-stream", b"sent"),
        ("bytes", "x.bin", "application/octet-stream", b"\0"),
    ]
    assert not opened.closed


def test_a_stream_that_cannot_be_rewound_is_never_sent_again(road: Road) -> None:
    for status in (503, 429, 500):
        with recording(Reply(status, headers={"Retry-After": "0.01"}), Reply(204)) as recorder:
            with pytest.raises(APIStatusError) as caught:
                road.call(recorder, PUT.prepare({}, Pipe(b"a", b"bc")), Options(retry_unsafe=True, max_retries=3))
            assert caught.value.status_code == status
        (received,) = recorder.received
        assert received.content == b"abc"
        assert received.headers["transfer-encoding"] == "chunked"


def test_a_stream_that_was_not_read_may_be_sent_again(road: Road, clock: Clock) -> None:
    """A connection that was refused has cost nothing of the file."""
    with recording() as recorder:
        pass
    pipe = Pipe(b"a")
    with pytest.raises(APIConnectionError) as caught:
        road.call(recorder, PUT.prepare({}, pipe), Options(max_retries=1))
    assert caught.value.retries == 1
    assert len(clock.waits) == 1
    assert pipe.read() == b"a"


def test_a_file_that_vanishes_is_our_error(road: Road, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")
    prepared = PUT.prepare({}, path)
    path.unlink()
    with recording() as recorder, pytest.raises(APIConnectionError, match="cannot read a file to send"):
        road.call(recorder, prepared)


def test_a_long_file_is_not_read_into_memory(tmp_path: Path) -> None:
    size = 64 * 1024 * 1024
    path = tmp_path / "long"
    with path.open("wb") as long:
        os.truncate(long.fileno(), size)
    body = RequestBody("multipart/form-data", mapping(file))
    written = body.encode({"file": path}, None)
    assert written is not None
    stream: Any = written[0]
    tracemalloc.start()
    try:
        total = sum(len(chunk) for chunk in stream)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total == stream.length > size
    assert peak < size / 32
