"""The addresses of a host, looked up within a time. The C library's own lookup cannot be ended."""

from __future__ import annotations

import ipaddress
import socket
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue

import httpcore

from ..values.deadlines import current_deadline


def addresses(host: str, port: int, timeout: float | None) -> list[str]:
    """The addresses of a host, in the order of the system's preference.

    The lookup runs in a thread that is left alone where the time is up; it ends when the system's resolver gives up.
    Raises `httpcore.ConnectTimeout` or `httpcore.ConnectError`, and like `Deadline.check`.
    """
    with suppress(ValueError):
        return [str(ipaddress.ip_address(host))]
    timeout = current_deadline().clamp(timeout)
    found: SimpleQueue[list[str] | OSError | UnicodeError] = SimpleQueue()

    def look_up() -> None:
        try:
            found.put(_look_up(host, port))
        except (OSError, UnicodeError) as error:
            found.put(error)

    try:
        threading.Thread(target=look_up, name="datadog-llm-client-lookup", daemon=True).start()
    except RuntimeError:  # no thread may begin any more: the interpreter ends, or the system's limit is reached
        look_up()
    try:
        result = found.get(timeout=timeout)
    except Empty:
        current_deadline().check()
        raise httpcore.ConnectTimeout(f"the address of {host} was not found in time") from None
    if isinstance(result, list):
        return result
    raise httpcore.ConnectError(f"the address of {host} was not found: {result}") from None


def _look_up(host: str, port: int) -> list[str]:
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # The scope of a link-local address is an index apart.
    return list(dict.fromkeys(f"{a[0]}%{a[3]}" if len(a) == 4 and a[3] else str(a[0]) for *_, a in entries))
