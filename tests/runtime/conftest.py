import socket
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from datadog_llm_client._runtime.transports.streams import AsyncBackend, Backend
from datadog_llm_client._runtime.values.loops import finish

from tests.support.clients import Mode, accepted
from tests.support.faults.connection import LIMIT
from tests.support.roads import ROADS, Road
from tests.support.streams import LOOPS, Blocking, Course


@pytest.fixture(params=ROADS, ids="-".join)
def road(request: pytest.FixtureRequest) -> Road:
    mode, kind = request.param
    return Road(Mode(mode), kind)


@pytest.fixture(params=["sync", *LOOPS])
def play(request: pytest.FixtureRequest, listener: socket.socket) -> Callable[[Course], None]:
    """Goes through a course of events with both ends of a connection."""
    if request.param == "uvloop":
        pytest.importorskip("uvloop")  # which Windows has not

    async def main(course: Course) -> None:
        host, port = listener.getsockname()
        stream: Any
        if request.param == "sync":
            stream = Blocking(Backend().connect_tcp(host, port, timeout=LIMIT))
        else:
            stream = await AsyncBackend().connect_tcp(host, port, timeout=LIMIT)
        with accepted(listener) as peer:
            await course(stream, peer)
        await stream.aclose()

    if request.param == "sync":
        return lambda course: finish(main(course))
    return lambda course: anyio.run(main, course, **LOOPS[request.param])
