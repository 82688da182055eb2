"""A package that is generated once per worker."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from .support import DOCUMENTS, Server, generated, serve


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The package of `documents/everything.yaml`."""
    return generated(tmp_path_factory.mktemp("everything"), "everything", DOCUMENTS / "everything.yaml")


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on loopback."""
    with serve() as server:
        yield server


@pytest.fixture
def client(everything: ModuleType, server: Server) -> Iterator[Any]:
    """A client of that package, on the server."""
    with everything.Client("key", "key", base_url=server.url, max_retries=0) as client:
        yield client
