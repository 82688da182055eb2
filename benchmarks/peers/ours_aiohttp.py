"""Our client with the extra `aiohttp`."""

from typing import Any

from benchmarks.peers import AsyncCall, ours


async def async_call(url: str, body: dict[str, Any]) -> AsyncCall:
    return await ours.async_call(url, body, http_backend="aiohttp")
