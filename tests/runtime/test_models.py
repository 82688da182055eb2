import copy
import datetime
import pickle
import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from datadog_llm_client import UNSET, models
from datadog_llm_client._runtime.values.models import encode

from tests.support.clients import INFERENCE


def test_repr_shows_what_is_set() -> None:
    assert repr(models.Message()) == "Message()"
    assert repr(models.OpenAIMetadata(reasoning_effort=None)) == "OpenAIMetadata(reasoning_effort=None)"
    message = models.Message(role="user", contents=[models.ContentBlock(type="text", value=models.ContentValue())])
    message.additional_properties["mood"] = "good"
    contents = "[ContentBlock(type='text', value=ContentValue())]"
    assert repr(message) == f"Message(role='user', contents={contents}, additional_properties={{'mood': 'good'}})"


A_UUID = uuid.UUID("5b1c0c9e-5a0c-4d3e-8a53-4c2d0c3d8a11")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("a", "a"),
        (0, 0),
        (0.5, 0.5),
        (True, True),
        (models.Message(role="user"), {"role": "user"}),
        ({"a": UNSET, "b": None}, {"b": None}),
        (MappingProxyType({"a": (1, 2)}), {"a": [1, 2]}),
        ([models.Message(role="user"), {"role": "system"}], [{"role": "user"}, {"role": "system"}]),
        ({"a": [{"b": models.Message(role="user")}]}, {"a": [{"b": {"role": "user"}}]}),
        (datetime.date(2024, 5, 1), "2024-05-01"),
        (datetime.datetime(2024, 5, 1, 10, tzinfo=datetime.UTC), "2024-05-01T10:00:00Z"),
        (
            datetime.datetime(2024, 5, 1, 10, 0, 0, 1500, datetime.timezone(datetime.timedelta(hours=-5))),
            "2024-05-01T10:00:00.001500-05:00",
        ),
        (b"bytes", "Ynl0ZXM="),
        (A_UUID, str(A_UUID)),
    ],
)
def test_encode(value: Any, expected: Any) -> None:
    found = encode(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("value", [datetime.datetime(2024, 5, 1), bytearray(b"bytes"), {1, 2}, object(), 1j, UNSET])
def test_encode_leaves_what_it_does_not_know(value: object) -> None:
    assert encode(value) is value


def test_encode_copies_mappings_and_sequences() -> None:
    source = {"a": [1]}
    found = encode(source)
    found["a"].append(2)
    assert source == {"a": [1]}


def test_models_and_dicts_mix() -> None:
    mixed = models.Message(role="assistant", tool_calls=[models.ToolCall(name="f", arguments={"x": {"y": [1, None]}})])
    plain = {"role": "assistant", "tool_calls": [{"name": "f", "arguments": {"x": {"y": [1, None]}}}]}
    assert mixed.to_dict() == plain
    assert models.Message.from_dict(plain) == mixed
    assert models.Message.from_dict(MappingProxyType(plain)) == mixed


def test_models_are_equal_when_all_that_they_hold_is() -> None:
    tool = models.Message(role="user", contents=[], additional_properties={"mood": "good"})
    assert tool == models.Message.from_dict(tool.to_dict())
    assert tool != models.Message(role="user", contents=[])
    assert tool != models.Message(role="user", additional_properties={"mood": "good"})
    assert tool != tool.to_dict()
    assert models.OpenAIMetadata() != models.AnthropicMetadata()
    with pytest.raises(TypeError, match="unhashable"):
        hash(tool)


UNKNOWN_EVERYWHERE: Mapping[str, Any] = {
    **INFERENCE,
    "new": {"a": [1, None, 0.5]},
    "messages": [{"role": "narrator", "mood": None}],
    "openai_metadata": {"reasoning_effort": "extreme", "new": 1},
    "response": {**INFERENCE["response"], "cost": 0.25},
}


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_models_pickle_and_compare(again: Any) -> None:
    model = models.InferenceResponse.from_dict(UNKNOWN_EVERYWHERE)
    found = again(model)
    assert found == model
    assert found.max_tokens is UNSET
    found.model_id = "another"
    assert found != model


def test_what_a_model_does_not_know_does_not_replace_what_it_knows() -> None:
    assert models.Message(role="user", additional_properties={"role": "system"}).to_dict() == {"role": "user"}
