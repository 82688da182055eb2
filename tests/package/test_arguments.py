"""Every public argument takes values of every type: each is used, or refused by an error of ours before it is sent."""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from datadog_llm_client import AsyncClient, Client, ConfigurationError, DatadogError, RequestValidationError

from tests.support.clients import ACCOUNT, INFERENCE, KEYS, QUESTION, Answer, Script
from tests.support.maps import client_of
from tests.support.operations import OPERATIONS, arguments
from tests.support.values import VALUES, Array, Float, Number, Text

# The contract may have operations that are deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")

IDS = [f"{index}-{type(value).__name__}" for index, value in enumerate(VALUES)]


def keywords(function: Callable[..., Any]) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


ANSWERS = {"run_inference": dict(INFERENCE)}
#: What each call needs besides what is tried.
NEEDED: dict[str, Any] = {"integration": "openai", "account_id": "account-1", **QUESTION}


def needed_by(operation: str) -> dict[str, Any]:
    names = keywords(getattr(Client, operation))
    return {**arguments(OPERATIONS[operation]), **{name: NEEDED[name] for name in names if name in NEEDED}}


def test_the_table_names_what_there_is() -> None:
    assert set(OPERATIONS) <= {*vars(AsyncClient)}
    assert {"verify", "retry_unsafe", "on_unknown", "http_client", "bearer_token"} <= {*keywords(Client)}
    assert {"extra_headers", "integration", "timeout"} <= {*keywords(Client.list_accounts)}
    assert {"extra_body", "messages", "temperature"} <= {*keywords(Client.run_inference)}


def attempt(use: Callable[[], Any], where: str) -> DatadogError | None:
    found: DatadogError | None = None
    try:
        use()
    except DatadogError as error:
        found = error
    except Exception as error:
        pytest.fail(f"{where}: {error!r}")
    assert found is None or 0 < len(str(found)) < 2_000, where
    return found


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("name", keywords(Client))
def test_arguments_of_a_client_and_its_copies(kind: Any, name: str, recwarn: pytest.WarningsRecorder) -> None:
    for value in VALUES:
        arguments = {**KEYS, name: value} if name != "bearer_token" else {name: value}
        uses = [partial(kind, **arguments)]
        if name in keywords(Client.with_options):
            uses.append(partial(kind(**KEYS).with_options, **{name: value}))
        for use in uses:
            error = attempt(use, f"{name}={type(value).__name__}")
            assert error is None or isinstance(error, ConfigurationError)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("index", range(len(VALUES)), ids=IDS)
def test_arguments_of_a_call(operation: str, index: int) -> None:
    value = VALUES[index]
    script = Script(Answer(body=ANSWERS.get(operation, [dict(ACCOUNT)])))
    needed = needed_by(operation)
    with client_of(script) as client:
        for name in keywords(getattr(Client, operation)):
            before = len(script.sent)
            error = attempt(
                partial(getattr(client, operation), **{**needed, name: value}),
                f"{operation}({name}={type(value).__name__})",
            )
            # Models answer with accounts here, which do not fit, but only once something was sent.
            if isinstance(error, RequestValidationError | ConfigurationError):
                assert len(script.sent) == before
            else:
                assert len(script.sent) > before


@pytest.mark.parametrize("name", ["method", "requests", "concurrency", "in_order"])
@pytest.mark.parametrize("index", range(len(VALUES)), ids=IDS)
def test_arguments_of_a_map(name: str, index: int) -> None:
    with client_of(Script()) as client:
        arguments: dict[str, Any] = {"method": client.list_accounts, "requests": [], name: VALUES[index]}
        attempt(lambda: [*client.map(**arguments)], f"{name}={type(VALUES[index]).__name__}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"verify": 0}, "verify must be True, False, an ssl.SSLContext or the path to a CA bundle"),
        ({"verify": None}, "verify must be True, False"),
        ({"verify": Path("/nowhere")}, "verify=.*contains no usable CA certificates"),
        ({"verify": Path(__file__)}, "verify=.*contains no usable CA certificates"),
        ({"retry_unsafe": "false"}, "retry_unsafe must be True or False, not 'false'"),
        ({"retry_unsafe": 1}, "retry_unsafe must be True or False, not 1"),
        ({"allow_http": "false"}, "allow_http must be True or False, not 'false'"),
        ({"allow_http": None}, "allow_http must be True or False, not None"),
        ({"on_unknown": "print"}, "on_unknown must be a function, not 'print'"),
        ({"http_backend": ["httpx"]}, r"http_backend=\['httpx'\]"),
        ({"http_client": httpx}, "http_client must be an httpx.Client, not module"),
        ({"bearer_token": [], "api_key": None, "app_key": None}, "bearer_token must be a string or a function"),
        ({"base_url": "https://xn--a"}, "base_url is not a URL"),
        ({"base_url": "https://" + "a" * 70_000}, "base_url is not a URL of at most"),
        ({"deadline": Number()}, "deadline must be a positive number of seconds"),
        ({"timeout": "5"}, "timeout must be a positive number of seconds"),
    ],
)
def test_errors_say_how_to_fix_the_argument(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Client(**{**KEYS, **arguments})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"account_id": "x" * 70_000}, "^account_id: expected at most 2000 characters, found 70000"),
        ({"account_id": "é" * 1_999}, ""),
        ({"account_id": Text("a")}, ""),
        ({"temperature": Float(0.5)}, ""),
        ({"temperature": Number()}, "^temperature: expected a finite number, found Number"),
        ({"messages": Array()}, "^messages: expected an array, found Array"),
    ],
)
def test_invalid_arguments_of_a_call_are_named(arguments: Mapping[str, Any], message: str) -> None:
    script = Script(Answer(body=dict(INFERENCE)))
    with client_of(script) as client:
        call: Callable[[], Any] = partial(client.run_inference, **{**NEEDED, **arguments})
        if message:
            with pytest.raises(RequestValidationError, match=message):
                call()
        else:
            call()
    assert len(script.sent) == (0 if message else 1)
