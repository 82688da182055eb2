"""A running sandbox, and a client that checks every answer against the contract."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML

from sandbox import CONTRACT, Sandbox, serve

from .helpers import Api


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """The contract, read without the sandbox's help."""
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(CONTRACT)
    return loaded


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    with serve() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def http(server: Sandbox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        yield client


@pytest.fixture
def api(http: httpx.Client, document: dict[str, Any]) -> Api:
    return Api(http, document)
