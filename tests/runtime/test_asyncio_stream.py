"""The stream on a real socket: the test holds the server's end of it, and looks at what has come."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable

import httpcore
import pytest
from datadog_llm_client._runtime.transports.asyncio_stream import AsyncioStream

from tests.support.clients import accepted
from tests.support.faults.connection import LIMIT, Connection

MUCH = b"x" * 16 * 1024 * 1024  # more than the sockets between hold


Course = Callable[[AsyncioStream, socket.socket], Awaitable[None]]


def play(listener: socket.socket, course: Course) -> None:
    """Go through a course of events with both ends of a connection."""

    async def main() -> None:
        host, port = listener.getsockname()
        stream = await AsyncioStream.connect(host, port, LIMIT)
        with accepted(listener) as peer:
            await course(stream, peer)
        await stream.aclose()

    asyncio.run(main())


def test_an_early_answer_is_read_while_the_request_is_sent(listener: socket.socket) -> None:
    async def course(stream: AsyncioStream, peer: socket.socket) -> None:
        peer.sendall(b"too much")
        await stream.write(MUCH, timeout=LIMIT)
        assert await stream.read(100, timeout=LIMIT) == b"too much"
        # What the server never read must not come before the next request.
        assert stream.get_extra_info("is_readable")

    play(listener, course)


def test_a_server_that_reads_nothing(listener: socket.socket) -> None:
    async def course(stream: AsyncioStream, peer: socket.socket) -> None:
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(MUCH, timeout=0.01)

    play(listener, course)


def test_a_server_that_reads_slowly(listener: socket.socket) -> None:
    async def course(stream: AsyncioStream, peer: socket.socket) -> None:
        def read_all() -> None:
            left = len(MUCH)
            while left:
                left -= len(peer.recv(1024 * 1024))
            peer.sendall(b"answer")

        reading = asyncio.get_running_loop().run_in_executor(None, read_all)
        await stream.write(MUCH, timeout=LIMIT)
        assert await stream.read(100, timeout=LIMIT) == b"answer"
        await reading

    play(listener, course)


def test_a_server_that_says_nothing(listener: socket.socket) -> None:
    async def course(stream: AsyncioStream, peer: socket.socket) -> None:
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(100, timeout=0.01)

    play(listener, course)


def test_more_than_is_read_is_left_with_the_server(listener: socket.socket) -> None:
    async def course(stream: AsyncioStream, peer: socket.socket) -> None:
        sending = asyncio.get_running_loop().run_in_executor(None, peer.sendall, MUCH)
        async with asyncio.timeout(LIMIT):
            while stream._may_receive:
                await asyncio.sleep(0)
        assert len(stream._received) < len(MUCH) / 4
        received = b""
        while len(received) < len(MUCH):
            received += await stream.read(1024 * 1024, timeout=LIMIT)
        await sending
        assert received == MUCH

    play(listener, course)


def test_ends(listener: socket.socket) -> None:
    async def closed(stream: AsyncioStream, peer: socket.socket) -> None:
        peer.sendall(b"bye")
        peer.close()
        assert [await stream.read(100, timeout=LIMIT) for _ in range(3)] == [b"bye", b"", b""]
        await stream.write(b"more")
        assert await stream.read(100) == b""

    async def was_reset(stream: AsyncioStream, peer: socket.socket) -> None:
        Connection(peer, threading.Event()).reset()
        with pytest.raises(httpcore.ReadError):
            await stream.read(100, timeout=LIMIT)

    play(listener, closed)
    play(listener, was_reset)


def test_what_comes_to_an_idle_connection_is_seen_before_the_event_loop_sees_it(listener: socket.socket) -> None:
    async def spoken_to(stream: AsyncioStream, peer: socket.socket) -> None:
        assert not stream.get_extra_info("is_readable")
        peer.sendall(b"HTTP/1.1 408 Too late\r\n\r\n")
        assert stream.get_extra_info("is_readable")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert stream._received
        assert stream.get_extra_info("is_readable")

    async def ended(stream: AsyncioStream, peer: socket.socket) -> None:
        peer.close()
        assert stream.get_extra_info("is_readable")
        await stream.aclose()
        assert stream.get_extra_info("is_readable")

    play(listener, spoken_to)
    play(listener, ended)


def test_nobody_listens(listener: socket.socket) -> None:
    host, port = listener.getsockname()
    listener.close()
    with pytest.raises(httpcore.ConnectError):
        asyncio.run(AsyncioStream.connect(host, port))


def test_a_connection_that_takes_too_long(listener: socket.socket) -> None:
    host, port = listener.getsockname()
    with pytest.raises(httpcore.ConnectTimeout):
        asyncio.run(AsyncioStream.connect(host, port, 0.0))


def test_what_came_before_tls_does_not_count_as_what_came_over_it(listener: socket.socket) -> None:
    async def course(stream: AsyncioStream, peer: socket.socket) -> None:
        peer.sendall(b"HTTP/1.1 200 Forged\r\n\r\n")
        async with asyncio.timeout(LIMIT):
            while not stream._received:
                await asyncio.sleep(0)
        with pytest.raises(httpcore.ConnectError, match="the server spoke"):
            await stream.start_tls(ssl.create_default_context(), "localhost")

    play(listener, course)


@pytest.mark.parametrize("greeting", [b"no TLS at all\r\n", None])
def test_a_server_without_tls(listener: socket.socket, greeting: bytes | None) -> None:
    expected = httpcore.ConnectTimeout if greeting is None else httpcore.ConnectError

    async def course(stream: AsyncioStream, peer: socket.socket) -> None:
        if greeting:
            peer.sendall(greeting)
        with pytest.raises(expected):
            await stream.start_tls(ssl.create_default_context(), "localhost", timeout=LIMIT if greeting else 0.01)

    play(listener, course)


def test_cancelling_a_handshake_closes_the_connection(listener: socket.socket) -> None:
    async def course(stream: AsyncioStream, peer: socket.socket) -> None:
        handshake = asyncio.ensure_future(stream.start_tls(ssl.create_default_context(), "localhost"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        handshake.cancel()
        with pytest.raises(asyncio.CancelledError):
            await handshake
        await asyncio.sleep(0)
        await asyncio.get_running_loop().run_in_executor(None, _read_to_the_end, peer)

    play(listener, course)


def _read_to_the_end(peer: socket.socket) -> None:
    try:
        while peer.recv(65536):
            pass
    except ConnectionError:
        pass
