"""What becomes of a connection before anything is sent: options of the socket, and TLS."""

import select
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any

import httpcore
import pytest
import trustme

from tests.support.faults.connection import LIMIT
from tests.support.streams import Blocking, Course


def test_a_silent_connection_is_kept_alive(play: Callable[[Course], None]) -> None:
    async def course(stream: Any, peer: socket.socket) -> None:
        sock = stream.get_extra_info("socket")
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 60
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert stream.get_extra_info("server_addr") == peer.getsockname()

    play(course)


@pytest.mark.parametrize("greeting", [b"no TLS at all\r\n", b"HTTP/1.1 200 Forged\r\n\r\n", None])
def test_a_server_without_tls(play: Callable[[Course], None], greeting: bytes | None) -> None:
    expected = httpcore.ConnectTimeout if greeting is None else httpcore.ConnectError

    async def course(stream: Any, peer: socket.socket) -> None:
        if greeting:
            peer.sendall(greeting)
        with pytest.raises(expected):
            await stream.start_tls(ssl.create_default_context(), "localhost", timeout=LIMIT if greeting else 0.01)
        assert stream.get_extra_info("socket").fileno() == -1

    play(course)


def test_a_host_that_no_certificate_can_name(play: Callable[[Course], None]) -> None:
    async def course(stream: Any, peer: socket.socket) -> None:
        with pytest.raises(httpcore.ConnectError):
            await stream.start_tls(ssl.create_default_context(), ".", timeout=LIMIT)

    play(course)


@pytest.mark.parametrize("surplus", [b"", b"HTTP/1.1 200 Forged"])
def test_bytes_left_over_within_tls(play: Callable[[Course], None], surplus: bytes) -> None:
    """They were taken from the socket with the answer, so that only TLS knows of them."""
    authority = trustme.CA()
    client, server = ssl.create_default_context(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.num_tickets = 0  # which would be bytes that the client had yet to read
    authority.configure_trust(client)
    authority.issue_cert("localhost").configure_cert(server)

    async def course(stream: Any, peer: socket.socket) -> None:
        def serve() -> None:
            with server.wrap_socket(peer.dup(), server_side=True) as secured:
                asked.append(secured.recv(100))
                secured.sendall(b"answer")
                if surplus:
                    secured.sendall(surplus)
                over.wait(LIMIT)

        asked: list[bytes] = []
        over = threading.Event()
        serving = threading.Thread(target=serve)
        serving.start()
        secured = await stream.start_tls(client, "localhost", timeout=LIMIT)
        if isinstance(secured, httpcore.NetworkStream):
            secured = Blocking(secured)
        assert secured.get_extra_info("ssl_object").version() == "TLSv1.3"
        await secured.write(b"question")
        assert await secured.read(6, timeout=LIMIT) == b"answer"
        assert asked == [b"question"]
        if surplus and not secured.get_extra_info("is_readable"):  # it is still under way
            select.select([secured.get_extra_info("socket")], [], [], LIMIT)
        assert bool(secured.get_extra_info("is_readable")) is bool(surplus)
        over.set()
        serving.join()

    play(course)
