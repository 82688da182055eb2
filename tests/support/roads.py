"""Every way on which a call may reach a server."""

from typing import Any

import httpx
from attrs import frozen
from datadog_llm_client._runtime.calls.operation import Operation, PreparedRequest
from datadog_llm_client._runtime.values.settings import Options

from tests.support.clients import KEYS, Mode
from tests.support.recorder import Recorder

OPTIONS = Options()


@frozen
class Road:
    """A client, and whether its connections are ours, those of the caller's httpx client, or of aiohttp."""

    mode: Mode
    kind: str

    def call(self, recorder: Recorder, prepared: PreparedRequest[Any], options: Options = OPTIONS, **more: Any) -> Any:
        settings = {"base_url": recorder.url, **more}
        if self.kind == "aiohttp":
            settings["http_backend"] = "aiohttp"
        if self.kind != "given":
            return self.mode.run(lambda client: client._call(prepared, options), **settings)

        def sync(client: Any) -> Any:
            with httpx.Client() as http, type(client)(**KEYS, http_client=http, **settings) as own:
                return own._call(prepared, options)

        async def asynchronous(client: Any) -> Any:
            async with httpx.AsyncClient() as http, type(client)(**KEYS, http_client=http, **settings) as own:
                return await own._call(prepared, options)

        return self.mode.run(sync if self.mode.name == "sync" else asynchronous, **settings)


ROADS = [
    ("sync", "ours"),
    ("asyncio", "ours"),
    ("trio", "ours"),
    ("sync", "given"),
    ("asyncio", "given"),
    ("asyncio", "aiohttp"),
]


def operation(method: str = "POST", **more: Any) -> Operation[Any]:
    return Operation("op", method, **{"path": "/op", **more})
