from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.support.clients import Mode
from tests.support.roads import ROADS, Road


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Accepts connections whose other end the test holds."""
    with socket.create_server(("127.0.0.1", 0)) as running:
        yield running


@pytest.fixture(params=ROADS, ids="-".join)
def road(request: pytest.FixtureRequest) -> Road:
    mode, kind = request.param
    return Road(Mode(mode), kind)
