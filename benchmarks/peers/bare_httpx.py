"""Plain httpx, without its limit of 100 connections."""

from typing import Any

import httpx

from benchmarks.example import PATH
from benchmarks.peers import HEADERS, AsyncCall, Call

UNLIMITED = httpx.Limits(max_connections=None, max_keepalive_connections=None)


def sync_call(url: str, body: dict[str, Any]) -> Call:
    http = httpx.Client(headers=HEADERS, limits=UNLIMITED, timeout=60)
    address = url + PATH
    return lambda: http.post(address, json=body).json()


async def async_call(url: str, body: dict[str, Any]) -> AsyncCall:
    http = httpx.AsyncClient(headers=HEADERS, limits=UNLIMITED, timeout=60)
    address = url + PATH

    async def call() -> object:
        return (await http.post(address, json=body)).json()

    return call
