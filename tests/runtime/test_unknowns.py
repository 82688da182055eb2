import logging
import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from datadog_llm_client import ConfigurationError
from datadog_llm_client._runtime.values import unknowns as module
from datadog_llm_client._runtime.values.unknowns import Unknown, UnknownReporter, unknowns
from datadog_llm_client.models import InferenceResponse, IntegrationAccount, OpenAIMetadata

from tests.support.clients import ACCOUNT, INFERENCE, Answer, Mode, Script, list_accounts, run_inference

LOGGER = module.__name__
STRANGE: dict[str, Any] = {
    **INFERENCE,
    "cost": 0.25,
    "messages": [{"role": "user", "mood": 1}, {"role": "user", "mood": 2}],
    "openai_metadata": {"reasoning_effort": "extreme"},
    "response": {**INFERENCE["response"], "internal_reasoning": {"text": "Hm.", "new": None}},
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (IntegrationAccount.from_dict(ACCOUNT), []),
        (OpenAIMetadata(reasoning_effort="high", reasoning_summary=None), []),
        (OpenAIMetadata(reasoning_effort="extreme"), [Unknown("reasoning_effort", "extreme", "'extreme'")]),
        (IntegrationAccount.from_dict({**ACCOUNT, "a": 1, "b": None}), [Unknown("a", 1), Unknown("b", None)]),
        ([IntegrationAccount.from_dict({**ACCOUNT, "a": 1})], [Unknown("[].a", 1)]),
        ({"one": IntegrationAccount.from_dict({**ACCOUNT, "a": 1})}, [Unknown("*.a", 1)]),
        ([[{"a": 1}]], []),
        (None, []),
        (
            InferenceResponse.from_dict(STRANGE),
            [
                Unknown("cost", 0.25),
                Unknown("messages[].mood", 1),
                Unknown("messages[].mood", 2),
                Unknown("response.internal_reasoning.new", None),
                Unknown("openai_metadata.reasoning_effort", "extreme", "'extreme'"),
            ],
        ),
    ],
)
def test_unknowns_have_a_path(value: object, expected: list[Unknown]) -> None:
    found = list(unknowns(value))
    assert sorted(found, key=repr) == sorted(expected, key=repr)


class Several(OpenAIMetadata):
    """A model of several enum values, which the contract has none of yet."""

    _known_values = {"reasoning_effort": frozenset({"low", 1})}  # noqa: RUF012


def test_each_unknown_value_of_a_list_of_enums() -> None:
    holder = Several(reasoning_effort=["low", ["extreme", 1], {"a": 2}, None])  # type: ignore[arg-type]
    assert list(unknowns(holder)) == [
        Unknown("reasoning_effort", "extreme", "'extreme'"),
        Unknown("reasoning_effort", 2, "2"),
    ]


