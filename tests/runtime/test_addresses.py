"""Looking up the addresses of a host within a time, and connecting to one of them."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpcore
import httpx
import pytest
from datadog_llm_client._runtime.transports import sockets
from datadog_llm_client._runtime.transports.streams import AsyncBackend, Backend
from datadog_llm_client._runtime.values.deadlines import Deadline
from datadog_llm_client._runtime.values.loops import finish

from tests.support.faults.connection import LIMIT
from tests.support.streams import LOOPS

TCP = (socket.SOCK_STREAM, 6, "")
Connect = Callable[[str, int, float | None], Any]
Lookup = Callable[[Callable[[], Any]], None]


@pytest.fixture(params=["sync", *LOOPS])
def connect(request: pytest.FixtureRequest) -> Connect:
    """Connects and returns the address that was reached."""
    if request.param == "uvloop":
        pytest.importorskip("uvloop")  # which Windows has not

    async def main(host: str, port: int, timeout: float | None) -> Any:
        stream: Any
        if request.param == "sync":
            stream = Backend().connect_tcp(host, port, timeout)
        else:
            stream = await AsyncBackend().connect_tcp(host, port, timeout)
        reached = stream.get_extra_info("server_addr")
        stream.close()
        return reached

    if request.param == "sync":
        return lambda *arguments: finish(main(*arguments))
    return lambda *arguments: anyio.run(main, *arguments, **LOOPS[request.param])


@pytest.fixture
def lookup(monkeypatch: pytest.MonkeyPatch) -> Lookup:
    """Has the lookup of `host.test` return what a function does."""
    real = socket.getaddrinfo

    def replace(answer: Callable[[], Any]) -> None:
        def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
            is_asked = host == "host.test" and not options.get("flags")
            return answer() if is_asked else real(host, *arguments, **options)

        async def of_a_loop(*arguments: Any, **options: Any) -> Any:
            return getaddrinfo(*arguments, **options)

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(anyio, "getaddrinfo", of_a_loop)

    return replace


@pytest.fixture
def silent() -> Iterator[Callable[[], Any]]:
    """A lookup that does not end before the test does."""
    over = threading.Event()

    def answer() -> Any:
        over.wait(LIMIT)
        return []

    yield answer
    over.set()


@pytest.fixture
def holes() -> Iterator[tuple[int, list[str]]]:
    """A port at which several addresses of this machine answer no one who connects."""
    hosts = ["127.0.0.2", "127.0.0.3", "127.0.0.4"]
    listeners: list[socket.socket] = []
    queued: list[socket.socket] = []
    port = 0
    for host in hosts:
        listener = socket.socket()
        listeners.append(listener)
        listener.bind((host, port))
        listener.listen(0)
        port = listener.getsockname()[1]
        for _ in range(4):  # more than the queue holds
            waiting = socket.socket()
            waiting.setblocking(False)
            waiting.connect_ex((host, port))
            queued.append(waiting)
    yield port, hosts
    for sock in listeners + queued:
        sock.close()


def entries(*hosts: str, port: int = 1) -> list[Any]:
    return [(socket.AF_INET, *TCP, (host, port)) for host in hosts]


def test_an_address_needs_no_lookup(monkeypatch: pytest.MonkeyPatch, holes: tuple[int, list[str]]) -> None:
    monkeypatch.setattr(threading.Thread, "start", lambda _: pytest.fail("a thread was begun"))
    port, hosts = holes
    with pytest.raises(httpcore.ConnectTimeout):
        Backend().connect_tcp(hosts[0], port, timeout=0.01)


@pytest.mark.parametrize("first", [4, 6])
def test_addresses_of_both_families_are_tried_alternately(
    connect: Connect, lookup: Lookup, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    six = [(socket.AF_INET6, *TCP, (f"2001:db8::{number}", 1, 0, 0)) for number in (1, 2, 3)]
    four = entries("192.0.2.1", "192.0.2.2")
    tried: list[str] = []

    def begin(*address: Any) -> Any:
        tried.append(address[-1][0])
        raise OSError("unreachable")

    monkeypatch.setattr(sockets, "_begin", begin)
    lookup(lambda: four + six if first == 4 else six + four)
    with pytest.raises(httpcore.ConnectError, match=r"host\.test:1: unreachable"):
        connect("host.test", 1, LIMIT)
    if first == 6:
        assert tried == ["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "2001:db8::3"]
    else:
        assert tried == ["192.0.2.1", "2001:db8::1", "192.0.2.2", "2001:db8::2", "2001:db8::3"]


@pytest.mark.parametrize("error", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")])
def test_a_name_that_is_not_found_is_named(connect: Connect, lookup: Lookup, error: Exception) -> None:
    def fail() -> Any:
        raise error

    lookup(fail)
    with pytest.raises(httpcore.ConnectError, match=r"host\.test:1: .*(not known|too long)"):
        connect("host.test", 1, LIMIT)


def test_a_lookup_ends_with_the_timeout(lookup: Lookup, silent: Any) -> None:
    lookup(silent)
    with pytest.raises(httpcore.ConnectTimeout, match=r"host\.test:1: "):
        Backend().connect_tcp("host.test", 1, timeout=0.05)


@pytest.mark.parametrize("timeout", [None, LIMIT])
def test_a_lookup_ends_with_the_deadline(lookup: Lookup, silent: Any, timeout: float | None) -> None:
    lookup(silent)
    with Deadline.after(0.05), pytest.raises(httpx.TimeoutException, match="deadline"):
        Backend().connect_tcp("host.test", 1, timeout=timeout)


def test_a_lookup_where_no_thread_can_begin(
    lookup: Lookup, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    monkeypatch.setattr(threading.Thread, "start", start)
    host, port = listener.getsockname()
    lookup(lambda: entries(host, port=port))
    Backend().connect_tcp("host.test", port, timeout=LIMIT).close()


def test_the_deadline_is_over_all_addresses(lookup: Lookup, holes: tuple[int, list[str]]) -> None:
    port, hosts = holes
    lookup(lambda: entries(*hosts, port=port))
    started = time.monotonic()
    with Deadline.after(0.3), pytest.raises(httpx.TimeoutException, match="deadline"):
        Backend().connect_tcp("host.test", port, timeout=LIMIT)
    assert 0.3 <= time.monotonic() - started < LIMIT


def test_the_next_address_is_tried(connect: Connect, lookup: Lookup, holes: tuple[int, list[str]]) -> None:
    """The first refuses, the others never answer, the last does."""
    port, hosts = holes
    with socket.create_server(("127.0.0.5", port)):
        lookup(lambda: entries("127.0.0.9", *hosts, "127.0.0.5", port=port))
        assert connect("host.test", port, LIMIT) == ("127.0.0.5", port)


def test_an_error_names_host_and_port(connect: Connect, lookup: Lookup, holes: tuple[int, list[str]]) -> None:
    port, hosts = holes
    lookup(lambda: entries(hosts[0], port=port))
    with pytest.raises(httpcore.ConnectTimeout, match=rf"^host\.test:{port}: timed out"):
        connect("host.test", port, 0.05)
    lookup(lambda: entries("127.0.0.9", port=port))
    with pytest.raises(httpcore.ConnectError, match=rf"^host\.test:{port}: .*refused"):
        connect("host.test", port, LIMIT)
    lookup(list)
    with pytest.raises(httpcore.ConnectError, match=rf"^host\.test:{port}: no address"):
        connect("host.test", port, LIMIT)
