"""Clients without a network: answers by script, time by hand, and one test for both clients."""

import json
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, ExitStack
from typing import Any, TypeAlias

import anyio
import httpx
from attrs import define, field, frozen
from datadog_llm_client import AsyncClient, Client, DatadogError

from tests.support.faults.connection import LIMIT

API_KEY, APP_KEY, TOKEN = "api-key-0123456789", "app-key-0123456789", "token-0123456789"
KEYS: Mapping[str, Any] = {"api_key": API_KEY, "app_key": APP_KEY}

ACCOUNT: Mapping[str, Any] = {
    "id": "account-1",
    "account_id": "org-1",
    "account_name": "Production",
    "integration": "openai",
}
QUESTION: Mapping[str, Any] = {"model_id": "gpt-4o", "messages": [{"role": "user", "content": "Hello?"}]}
INFERENCE: Mapping[str, Any] = {
    "model_id": "gpt-4o",
    "messages": [{"role": "user", "content": "Hello?"}],
    "response": {
        "content": "Hello.",
        "finish_reason": "stop",
        "input_tokens": 2,
        "output_tokens": 3,
        "total_tokens": 5,
        "latency": 7,
        "assessment": None,
        "tools": [],
        "inference_codes": [],
    },
}


def accepted(listener: socket.socket) -> socket.socket:
    """The server's end of a connection that was made to a listener."""
    peer, _ = listener.accept()
    peer.settimeout(LIMIT)
    return peer


def pool_of(client: Any) -> Any:
    """The pool that a client has in place of httpx's."""
    return client._shared._pool


@frozen
class Answer:
    """What a server answers: a status, a body as bytes or as a JSON value, headers."""

    status: int = 200
    body: Any = field(factory=lambda: [dict(ACCOUNT)])
    headers: Mapping[str, str] = field(factory=dict)
    breaks: Exception | None = None

    def response(self) -> httpx.Response:
        return httpx.Response(self.status, stream=_Body(self), headers=dict(self.headers))


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body as it arrives, in two parts, and what breaks it after that."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        body = self._answer.body
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        middle = len(content) // 2
        yield content[:middle]
        yield content[middle:]
        if self._answer.breaks is not None:
            raise self._answer.breaks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk


@frozen
class Sent:
    """A request as it went on the wire."""

    method: str
    url: str
    headers: httpx.Headers
    content: bytes
    timeout: Mapping[str, float | None]

    @property
    def json(self) -> Any:
        return json.loads(self.content)


Step: TypeAlias = Answer | Exception | Callable[[], Answer]


class Script:
    """A server that answers in turn, and repeats its last answer. It keeps what was sent to it."""

    def __init__(self, *steps: Step) -> None:
        self._steps = steps or (Answer(),)
        self.sent: list[Sent] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        timeout = request.extensions["timeout"]
        headers = httpx.Headers(list(request.headers.raw))
        self.sent.append(Sent(request.method, str(request.url), headers, request.content, timeout))
        step = self._steps[min(len(self.sent), len(self._steps)) - 1]
        if isinstance(step, Exception):
            raise step
        return (step if isinstance(step, Answer) else step()).response()


@frozen
class Mode:
    """Which client, in which event loop: what is true of one must be true of all."""

    name: str

    def run(self, use: Callable[[Any], Any], script: Script | None = None, **settings: Any) -> Any:
        """What `use` returns for a client with these settings that talks to the script, or else to the network."""
        settings = {**(KEYS if "bearer_token" not in settings else {}), **settings}
        transport = httpx.MockTransport(script) if script is not None else None

        def sync() -> Any:
            with ExitStack() as stack:
                if transport is not None:
                    settings["http_client"] = stack.enter_context(httpx.Client(transport=transport))
                return use(stack.enter_context(Client(**settings)))

        async def asynchronous() -> Any:
            async with AsyncExitStack() as stack:
                if transport is not None:
                    settings["http_client"] = await stack.enter_async_context(httpx.AsyncClient(transport=transport))
                return await use(await stack.enter_async_context(AsyncClient(**settings)))

        return sync() if self.name == "sync" else anyio.run(asynchronous, backend=self.name)

    def failure(self, use: Callable[[Any], Any], script: Script | None = None, **settings: Any) -> DatadogError:
        """The error that `use` ends in. It is caught as near as can be: its traceback begins with the call itself."""

        def sync(client: Any) -> Exception | None:
            try:
                use(client)
            except DatadogError as error:
                return error
            return None

        async def asynchronous(client: Any) -> Exception | None:
            try:
                await use(client)
            except DatadogError as error:
                return error
            return None

        error = self.run(sync if self.name == "sync" else asynchronous, script, **settings)
        assert isinstance(error, DatadogError), "the call did not fail"
        return error


def list_accounts(client: Any, **options: Any) -> Any:
    """A read."""
    return client.list_accounts("openai", **options)


def run_inference(client: Any, **options: Any) -> Any:
    """A call that costs money."""
    return client.run_inference("openai", "account-1", **{**QUESTION, **options})


@define
class Clock:
    """Time that passes only where the test says so, or the client waits."""

    now: float = 1_700_000_000.0
    waits: list[float] = field(factory=list)

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
