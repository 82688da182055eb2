"""What the streams make of writes and reads, on a real socket whose other end the test holds."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

import anyio
import httpcore
import httpx
import pytest
from anyio.to_thread import run_sync
from datadog_llm_client._runtime.transports.streams import AsyncBackend, AsyncStream, Backend, Stream
from datadog_llm_client._runtime.values.deadlines import Deadline

from tests.support.clients import accepted
from tests.support.faults.connection import LIMIT, Connection
from tests.support.streams import Course, played

MUCH = b"x" * 16 * 1024 * 1024  # more than the sockets between hold


@played
async def test_a_request_leaves_in_one_piece_when_the_answer_is_read(stream: Any, peer: socket.socket) -> None:
    await stream.write(b"head ")
    await stream.write(b"body")
    peer.sendall(b"answer")
    peer.setblocking(False)
    with pytest.raises(BlockingIOError):
        peer.recv(100)
    assert await stream.read(100, timeout=LIMIT) == b"answer"
    assert peer.recv(100) == b"head body"


@played
async def test_an_early_answer_is_read_while_the_request_is_sent(stream: Any, peer: socket.socket) -> None:
    peer.sendall(b"too much")
    await stream.write(MUCH, timeout=LIMIT)
    assert await stream.read(100, timeout=LIMIT) == b"too much"
    # What the server never read must not come before the next request.
    assert stream.get_extra_info("is_readable")


@played
async def test_a_request_is_sent_on_after_an_interim_answer(stream: Any, peer: socket.socket) -> None:
    received: list[int] = []

    def serve() -> None:
        peer.sendall(b"100 Continue")
        while sum(received) < len(MUCH):
            received.append(len(peer.recv(1024 * 1024)))
        peer.sendall(b"200 OK")

    server = threading.Thread(target=serve)
    server.start()
    await stream.write(MUCH, timeout=LIMIT)
    answer = b""
    while not answer.endswith(b"200 OK"):
        answer += await stream.read(100, timeout=LIMIT)
    server.join()
    assert answer == b"100 Continue200 OK"
    assert not stream.get_extra_info("is_readable")


@played
async def test_a_server_that_reads_slowly_but_steadily(stream: Any, peer: socket.socket) -> None:
    """The time is for each step, not for the whole of a long request."""
    paused = threading.Event()

    def serve() -> None:
        left = len(MUCH)
        while left:
            left -= len(peer.recv(1024 * 1024))
            paused.wait(0.02)
        peer.sendall(b"answer")

    server = threading.Thread(target=serve)
    server.start()
    await stream.write(MUCH, timeout=0.25)
    assert await stream.read(100, timeout=LIMIT) == b"answer"
    server.join()


@played
async def test_a_server_that_reads_nothing(stream: Any, peer: socket.socket) -> None:
    with pytest.raises(httpcore.WriteTimeout):
        await stream.write(MUCH, timeout=0.01)


@played
async def test_a_server_that_says_nothing(stream: Any, peer: socket.socket) -> None:
    with pytest.raises(httpcore.ReadTimeout):
        await stream.read(100, timeout=0.01)


@played
async def test_ends(stream: Any, peer: socket.socket) -> None:
    peer.sendall(b"bye")
    peer.close()
    assert [await stream.read(100, timeout=LIMIT) for _ in range(3)] == [b"bye", b"", b""]


@played
async def test_a_reset(stream: Any, peer: socket.socket) -> None:
    Connection(peer, threading.Event()).reset()
    with pytest.raises(httpcore.ReadError):
        await stream.read(100, timeout=LIMIT)


@played
async def test_an_answer_counts_though_the_request_could_not_be_sent(stream: Any, peer: socket.socket) -> None:
    peer.sendall(b"answer")
    stream.get_extra_info("socket").shutdown(socket.SHUT_WR)
    await stream.write(b"request")
    assert await stream.read(100, timeout=LIMIT) == b"answer"
    assert stream.get_extra_info("is_readable")


@pytest.mark.parametrize("end", [False, True], ids=["bytes", "an end"])
def test_nothing_is_sent_where_something_came_that_nobody_asked_for(play: Callable[[Course], None], end: bool) -> None:
    """Also where it came after the connection was found to be good."""

    async def course(stream: Any, peer: socket.socket) -> None:
        await stream.write(b"request")
        peer.sendall(b"answer")
        assert await stream.read(100, timeout=LIMIT) == b"answer"
        assert not stream.get_extra_info("is_readable")
        assert peer.recv(100) == b"request"
        peer.shutdown(socket.SHUT_WR) if end else peer.sendall(b"HTTP/1.1 200 Forged")
        assert stream.get_extra_info("is_readable")
        with pytest.raises(httpcore.ConnectError, match="nothing was sent"):
            await stream.write(b"the next request")

    play(course)


def test_reads_keep_to_the_deadline_of_the_call(listener: socket.socket) -> None:
    with closing(Backend().connect_tcp(*listener.getsockname())) as stream, accepted(listener) as peer:
        with Deadline(0.01), pytest.raises((httpx.TimeoutException, httpcore.ReadTimeout)):
            stream.read(1, timeout=LIMIT)
        peer.sendall(b"answer")
        with Deadline(-1.0), pytest.raises(httpx.TimeoutException, match="deadline"):
            stream.read(1, timeout=LIMIT)


def test_what_is_left_unsent_does_not_wait_beyond_the_deadline(listener: socket.socket) -> None:
    late = pytest.raises((httpx.TimeoutException, httpcore.WriteTimeout))
    with closing(Backend().connect_tcp(*listener.getsockname())) as stream, accepted(listener):  # noqa: SIM117
        with Deadline(0.05), late:
            stream.write(MUCH, timeout=LIMIT)


@pytest.mark.anyio
async def test_a_server_that_never_pauses_does_not_keep_others_from_their_turn(listener: socket.socket) -> None:
    host, port = listener.getsockname()
    stream = await AsyncBackend().connect_tcp(host, port, timeout=LIMIT)
    with accepted(listener) as peer:
        sending = threading.Thread(target=_send_for_ever, args=(peer,))
        sending.start()
        with anyio.move_on_after(0.1) as scope:
            while True:
                await stream.read(1000, timeout=LIMIT)
        assert scope.cancelled_caught
        await stream.aclose()
        await run_sync(sending.join)


def _send_for_ever(peer: socket.socket) -> None:
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    try:
        while True:
            peer.sendall(MUCH)
    except ConnectionError:
        pass


def test_the_streams_are_ours() -> None:
    """What is tested here is what clients use."""
    assert issubclass(Stream, httpcore.NetworkStream)
    assert issubclass(AsyncStream, httpcore.AsyncNetworkStream)
