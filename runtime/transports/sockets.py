"""TCP sockets that never block: how threads and event loops look up a host, connect to it, and wait."""

from __future__ import annotations

import os
import select
import socket
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeAlias

import anyio
import anyio.lowlevel

from ..values.deadlines import Deadline, current_deadline

READ, WRITE = 1, 2

#: Waits for events at any of some sockets, for a number of seconds. False when the time is up.
Wait: TypeAlias = Callable[[Sequence[Any], int, float | None], Awaitable[bool]]
#: Finds the addresses of a host and port, within a number of seconds.
LookUp: TypeAlias = Callable[[str, int, float | None], Awaitable[list[Any]]]

_ATTEMPT_DELAY = 0.25  # seconds after which the next address of a host is tried beside the one before, of RFC 8305
#: Seconds after which a silent connection is probed: models think for minutes, and NAT gateways forget what is idle.
_KEEPALIVE = 60


def set_options(sock: socket.socket) -> None:
    """Send small writes at once, and keep a silent connection alive."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name in ("TCP_KEEPIDLE", "TCP_KEEPALIVE", "TCP_KEEPINTVL"):  # TCP_KEEPALIVE is macOS's name of the first
        if (option := getattr(socket, name, None)) is not None:
            with suppress(OSError):
                sock.setsockopt(socket.IPPROTO_TCP, option, _KEEPALIVE)


async def connect(host: str, port: int, timeout: float | None, look_up: LookUp, wait: Wait) -> socket.socket:
    """Connect to the address of a host that answers first. Raises OSError, of which TimeoutError is one."""
    within = Deadline.after(timeout)
    try:  # what is an address already needs no thread to look it up
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        addresses = in_turn(await look_up(host, port, timeout))
    failure: OSError | None = None
    trying: list[socket.socket] = []
    try:
        while addresses or trying:
            if addresses:
                *kind, _, address = addresses.pop(0)
                try:
                    trying.append(socket.socket(*kind))
                    trying[-1].setblocking(False)
                    set_options(trying[-1])
                    trying[-1].connect(address)
                except BlockingIOError:
                    pass
                except OSError as error:
                    failure = failure or error
            limits = [each for each in (within.remaining, _ATTEMPT_DELAY if addresses else None) if each is not None]
            is_ready = await wait(trying, WRITE, min(limits, default=None))
            if not is_ready and (within.has_passed or not addresses):
                raise TimeoutError("timed out")
            for sock in [sock for sock in trying if poll([sock], WRITE, 0)]:
                trying.remove(sock)
                try:
                    if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                        raise OSError(code, os.strerror(code))
                    sock.getpeername()  # raises where it could not even begin to connect
                    return sock
                except OSError as error:
                    failure = failure or error
                    sock.close()
        raise failure or OSError("no address was found")
    finally:
        for sock in trying:
            sock.close()


def in_turn(found: list[Any]) -> list[Any]:
    """Addresses of IPv6 and IPv4 in turn, each once."""
    seen = Counter[int]()  # of each family so far
    found = [each for number, each in enumerate(found) if each not in found[:number]]
    return sorted(found, key=lambda each: (seen.update([each[0]]), seen[each[0]], each[0] != found[0][0])[1:])


async def look_up(host: str, port: int, timeout: float | None) -> list[Any]:
    """The addresses of a host, for event loops."""
    with anyio.fail_after(timeout):
        return await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)


async def look_up_blocking(host: str, port: int, timeout: float | None) -> list[Any]:
    """The same for threads. The system's lookup cannot be ended: it has a thread, which is left when the time is up."""
    found: Future[list[Any]] = Future()

    def find() -> None:
        try:
            found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.set_exception(error)

    try:
        threading.Thread(target=find, name="datadog-llm-client-lookup", daemon=True).start()
    except RuntimeError:  # no thread may begin any more: the interpreter ends, or the system's limit is reached
        find()
    return found.result(current_deadline().clamp(timeout))


async def wait(socks: Sequence[Any], events: int, timeout: float | None) -> bool:
    """Wait in an event loop. For no events that is to give other tasks, and a deadline, their turn."""
    if not events:
        await anyio.lowlevel.checkpoint()
        return True
    waits = [
        (ready, sock)
        for ready, event in ((anyio.wait_readable, READ), (anyio.wait_writable, WRITE))
        if events & event
        for sock in socks
    ]
    with anyio.move_on_after(timeout) as scope:
        if len(waits) == 1:
            await waits[0][0](waits[0][1])
        else:
            async with anyio.create_task_group() as tasks:
                for ready, sock in waits:
                    tasks.start_soon(_wait_then_cancel, ready, sock, tasks.cancel_scope)
    return not scope.cancelled_caught


async def _wait_then_cancel(ready: Any, sock: Any, scope: anyio.CancelScope) -> None:
    await ready(sock)
    scope.cancel()


async def wait_blocking(socks: Sequence[Any], events: int, timeout: float | None) -> bool:
    """Wait in a thread, no longer than to the deadline of its call."""
    timeout = current_deadline().clamp(timeout)
    return not events or not socks or poll(socks, events, timeout)


def poll(socks: Sequence[Any], events: int, timeout: float | None) -> bool:
    """Block until one of some sockets is ready. False when the time is up."""
    reading, writing = events & READ, events & WRITE
    if not hasattr(select, "poll"):  # Windows, which tells of a failure to connect in the third list
        return any(select.select(socks if reading else [], socks if writing else [], socks, timeout))
    poll = select.poll()
    for sock in socks:
        poll.register(sock, (reading and select.POLLIN) | (writing and select.POLLOUT))
    return bool(poll.poll(None if timeout is None else timeout * 1000))
