"""Answers are read as the types that they were asked to fit, and what does not fit is told and kept."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import Annotated, Any

import pytest
from datadog_llm_client import ConfigurationError, Response, ResponseValidationError, ValidationError
from datadog_llm_client.models import InferenceResponse, Message
from datadog_llm_client.testing import FakeDatadog, text
from datadog_llm_client.typed import parse
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from tests.support.clients import INFERENCE, QUESTION


class Model(BaseModel):
    name: str
    population: Annotated[int, Field(gt=0)]


@dataclasses.dataclass
class Data:
    name: str
    population: int


class Dict(TypedDict):
    name: str
    population: int


PARIS: dict[str, Any] = {"name": "Paris", "population": 2_100_000}


def answer(content: str) -> InferenceResponse:
    result = InferenceResponse.from_dict(INFERENCE)
    result.response.content = content
    return result


@pytest.mark.parametrize(
    ("kind", "value"), [(Model, Model(**PARIS)), (Data, Data(**PARIS)), (Dict, PARIS), (dict[str, Any], PARIS)]
)
def test_an_answer_is_read_as_a_type(kind: Any, value: Any) -> None:
    fake = FakeDatadog()
    fake.answer("run_inference", text(json.dumps(PARIS)))
    client = fake.client()
    result = client.run_inference("openai", "a", **QUESTION, json_schema=kind)
    assert parse(result, kind) == value
    assert parse(client.with_raw_response.run_inference("openai", "a", **QUESTION), kind) == value
    sent = json.loads(fake.calls[0].body["json_schema"])
    assert sent["type"] == "object"
    assert "title" not in json.dumps(sent.get("properties", {}))


def test_generic_types_are_parsed() -> None:
    assert parse(answer("[1, 2]"), list[int]) == [1, 2]


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        ("Paris", "response.content", "JSON"),
        ("{}", "response.content.name", "nothing, and 1 more"),
        ('{"name": "Paris", "population": "many"}', "response.content.population", "valid integer.*found str"),
        ('{"name": "Paris", "population": -1}', "response.content.population", "greater than 0.*found int"),
    ],
)
def test_a_mismatch_is_reported_and_kept(content: str, where: str, words: str) -> None:
    result = answer(content)
    with pytest.raises(ResponseValidationError, match=words) as raised:
        parse(result, Model)
    assert raised.value.location == where
    assert json.loads(raised.value.content)["response"]["content"] == content
    assert raised.value.status_code == 200
    assert raised.value.__context__ is None
    held = [value for value in vars(raised.value).values() if isinstance(value, Response)]
    assert [each.parsed for each in held] == [result]


def test_a_whole_response_is_kept_as_it_is() -> None:
    response = FakeDatadog().client().with_raw_response.run_inference("openai", "a", **QUESTION)
    with pytest.raises(ResponseValidationError) as raised:
        parse(response, Model)
    assert raised.value.request_id == response.request_id
    assert raised.value.content == response.content


def test_only_inferences_are_parsed() -> None:
    with pytest.raises(ValidationError, match="the result of an inference"):
        parse(Message(), Model)  # type: ignore[arg-type]


def test_without_pydantic_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unseen(BaseModel):
        name: str

    monkeypatch.setitem(sys.modules, "pydantic", None)
    with pytest.raises(ConfigurationError, match=r"datadog-llm-client\[pydantic\]"):
        parse(answer("{}"), Unseen)
