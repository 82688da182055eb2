"""The clients to compare with. Each peer makes one inference call, and may not be installed.

Every call starts from plain data: a peer with models builds them in each call, as our client does.
"""

import importlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, TypeAlias

Call: TypeAlias = Callable[[], object]
AsyncCall: TypeAlias = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Peer:
    """module: where its `sync_call` and `async_call` are. needs: the package without which it is absent."""

    module: str
    needs: str
    shown: str


PEERS = {
    "ours": Peer("ours", "datadog_llm_client", "ours"),
    "ours-aiohttp": Peer("ours_aiohttp", "aiohttp", "ours over aiohttp"),
    "httpx": Peer("bare_httpx", "httpx", "bare httpx"),
    "aiohttp": Peer("bare_aiohttp", "aiohttp", "bare aiohttp"),
    "datadog": Peer("datadog", "datadog_api_client", "datadog-api-client"),
    "openai": Peer("openai", "openai", "openai-python"),
}
HEADERS = {"DD-API-KEY": "a", "DD-APPLICATION-KEY": "b", "Accept": "application/json"}


def is_absent(peer: str) -> bool:
    """Whether a peer is not installed."""
    return find_spec(PEERS[peer].needs) is None


def sync_call(peer: str, url: str, body: dict[str, Any]) -> Call:
    """A call of the inference operation that returns the parsed response."""
    call: Call = importlib.import_module(f"benchmarks.peers.{PEERS[peer].module}").sync_call(url, body)
    return call


async def async_call(peer: str, url: str, body: dict[str, Any]) -> AsyncCall:
    """The same, awaited, for any number of concurrent calls."""
    module = importlib.import_module(f"benchmarks.peers.{PEERS[peer].module}")
    call: AsyncCall = await module.async_call(url, body)
    return call
