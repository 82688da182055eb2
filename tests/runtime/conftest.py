from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Accepts connections whose other end the test holds."""
    with socket.create_server(("127.0.0.1", 0)) as running:
        yield running
