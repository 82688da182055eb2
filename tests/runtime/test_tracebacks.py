"""What an exception shows that leaves a call: the caller's frames, and no other."""

import asyncio
import logging
import signal
import socket
import traceback
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest
from datadog_llm_client import APIConnectionError, AsyncClient, Client, ConfigurationError, RequestValidationError
from datadog_llm_client._runtime.values import tracebacks
from datadog_llm_client._runtime.values.tracebacks import boundary, cut_frames

from tests.support.clients import API_KEY, APP_KEY, TOKEN, Answer, Mode, Script, list_accounts, run_inference
from tests.support.secrets import SECRETS, told

BACKENDS = pytest.mark.parametrize("backend", ["httpx", "aiohttp"])


def files(error: BaseException) -> set[str]:
    """Where the frames of an exception are, in all of its chain."""
    seen: set[int] = set()
    found: set[str] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        link = waiting.pop()
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        found |= {frame.f_code.co_filename for frame, _ in traceback.walk_tb(link.__traceback__)}
        waiting += [link.__cause__, link.__context__, *getattr(link, "exceptions", ())]
    return found


def check(error: BaseException) -> None:
    assert [secret for secret in SECRETS if secret in told(error)] == []
    assert [file for file in files(error) if "/_runtime/" in file or "/httpx/" in file or "/aiohttp/" in file] == []


@pytest.fixture
def silent(listener: socket.socket) -> str:
    """The address of a server that takes connections and never answers."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@BACKENDS
@pytest.mark.parametrize("way", ["wait_for", "cancel", "scope"])
def test_a_call_that_is_ended_from_outside(silent: str, backend: Any, way: str) -> None:
    async def main() -> BaseException | None:
        async with AsyncClient(API_KEY, APP_KEY, base_url=silent, http_backend=backend) as client:
            try:
                if way == "wait_for":
                    await asyncio.wait_for(client.list_accounts("openai"), 0.1)
                elif way == "scope":
                    with anyio.fail_after(0.1):
                        await client.list_accounts("openai")
                else:
                    task = asyncio.create_task(client.list_accounts("openai"))
                    await asyncio.sleep(0.1)
                    task.cancel()
                    await task
            except (TimeoutError, asyncio.CancelledError) as error:
                return error
        return None

    error = asyncio.run(main())
    assert error is not None
    check(error)
    assert __file__ in files(error)


def test_groups_of_trio(silent: str) -> None:
    trio = pytest.importorskip("trio")

    async def main() -> None:
        async with (
            AsyncClient(API_KEY, APP_KEY, base_url=silent, timeout=0.1, max_retries=0) as client,
            trio.open_nursery() as nursery,
        ):
            nursery.start_soon(client.list_accounts, "openai")

    with pytest.raises(BaseExceptionGroup) as caught:
        trio.run(main)
    check(caught.value.exceptions[0])


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no interval timers")
@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_a_signal_handler_that_raises(silent: str, kind: type[BaseException]) -> None:
    def handler(*_: object) -> None:
        raise kind("of the handler")

    before = signal.signal(signal.SIGALRM, handler)
    try:
        with Client(API_KEY, APP_KEY, base_url=silent) as client:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            with pytest.raises(kind, match="of the handler") as caught:
                client.list_accounts("openai")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    check(caught.value)
    assert caught.traceback[-1].frame.code.name == "handler", "frames of the caller's own stay"


@pytest.mark.parametrize(
    "arguments",
    [{"verify": "/nowhere"}, {"site": "eu us"}, {"max_retries": -1}, {"http_backend": "curl"}, {"bearer_token": TOKEN}],
    ids=str,
)
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_that_cannot_be_made(kind: Any, arguments: dict[str, Any]) -> None:
    def make(keys: Callable[[], tuple[str, str]]) -> Any:
        return kind(*keys(), **arguments)

    with pytest.raises(ConfigurationError) as caught:
        make(lambda: (API_KEY, APP_KEY))
    text = told(caught.value).replace(repr(arguments), "")  # first, or the names below would be locals of a frame in it
    assert [secret for secret in SECRETS if secret in text] == []
    assert files(caught.value) == {__file__}


def test_an_argument_that_is_refused(mode: Mode) -> None:
    def use(client: Any) -> Any:
        return run_inference(client, messages=None, extra_headers={"x-token": TOKEN})

    error = mode.failure(use, Script())
    assert isinstance(error, RequestValidationError)
    assert not [file for file in files(error) if "/_runtime/" in file or file.endswith("datadog_llm_client/client.py")]


def test_the_callers_own_code_is_seen_with_its_frame(mode: Mode) -> None:
    def hook() -> Answer:
        raise ZeroDivisionError("of the hook")

    with pytest.raises(ZeroDivisionError, match="of the hook") as caught:
        mode.run(list_accounts, Script(hook))
    assert caught.traceback[-1].frame.code.name == "hook"
    assert not [file for file in files(caught.value) if "/_runtime/" in file]


def test_the_cause_stays_and_its_frames_go(mode: Mode) -> None:
    error = mode.failure(list_accounts, Script(httpx.ReadError("reset")), max_retries=0)
    assert isinstance(error, APIConnectionError)
    assert isinstance(error.__cause__, httpx.ReadError)
    assert error.__cause__.__traceback__ is None
    check(error)


def test_what_the_caller_was_handling_is_left_alone() -> None:
    def recover() -> None:
        try:
            raise LookupError("of the caller")
        except LookupError:
            Client(API_KEY, APP_KEY, verify="/nowhere")

    with pytest.raises(ConfigurationError) as caught:
        recover()
    context = caught.value.__context__
    assert isinstance(context, LookupError)
    assert [frame.f_code.co_name for frame, _ in traceback.walk_tb(context.__traceback__)] == ["recover"]


def test_frames_can_be_read_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, tracebacks.__name__), pytest.raises(ConfigurationError):
        Client(API_KEY, APP_KEY, verify="/nowhere")
    assert "ConfigurationError raised from:" in caplog.text
    assert "base.py" in caplog.text
    assert not [secret for secret in SECRETS if secret in caplog.text]


class Telltale(Exception):
    """An exception that shows the headers of a request, as those of aiohttp do."""

    __module__ = "aiohttp.client_exceptions"


def test_an_exception_that_shows_headers_is_no_cause() -> None:
    error = APIConnectionError("lost", method="GET", path="/")
    error.__cause__ = error.__context__ = Telltale(API_KEY)
    cut_frames(error)
    assert API_KEY not in told(error)


def test_groups_and_circles_are_walked_once() -> None:
    inner = ValueError("a")
    group = ExceptionGroup("several", [inner, ExceptionGroup("more", [KeyError("b")])])
    inner.__context__ = group
    cut_frames(group)
    assert "several" in told(group)


def test_the_boundary_keeps_a_function_what_it_is() -> None:
    assert boundary(files).__doc__ == files.__doc__
    assert asyncio.iscoroutinefunction(boundary(asyncio.sleep))
    assert asyncio.run(boundary(asyncio.sleep)(0, 5)) == 5
