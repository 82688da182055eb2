# Copied by "make generate" from runtime/transports/network.py. Edit that, never this file.
"""The bytes below HTTP, as httpcore asks for them: how threads wait for a socket, and how event loops do."""

from __future__ import annotations

import os
import socket
import ssl
from collections import Counter
from collections.abc import Iterable
from typing import Any

import anyio
import anyio.lowlevel
import httpcore

from ..values.deadlines import Deadline, current_deadline
from .addresses import addresses
from .sockets import READ, WRITE, SocketStream, handshake, set_options, wait

_ATTEMPT_DELAY = 0.25  # seconds after which the next address of a host is tried beside the one before, of RFC 8305


class Backend(httpcore.NetworkBackend):
    """Makes connections for threads."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        # One address after another, since all of them share the time of the call.
        failure: Exception | None = None
        for address in addresses(host, port, timeout):
            within = current_deadline().clamp(timeout)
            try:
                return Stream(_connect(address, port, within))
            except OSError as error:
                kind = httpcore.ConnectTimeout if isinstance(error, TimeoutError) else httpcore.ConnectError
                failure = kind(f"{host}:{port}: {error}")
        current_deadline().check()
        raise failure or httpcore.ConnectError(f"{host}:{port}: no address was found")


def _connect(address: str, port: int, timeout: float | None) -> socket.socket:
    [entry, *_] = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    sock = socket.socket(*entry[:3])
    try:
        set_options(sock)
        sock.settimeout(timeout)
        sock.connect(entry[4])
        sock.setblocking(False)
    except BaseException:
        sock.close()
        raise
    return sock


class Stream(SocketStream, httpcore.NetworkStream):
    """A connection that a thread waits for, no longer than to the deadline of its call."""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._hold(buffer, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        deadline = current_deadline()
        deadline.check()
        while isinstance(found := self._read_some(max_bytes), int):
            limit, late = self._late(timeout)
            if not wait(self._sock, found, deadline.clamp(limit)):
                raise late
        return found

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            within = Deadline.after(timeout)
            self._sock = self._start_tls(ssl_context, server_hostname)
            while events := handshake(self._sock):
                if not wait(self._sock, events, current_deadline().clamp(within.remaining)):
                    raise httpcore.ConnectTimeout("the TLS handshake took too long")
        except BaseException as error:
            self.close()
            if isinstance(error, OSError | ValueError):
                raise httpcore.ConnectError(str(error)) from error
            raise
        return Stream(self._sock)


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """Makes connections for event loops, of asyncio, uvloop or trio."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            with anyio.fail_after(timeout):
                found = await _addresses(host, port)
                return AsyncStream(await (_connect_to(found[0]) if len(found) == 1 else _connect_first(found)))
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"{host}:{port}: {error or 'the time was up'}") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host}:{port}: {error}") from error


async def _addresses(host: str, port: int) -> list[Any]:
    """The addresses of a host, IPv6 and IPv4 in turn."""
    try:  # what is an address already needs no thread to look it up
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        found: list[Any] = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    seen = Counter[int]()  # of each family so far
    return sorted(found, key=lambda each: (seen.update([each[0]]), seen[each[0]], each[0] != found[0][0])[1:])


async def _connect_first(addresses: list[Any]) -> socket.socket:
    """Connect to the address that answers first."""
    connected: list[socket.socket] = []
    failures: list[OSError] = []

    async def attempt(address: Any, ended: anyio.Event) -> None:
        try:
            connected.append(await _connect_to(address))
            tasks.cancel_scope.cancel()
        except OSError as error:
            failures.append(error)
            ended.set()

    try:
        async with anyio.create_task_group() as tasks:
            for address in addresses:
                ended = anyio.Event()
                tasks.start_soon(attempt, address, ended)
                with anyio.move_on_after(_ATTEMPT_DELAY):
                    await ended.wait()
        if not connected:
            raise failures[0]
        return connected.pop()
    finally:
        for sock in connected:
            sock.close()


async def _connect_to(address: Any) -> socket.socket:
    sock = socket.socket(*address[:3])
    try:
        sock.setblocking(False)
        set_options(sock)
        try:
            sock.connect(address[4])
        except BlockingIOError:
            await _wait(sock, WRITE, None)
            if error := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(error, os.strerror(error)) from None
    except BaseException:
        sock.close()
        raise
    return sock


class AsyncStream(SocketStream, httpcore.AsyncNetworkStream):
    """A connection that an event loop waits for. Where it is closed or collected no loop is needed."""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._hold(buffer, timeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        has_waited = False
        while isinstance(found := self._read_some(max_bytes), int):
            limit, late = self._late(timeout)
            has_waited = True
            if not await _wait(self._sock, found, limit):
                raise late
        if not has_waited:  # a server that never pauses must not keep other tasks, or a deadline, from their turn
            await anyio.lowlevel.checkpoint()
        return found

    async def aclose(self) -> None:
        self.close()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        try:
            with anyio.fail_after(timeout):
                self._sock = self._start_tls(ssl_context, server_hostname)
                while events := handshake(self._sock):
                    await _wait(self._sock, events, None)
        except BaseException as error:
            self.close()
            if isinstance(error, TimeoutError):
                raise httpcore.ConnectTimeout("the TLS handshake took too long") from error
            if isinstance(error, OSError | ValueError):
                raise httpcore.ConnectError(str(error)) from error
            raise
        return AsyncStream(self._sock)


async def _wait(sock: Any, events: int, timeout: float | None) -> bool:
    """Wait until a socket is ready. False when the time is up."""
    with anyio.move_on_after(timeout) as scope:
        if events == READ:
            await anyio.wait_readable(sock)
        elif events == WRITE:
            await anyio.wait_writable(sock)
        else:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_wait_then_cancel, anyio.wait_readable, sock, tasks.cancel_scope)
                tasks.start_soon(_wait_then_cancel, anyio.wait_writable, sock, tasks.cancel_scope)
    return not scope.cancelled_caught


async def _wait_then_cancel(ready: Any, sock: Any, scope: anyio.CancelScope) -> None:
    await ready(sock)
    scope.cancel()
