import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sandbox.models import MODELS
from tools.contract import Node

from .helpers import Api

_PARAMETERS = {"properties": {"days": {"type": "integer", "minimum": 1}}, "required": ["days"], "type": "object"}
WEATHER: dict[str, Any] = {"type": "function", "function": {"name": "get_weather", "parameters": _PARAMETERS}}
CLOCK: dict[str, Any] = {"type": "function", "function": {"name": "clock", "parameters": {}}}


def example(schema: Node) -> Any:
    """Return a value made from the examples of a schema's parts."""
    if "example" in schema:
        return schema["example"]
    if "anyOf" in schema:
        return example(schema.members("anyOf")[0])
    if "items" in schema:
        return [example(schema.child("items"))]
    return {name: example(part) for name, part in schema.child("properties").children().items()}


def user(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def test_the_published_question_has_the_published_answer(api: Api) -> None:
    answer = api.infer()
    assert answer == api.request_example() | {"response": answer["response"]}
    said = {"content": "The capital of France is Paris.", "finish_reason": "stop", "assessment": "pass", "tools": []}
    assert answer["response"] == answer["response"] | said
    assert api.infer(not_in_the_contract=1) == answer, "what is unknown is not echoed"


def test_all_fields_are_echoed_as_given_every_time(api: Api) -> None:
    schema, output = api.schema("InferenceRequest"), api.schema("InferenceOutput")
    body = example(schema)
    assert body.keys() == schema["properties"].keys()
    first, second = (api.send("run_inference", json=body) for _ in range(2))
    assert first.content == second.content
    answer = first.json()
    assert answer == body | {"response": answer["response"]}
    assert answer["response"]["tools"] == body["tools"]
    assert {*output["required"], "internal_reasoning"} <= answer["response"].keys() <= output["properties"].keys()


def test_other_words_come_back(api: Api) -> None:
    blocks = {"role": "user", "contents": [{"type": "text", "value": {"text": text}} for text in ("Good", "morning")]}
    for messages, text in (
        ([user("Tell me more, größer?")], "Tell me more, größer?"),
        ([blocks, {"role": "system", "content": "Be brief."}], "Good\nmorning"),
        ([{}], ""),
    ):
        response = api.infer(messages=messages)["response"]
        assert (response["content"], response["assessment"]) == (f"You said: {text}", None)


def test_tokens_add_up_and_grow_with_what_is_read(api: Api) -> None:
    short, long = (api.infer(messages=[user(text)])["response"] for text in ("One.", "One, two, three."))
    with_tools = api.infer(messages=[user("One.")], tools=[WEATHER])["response"]
    for response in (short, long, with_tools):
        assert response["total_tokens"] == response["input_tokens"] + response["output_tokens"]
    # The role is a token, and so is every word and every punctuation mark.
    assert [short["input_tokens"], long["input_tokens"]] == [3, 7]
    assert with_tools["input_tokens"] > short["input_tokens"]
    assert long["latency"] > short["latency"] > 0


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
def test_an_answer_ends_at_its_limit(api: Api, field: str) -> None:
    for limit, content in ((3, "The capital of"), (1, "The"), (0, "")):
        response = api.infer(**({"max_tokens": None} | {field: limit}))["response"]
        assert (response["content"], response["finish_reason"]) == (content, "length")
        assert (response["output_tokens"], response["assessment"]) == (limit, None)
    assert api.infer(max_tokens=1, max_completion_tokens=2)["response"]["content"] == "The"
    assert api.infer(max_tokens=7)["response"]["finish_reason"] == "stop"


def test_the_program_is_python(api: Api) -> None:
    (program,) = api.infer(messages=[user("\"quoted\" 'text'\n")])["response"]["inference_codes"]
    assert program["type"] == "python"
    compile(program["code"], program["id"], "exec")


@pytest.mark.parametrize("text", ["What does get_weather say?", "Please use the tool."])
def test_a_tool_round_trip(api: Api, text: str) -> None:
    asked = [user(text)]
    called = api.infer(messages=asked, tools=[WEATHER])
    assert (called["response"]["finish_reason"], called["response"]["content"]) == ("tool_calls", "")
    *before, assistant = called["messages"]
    assert (before, assistant["role"]) == (asked, "assistant")
    (call,) = assistant["tool_calls"]
    assert (call["name"], call["type"]) == ("get_weather", "function")
    Draft202012Validator(_PARAMETERS).validate(call["arguments"])

    result = {"name": call["name"], "tool_id": call["tool_id"], "type": call["type"], "result": "68°F and sunny."}
    told = [*called["messages"], {"role": "tool", "tool_results": [result]}]
    answered = api.infer(messages=told, tools=[WEATHER])
    assert (answered["response"]["finish_reason"], answered["response"]["content"]) == ("stop", "68°F and sunny.")
    assert answered["messages"] == told
    again = api.infer(messages=[*told, user(text)], tools=[WEATHER])
    assert again["messages"][-1]["tool_calls"][0]["tool_id"] != call["tool_id"]


def test_which_tools_are_called(api: Api) -> None:
    called = api.infer(messages=[user("Ask the CLOCK and get_weather.")], tools=[WEATHER, CLOCK])
    calls = called["messages"][-1]["tool_calls"]
    assert [call["name"] for call in calls] == ["get_weather", "clock"]
    assert len({call["tool_id"] for call in calls}) == 2
    for text, tools in (("Use the tool.", []), ("Recall the clockwork.", [CLOCK])):
        answer = api.infer(messages=[user(text)], tools=tools)
        assert (answer["response"]["content"], answer["messages"]) == (f"You said: {text}", [user(text)])
    blocks = [{"type": "tool_call_result", "value": {"tool_call_result": {"result": text}}} for text in ("One", "Two")]
    answered = api.infer(messages=[user("call"), {"contents": blocks}], tools=[CLOCK])
    assert answered["response"]["content"] == "One\nTwo"


@pytest.mark.parametrize(
    ("provider", "metadata", "reasons"),
    [
        ("openai", {"reasoning_effort": "medium"}, True),
        ("openai", {"reasoning_effort": "none"}, False),
        ("openai", {"reasoning_effort": None}, False),
        ("openai", None, False),
        ("anthropic", {"thinking": {"type": "enabled", "budget_tokens": 9}}, True),
        ("anthropic", {"thinking": {"type": "disabled"}}, False),
        ("anthropic", {"thinking": None}, False),
    ],
)
def test_reasoning_is_told_when_asked_for(api: Api, provider: str, metadata: Any, reasons: bool) -> None:
    response = api.infer(**{f"{provider}_metadata": metadata})["response"]
    assert ("internal_reasoning" in response) is reasons
    if reasons:
        assert response["internal_reasoning"]["text"]
        assert response["internal_reasoning"]["reasoning_tokens"] > 0


def test_models(api: Api) -> None:
    assert MODELS.keys() <= set(api.integrations())
    for integration, names in MODELS.items():
        for name in names:
            answer = api.infer(integration, model_id=name)
            assert "error_response" not in answer
            assert answer["response"]["content"]
        answer = api.infer(integration, model_id="no-such-model", tools=[WEATHER])
        assert answer["error_response"]["type"] == "invalid_request_error"
        assert "no-such-model" in answer["error_response"]["message"]
        response = answer["response"]
        assert (response["content"], response["finish_reason"], response["total_tokens"]) == ("", "error", 0)


def test_an_answer_fits_its_json_schema(api: Api) -> None:
    an_object = {"type": "object", "properties": {"answer": {"type": "string"}}}
    forbidden = {"type": "string", "pattern": "^[a-z]+$"}
    for schema in (an_object, forbidden):
        content = json.loads(api.infer(json_schema=json.dumps(schema))["response"]["content"])
        Draft202012Validator(schema).validate(content)
        assert schema is forbidden or content == {"answer": "The capital of France is Paris."}
