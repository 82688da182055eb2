"""Plain aiohttp, without its limit of 100 connections."""

from typing import Any

import aiohttp

from benchmarks.example import PATH
from benchmarks.peers import HEADERS, AsyncCall


async def async_call(url: str, body: dict[str, Any]) -> AsyncCall:
    http = aiohttp.ClientSession(headers=HEADERS, connector=aiohttp.TCPConnector(limit=0))
    address = url + PATH

    async def call() -> object:
        async with http.post(address, json=body) as response:
            return await response.json()

    return call