def test_each_kind_is_reported_once(mode: Mode, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[tuple[str, Any]] = []
    script = Script(Answer(body=STRANGE))
    with caplog.at_level(logging.DEBUG, LOGGER):
        mode.run(run_inference, script, on_unknown=lambda path, value: seen.append((path, value)))
    assert sorted(seen, key=str) == [
        ("response.cost", 0.25),
        ("response.messages[].mood", 1),
        ("response.openai_metadata.reasoning_effort", "extreme"),
        ("response.response.internal_reasoning.new", None),
    ]
    records = [record for record in caplog.records if record.name == LOGGER]
    assert {record.levelno for record in records} == {logging.DEBUG}
    assert sorted(record.getMessage() for record in records) == [
        "the contract does not know response.cost",
        "the contract does not know response.messages[].mood",
        "the contract does not know response.openai_metadata.reasoning_effort = 'extreme'",
        "the contract does not know response.response.internal_reasoning.new",
    ]


def test_two_values_of_one_enum_are_two_kinds() -> None:
    seen: list[tuple[str, Any]] = []
    observer = UnknownReporter(lambda path, value: seen.append((path, value)))
    for effort in ("extreme", "extreme", "none", "absurd"):
        observer.observe(OpenAIMetadata(reasoning_effort=effort))
    assert seen == [("response.reasoning_effort", "extreme"), ("response.reasoning_effort", "absurd")]


def test_a_client_and_its_copies_tell_once() -> None:
    seen: list[str] = []
    accounts = Answer(body=[{**ACCOUNT, "new": 1}])

    def use(client: Any) -> None:
        list_accounts(client)
        list_accounts(client.with_options(max_retries=0))
        list_accounts(client.with_raw_response)

    Mode("sync").run(use, Script(accounts), on_unknown=lambda path, value: seen.append(path))
    assert seen == ["response[].new"]


def test_threads_agree_who_was_first() -> None:
    seen: list[str] = []
    observer = UnknownReporter(lambda path, value: seen.append(path))
    account = IntegrationAccount.from_dict({**ACCOUNT, "new": 1})
    barrier = threading.Barrier(16)

    def observe(_: int) -> None:
        barrier.wait()
        observer.observe(account)

    with ThreadPoolExecutor(barrier.parties) as threads:
        list(threads.map(observe, range(barrier.parties)))
    assert seen == ["response.new"]


@pytest.mark.parametrize(
    "kind", [ZeroDivisionError, KeyboardInterrupt, httpx.ConnectError, httpx.ReadTimeout, ConfigurationError]
)
def test_exceptions_of_the_callback_propagate_with_the_response(mode: Mode, kind: type[BaseException]) -> None:
    raised = kind("of the caller")

    def on_unknown(path: str, value: Any) -> None:
        raise raised

    script = Script(Answer(body=[{**ACCOUNT, "new": 1}]))
    with pytest.raises(kind, match="of the caller") as caught:
        mode.run(list_accounts, script, on_unknown=on_unknown)
    assert caught.value is raised
    response: Any = raised.response  # type: ignore[attr-defined]
    assert response.parsed[0].additional_properties == {"new": 1}
    assert response.status_code == 200
    assert len(script.sent) == 1, "an error of httpx that the caller raises is no reason to send again"


class Slotted(Exception):
    """Takes no attribute of the name."""

    @property
    def response(self) -> str:
        return "its own"


def test_an_exception_with_a_response_of_its_own_keeps_it(mode: Mode) -> None:
    def on_unknown(path: str, value: Any) -> None:
        raise Slotted

    with pytest.raises(Slotted) as caught:
        mode.run(list_accounts, Script(Answer(body=[{**ACCOUNT, "new": 1}])), on_unknown=on_unknown)
    assert caught.value.response == "its own"


def test_what_was_not_delivered_is_reported_again() -> None:
    seen: list[str] = []

    def on_unknown(path: str, value: Any) -> None:
        seen.append(path)
        if len(seen) == 1:
            raise ZeroDivisionError

    reporter, account = UnknownReporter(on_unknown), IntegrationAccount.from_dict({**ACCOUNT, "new": 1})
    with pytest.raises(ZeroDivisionError):
        reporter.observe(account)
    for _ in range(3):
        reporter.observe(account)
    assert seen == ["response.new", "response.new"]


@pytest.mark.parametrize("name", [lambda n: f"field-{n}", lambda n: f"{n}" + "x" * 10_000], ids=["short", "long"])
def test_memory_of_reported_kinds_is_bounded(caplog: pytest.LogCaptureFixture, name: Callable[[int], str]) -> None:
    seen: list[str] = []
    reporter = UnknownReporter(lambda path, value: seen.append(path))
    tracemalloc.start()
    for number in range(3000):
        reporter.observe(IntegrationAccount.from_dict({**ACCOUNT, name(number): 1}))
        seen.clear() if number == 998 else None
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert seen == [f"response.{name(999)}"], "the thousandth is the last"
    assert held < 500_000
    assert caplog.text.count("1000 kinds of unknowns were reported") == 1


def test_nothing_is_inspected_when_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "unknowns", None)
    logging.getLogger(LOGGER).setLevel(logging.INFO)
    try:
        UnknownReporter(None).observe(IntegrationAccount.from_dict({**ACCOUNT, "new": 1}))
    finally:
        logging.getLogger(LOGGER).setLevel(logging.NOTSET)


@pytest.mark.parametrize("name", ["cost", "messages", "openai_metadata", "response", None])
def test_an_answer_is_looked_through_for_what_is_unknown_in_it(name: str | None) -> None:
    told: list[str] = []
    body = INFERENCE if name is None else {**INFERENCE, name: STRANGE[name]}
    Mode("sync").run(run_inference, Script(Answer(body=body)), on_unknown=lambda path, value: told.append(path))
    assert bool(told) is (name is not None)
    assert all(path.startswith(f"response.{name}") for path in told)


def test_an_answer_that_is_known_is_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "unknowns", None)
    Mode("sync").run(run_inference, Script(Answer(body=INFERENCE)), on_unknown=print)
