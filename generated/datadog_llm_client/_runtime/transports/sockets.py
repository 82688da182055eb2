# Copied from runtime/transports/sockets.py: edit that.
from __future__ import annotations

import os
import select
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from itertools import zip_longest
from typing import Any, TypeAlias

import anyio

from ..values.deadlines import Deadline, current_deadline

READ, WRITE = 1, 2

Wait: TypeAlias = Callable[[Sequence[Any], int, float | None], Awaitable[None]]
LookUp: TypeAlias = Callable[[str, int, float | None], Awaitable[list[Any]]]

_ATTEMPT_DELAY = 0.25
_KEEPALIVE = 60


def set_options(sock: socket.socket) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name in ("TCP_KEEPIDLE", "TCP_KEEPALIVE", "TCP_KEEPINTVL"):
        if (option := getattr(socket, name, None)) is not None:
            with suppress(OSError):
                sock.setsockopt(socket.IPPROTO_TCP, option, _KEEPALIVE)


async def connect(host: str, port: int, timeout: float | None, look_up: LookUp, wait: Wait) -> socket.socket:
    within = Deadline.after(timeout)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        found = await look_up(host, port, timeout)
    families = [[each for each in found if each[0] == family] for family in dict.fromkeys(each[0] for each in found)]
    addresses: list[Any] = [each for alternating in zip_longest(*families) for each in alternating if each is not None]
    failure = OSError("no address was found")
    trying: list[socket.socket] = []
    try:
        while addresses or trying:
            if addresses:
                try:
                    trying.append(_begin(*addresses.pop(0)))
                except OSError as error:
                    failure = error
                    continue
            with suppress(TimeoutError):
                await wait(trying, WRITE, within.clamp(_ATTEMPT_DELAY if addresses else None))
            for sock in [sock for sock in trying if poll([sock], WRITE, 0)]:
                trying.remove(sock)
                if (code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)) == 0:
                    return sock
                failure = OSError(code, os.strerror(code))
                sock.close()
        raise failure
    finally:
        for sock in trying:
            sock.close()


def _begin(family: int, kind: int, protocol: int, _: str, address: Any) -> socket.socket:
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)
        set_options(sock)
        with suppress(BlockingIOError):
            sock.connect(address)
    except BaseException:
        sock.close()
        raise
    return sock


async def look_up(host: str, port: int, timeout: float | None) -> list[Any]:
    with anyio.fail_after(timeout):
        return await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)


async def look_up_blocking(host: str, port: int, timeout: float | None) -> list[Any]:
    found: Future[list[Any]] = Future()

    def find() -> None:
        try:
            found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.set_exception(error)

    try:
        threading.Thread(target=find, name="datadog-llm-client-lookup", daemon=True).start()
    except RuntimeError:
        find()
    return found.result(current_deadline().clamp(timeout))


async def wait(socks: Sequence[Any], events: int, timeout: float | None) -> None:
    waits = [(anyio.wait_readable, sock) for sock in socks if events & READ]
    waits += [(anyio.wait_writable, sock) for sock in socks if events & WRITE]
    with anyio.move_on_after(timeout):
        if len(waits) == 1:
            return await waits[0][0](waits[0][1])
        async with anyio.create_task_group() as tasks:
            for ready, sock in waits:
                tasks.start_soon(_wait_then_cancel, ready, sock, tasks.cancel_scope)
        return None
    raise TimeoutError


async def _wait_then_cancel(ready: Any, sock: Any, scope: anyio.CancelScope) -> None:
    await ready(sock)
    scope.cancel()


async def wait_blocking(socks: Sequence[Any], events: int, timeout: float | None) -> None:
    if not poll(socks, events, current_deadline().clamp(timeout)):
        raise TimeoutError


def poll(socks: Sequence[Any], events: int, timeout: float | None) -> bool:
    reading, writing = events & READ, events & WRITE
    if not hasattr(select, "poll"):
        return any(select.select(socks if reading else [], socks if writing else [], socks, timeout))
    poll = select.poll()
    for sock in socks:
        poll.register(sock, (reading and select.POLLIN) | (writing and select.POLLOUT))
    return bool(poll.poll(None if timeout is None else timeout * 1000))
