"""The stand-in for tests answers as the contract's examples do, or as a test says, and keeps what was sent."""

import socket
from typing import Any

import anyio
import httpx
import pytest
from datadog_llm_client import (
    APIConnectionError,
    APIStatusError,
    BadRequestError,
    Client,
    ConfigurationError,
    ProviderError,
    ServerError,
    testing,
)
from datadog_llm_client._extras import EXAMPLES
from datadog_llm_client._runtime.values.models import encode
from datadog_llm_client.testing import FakeAnswer, FakeCall, FakeDatadog, failure, rate_limit, text

from tests.support.clients import ACCOUNT, INFERENCE, QUESTION, Clock
from tests.support.operations import OPERATIONS, arguments

#: The contract may have operations without an example of what they answer.
ANSWERED = [name for name, example in EXAMPLES.items() if "body" in example["answers"][str(example["success"])]]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def fake() -> FakeDatadog:
    return FakeDatadog()


def infer(client: Client, **changes: Any) -> str:
    request = {"integration": "openai", "account_id": "account-1", **QUESTION, **changes}
    return client.run_inference(**request).response.content


def call(client: Any, name: str) -> Any:
    return getattr(client, name)(**arguments(OPERATIONS[name]))


@pytest.mark.parametrize("name", ANSWERED)
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_every_operation_answers_with_its_example(fake: FakeDatadog, name: str, backend: str) -> None:
    async def answer() -> Any:
        async with fake.async_client() as client:
            return await call(client, name)

    example = EXAMPLES[name]
    result = call(fake.client(), name)
    assert encode(result) == (example["answers"][str(example["success"])]["body"] or None)
    assert anyio.run(answer, backend=backend) == result
    assert [call.operation for call in fake.calls] == [name, name]


@pytest.mark.parametrize(
    ("name", "status"),
    [(name, status) for name in EXAMPLES for status in EXAMPLES[name]["answers"] if int(status) >= 400],
)
def test_documented_failures_are_raised(fake: FakeDatadog, name: str, status: str) -> None:
    fake.answer(name, failure(int(status)))
    with pytest.raises(APIStatusError) as raised:
        call(fake.client(), name)
    assert raised.value.status_code == int(status)
    assert raised.value.body == EXAMPLES[name]["answers"][status].get("body", raised.value.body)
    assert len(fake.calls) == 1


def test_failures_that_are_not_documented_say_their_phrase_or_details(fake: FakeDatadog) -> None:
    fake.answer("run_inference", failure(503), failure(400, "no such model", "nor account"))
    with pytest.raises(ServerError, match="Service Unavailable"):
        infer(fake.client())
    with pytest.raises(BadRequestError, match="no such model") as raised:
        infer(fake.client())
    assert [error.detail for error in raised.value.errors] == ["no such model", "nor account"]


def test_answers_come_in_order_and_the_last_one_stays(fake: FakeDatadog, clock: Clock) -> None:
    fake.answer("run_inference", text("one"), rate_limit(), rate_limit(reset=7), text("two"))
    client = fake.client(max_retries=2)
    assert [infer(client) for _ in range(3)] == ["one", "two", "two"]
    assert (len(fake.calls), clock.waits[-1]) == (5, 7)


def test_kinds_of_answers(fake: FakeDatadog) -> None:
    client = fake.client()
    model = client.run_inference("openai", "account-1", **QUESTION)
    model.response.content = "of a model"

    def shout(call: FakeCall) -> Any:
        return text(call.body["messages"][-1]["content"].upper())

    fake.answer("run_inference", INFERENCE, model, FakeAnswer(body=dict(INFERENCE)), shout)
    assert [infer(client) for _ in range(4)] == ["Hello.", "of a model", "Hello.", "HELLO?"]
    refusal = {**INFERENCE, "error_response": {"type": "overloaded", "message": "later"}}
    fake.answer("run_inference", refusal, httpx.ConnectError("refused"))
    with pytest.raises(ProviderError, match="later"):
        infer(client)
    with pytest.raises(APIConnectionError, match="refused"):
        infer(fake.client(max_retries=0))
    fake.answer("list_accounts", [dict(ACCOUNT)], [])
    assert [len(client.list_accounts("openai")) for _ in range(2)] == [1, 0]


def test_calls_are_kept_with_their_bodies_and_without_keys(fake: FakeDatadog) -> None:
    client = fake.client(api_key="real-api-key", app_key="real-app-key", base_url="https://gateway.example.com/dd")
    infer(client, account_id="a/b ü", temperature=0.5)
    client.list_accounts("openai", extra_headers={"X-Team": "evals"})
    first, second = fake.calls
    assert first.path == {"integration": "openai", "account_id": "a/b ü"}
    assert first.body == {**QUESTION, "temperature": 0.5}
    assert second.body is None
    assert second.headers["x-team"] == "evals"
    assert "real-" not in repr(fake.calls)
    assert fake.calls_of("list_accounts") == [second]


def test_parameters_may_have_any_name(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = {**EXAMPLES["list_accounts"], "path": "/odd/{its-name}/{from}"}
    monkeypatch.setattr(testing, "EXAMPLES", {"read_odd": odd})
    fake = FakeDatadog()
    with httpx.Client(transport=httpx.MockTransport(fake._handle)) as http:
        http.get("https://api.example.com/odd/a%2Fb/c")
    assert fake.calls[0].path == {"its-name": "a/b", "from": "c"}


@pytest.mark.parametrize(
    ("set_up", "words"),
    [
        (lambda fake: fake.answer("run_inferense", {}), "unknown operation 'run_inferense': choose from .*list"),
        (lambda fake: fake.answer("run_inference"), "at least one answer"),
        (lambda fake: fake.client(http_client=httpx.Client()), "http_client"),
        (lambda fake: failure(204), "not an error status"),
    ],
)
def test_mistakes_in_a_test_are_reported(fake: FakeDatadog, set_up: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        set_up(fake)


@pytest.mark.parametrize(("answer", "words"), [(object(), "not JSON"), (text("Paris"), "no text")])
def test_invalid_answers_are_reported_by_the_call(fake: FakeDatadog, answer: Any, words: str) -> None:
    fake.answer("list_accounts", answer)
    with pytest.raises(ConfigurationError, match=words):
        fake.client().list_accounts("openai")
