"""What the streams make of writes and reads, on a real socket whose other end the test holds."""

from __future__ import annotations

import socket
from contextlib import closing

import anyio
import httpcore
import httpx
import pytest
from datadog_llm_client._runtime.transports.asyncio_stream import AsyncioStream
from datadog_llm_client._runtime.transports.network import AsyncBackend, AsyncStream, Backend, Stream
from datadog_llm_client._runtime.values.deadlines import Deadline, keep

from tests.support.clients import accepted
from tests.support.faults.connection import LIMIT


class Recorder(httpcore.NetworkStream):
    """Keeps what is written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.written.append(buffer)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return b"answer"


def test_a_request_leaves_in_one_piece_when_the_answer_is_read(listener: socket.socket) -> None:
    with closing(Backend().connect_tcp(*listener.getsockname())) as stream, accepted(listener) as peer:
        assert isinstance(stream, Stream)
        stream.write(b"head ")
        stream.write(b"body")
        assert stream.holds_request
        peer.sendall(b"answer")
        peer.setblocking(False)
        with pytest.raises(BlockingIOError):
            peer.recv(100)
        assert stream.read(100) == b"answer"
        assert peer.recv(100) == b"head body"
        assert not stream.holds_request


@pytest.mark.anyio
async def test_a_request_leaves_in_one_piece_in_event_loops(listener: socket.socket) -> None:
    stream = await AsyncBackend().connect_tcp(*listener.getsockname())
    assert isinstance(stream, AsyncStream)
    with accepted(listener) as peer:
        await stream.write(b"head ")
        await stream.write(b"body")
        assert stream.holds_request
        peer.sendall(b"answer")
        peer.setblocking(False)
        with pytest.raises(BlockingIOError):
            peer.recv(100)
        assert await stream.read(2, timeout=LIMIT) == b"an"
        assert peer.recv(100) == b"head body"
        assert not stream.holds_request
    await stream.aclose()


@pytest.mark.parametrize(("loop", "is_ours"), [("asyncio", True), ("uvloop", False), ("trio", False)])
def test_our_stream_is_for_the_loops_of_asyncio(listener: socket.socket, loop: str, is_ours: bool) -> None:
    async def main() -> None:
        stream = await AsyncBackend().connect_tcp(*listener.getsockname())
        assert isinstance(stream, AsyncStream)
        assert isinstance(stream._stream, AsyncioStream) == is_ours
        await stream.aclose()

    if loop == "uvloop":
        pytest.importorskip("uvloop")  # which Windows has not
        anyio.run(main, backend_options={"use_uvloop": True})
    else:
        anyio.run(main, backend=loop)


def test_reads_keep_to_the_deadline_of_the_call(listener: socket.socket) -> None:
    with closing(Backend().connect_tcp(*listener.getsockname())) as stream, accepted(listener):
        with keep(Deadline.after(0)), pytest.raises(httpx.TimeoutException, match="deadline"):
            stream.read(1, timeout=LIMIT)
        with pytest.raises(httpcore.ReadTimeout):
            stream.read(1, timeout=0.01)


def test_long_requests_are_sent_in_pieces_between_which_the_deadline_is_looked_at() -> None:
    stream = Stream(recorder := Recorder())
    stream.write(b"head ")
    stream.write(b"x" * 200_000)
    assert stream.read(100) == b"answer"
    assert b"".join(recorder.written) == b"head " + b"x" * 200_000
    assert max(map(len, recorder.written)) == 64 * 1024
    stream.write(b"more")
    with keep(Deadline.after(0)), pytest.raises(httpx.TimeoutException):
        stream.read(100)
    assert recorder.written[-1] != b"more"


def test_an_answer_counts_though_the_request_could_not_be_sent(listener: socket.socket) -> None:
    with closing(Backend().connect_tcp(*listener.getsockname())) as stream, accepted(listener) as peer:
        peer.sendall(b"answer")
        stream.get_extra_info("socket").shutdown(socket.SHUT_WR)
        stream.write(b"request")
        assert stream.read(100) == b"answer"
