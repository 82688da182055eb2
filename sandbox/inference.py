"""The responses of a model. A request always gets the same response.

The first rule that applies decides:

1. The model is not in `models`: `error_response`, with no content and no tokens.
2. The last message has tool results: the content is their text.
3. Tools are offered and the last user message asks for one: the model calls each tool that the message names, or the
   first tool if it says "use the tool" or "call". The calls are in an assistant message appended to `messages`, their
   arguments match the function's `parameters`, the content is empty and `finish_reason` is `tool_calls`.
4. A known question (the capital of France): the answer, assessed as `pass`.
5. Anything else: the user's message, repeated.

The content matches `json_schema` if one is given (its unconstrained strings then hold the answer), and is truncated,
with `finish_reason` `length`, after `max_tokens` or `max_completion_tokens`, whichever is less. `internal_reasoning` is
included with an OpenAI `reasoning_effort` other than `none`, and with Anthropic `thinking` other than `disabled`.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from . import conversation, models, tokens
from .document import MalformedDocument, parse
from .faults import Fault, pointer
from .fill import Unfillable, fill

_KNOWN_ANSWERS = {"what is the capital of france?": "The capital of France is Paris."}
_ASKS_FOR_A_TOOL = re.compile(r"\buse (the|a|any|your) tools?\b|\bcall\b", re.IGNORECASE)


def faults(request: Any) -> list[Fault]:
    """Return the faults of a request body beyond its schema. The body itself may be malformed."""
    return [*_json_schema_faults(request), *_tool_faults(request), *_thinking_faults(request)]


def infer(integration: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the response to a valid request, which echoes all of its fields."""
    messages, model, offered = request["messages"], request["model_id"], request.get("tools", [])
    if not models.exists(integration, model):
        refusal = {"type": "invalid_request_error", "message": f"The model `{model}` does not exist."}
        return {**request, "response": _output("", "error", 0, 0, offered), "error_response": refusal}

    question = conversation.question(messages)
    known = _KNOWN_ANSWERS.get(question.strip().lower())
    results = conversation.tool_results(messages[-1])
    calls = [] if results else _tool_calls(question, offered, conversation.count_tool_calls(messages))
    if calls:
        content, reason = "", "tool_calls"
        messages = [*messages, {"role": "assistant", "tool_calls": calls}]
    else:
        answer = "\n".join(results) if results else known or f"You said: {question}"
        content, reason = _limited(_shaped(answer, request.get("json_schema")), request)

    spent = tokens.count([call["arguments"] for call in calls]) + tokens.count(content)
    output = _output(content, reason, tokens.count([request["messages"], offered]), spent, offered)
    output["assessment"] = "pass" if known and reason == "stop" and not results else None
    output["inference_codes"] = [{"id": "code-python-001", "type": "python", "code": _program(request)}]
    if _reasons(request):
        thought = f"Let me think about this step by step: {question}"
        output["internal_reasoning"] = {"text": thought, "reasoning_tokens": tokens.count(thought)}
    return {**request, "messages": messages, "response": output}


def _output(content: str, reason: str, read: int, written: int, offered: list[Any]) -> dict[str, Any]:
    return {
        "content": content,
        "finish_reason": reason,
        "input_tokens": read,
        "output_tokens": written,
        "total_tokens": read + written,
        # In milliseconds, in proportion to the tokens.
        "latency": 100 + read + 20 * written,
        "assessment": None,
        "tools": offered,
        "inference_codes": [],
    }


def _tool_calls(question: str, offered: list[Any], earlier: int) -> list[dict[str, Any]]:
    named = [tool for tool in offered if re.search(rf"\b{re.escape(tool['function']['name'])}\b", question, re.I)]
    if not named and _ASKS_FOR_A_TOOL.search(question):
        named = offered[:1]
    return [
        {
            "name": tool["function"]["name"],
            "arguments": fill(_arguments_schema(tool["function"]["parameters"])),
            "tool_id": f"call_{number:03}",
            "type": tool["type"],
        }
        for number, tool in enumerate(named, earlier + 1)
    ]


def _arguments_schema(parameters: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", **parameters}


def _shaped(answer: str, json_schema: str | None) -> str:
    if json_schema is None:
        return answer
    schema = parse(json_schema)
    try:
        shaped = fill(schema, answer)
    except Unfillable:
        # The schema can be filled, but not with this text.
        shaped = fill(schema)
    return json.dumps(shaped, ensure_ascii=False)


def _limited(content: str, request: Mapping[str, Any]) -> tuple[str, str]:
    limits = [request.get("max_tokens"), request.get("max_completion_tokens")]
    limit = min((int(limit) for limit in limits if limit is not None), default=tokens.count(content))
    return (content, "stop") if tokens.count(content) <= limit else (tokens.cut(content, limit), "length")


def _reasons(request: Mapping[str, Any]) -> bool:
    effort = (request.get("openai_metadata") or {}).get("reasoning_effort")
    thinking = (request.get("anthropic_metadata") or {}).get("thinking") or {}
    return effort not in (None, "none") or thinking.get("type", "disabled") != "disabled"


def _program(request: Mapping[str, Any]) -> str:
    call = f"client.chat.completions.create(model={request['model_id']!r}, messages={request['messages']!r})"
    return f"import openai\n\nclient = openai.OpenAI()\nprint({call})\n"


def _json_schema_faults(request: Any) -> list[Fault]:
    match request:
        case {"json_schema": str(text)}:
            try:
                fill(parse(text))
            except (MalformedDocument, Unfillable) as error:
                return [Fault(str(error), "pointer", "/json_schema")]
    return []


def _tool_faults(request: Any) -> list[Fault]:
    found = []
    match request:
        case {"tools": list(offered)}:
            for index, tool in enumerate(offered):
                match tool:
                    case {"function": {"parameters": dict(parameters)}}:
                        path = pointer(["tools", index, "function", "parameters"])
                        try:
                            fitting = fill(_arguments_schema(parameters))
                        except Unfillable as error:
                            found.append(Fault(str(error), "pointer", path))
                        else:
                            if not isinstance(fitting, dict):
                                found.append(Fault("must describe an object", "pointer", path))
    return found


def _thinking_faults(request: Any) -> list[Fault]:
    match request:
        # The contract says this only in a description, as its schemas cannot express it.
        case {"anthropic_metadata": {"thinking": {"type": "enabled"} as thinking}}:
            if thinking.get("budget_tokens") is None:
                place = "/anthropic_metadata/thinking/budget_tokens"
                return [Fault("is required when type is enabled", "pointer", place)]
    return []
