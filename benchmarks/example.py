"""Requests and responses to measure with, built from the examples of the contract."""

import json
from typing import Any

from sandbox.fill import fill
from tools.contract import Document, Node
from tools.project import CONTRACT, ROOT

PATH = "/api/v2/llm-obs/v1/integrations/openai/account-abc123/inference"
SHORT: dict[str, Any] = {"model_id": "gpt-4o", "messages": [{"role": "user", "content": "Hello?"}]}
KILOBYTE = 1024


class Examples:
    """Bodies with every property that the contract knows, each with its example."""

    def __init__(self) -> None:
        root = Document.load(ROOT / CONTRACT).root
        self._schemas = root.child("components", "schemas")
        self._components = {"components": root.raw["components"]}

    def full(self, name: str) -> dict[str, Any]:
        """A schema's example with all properties except `error_response`."""
        body: dict[str, Any] = self._value(self._schemas.child(name))
        body.pop("error_response", None)
        return body

    def answer_of(self, size: int) -> dict[str, Any]:
        """A response without optional properties that takes this many bytes as JSON."""
        full = self.full("InferenceResponse")
        output = {**full["response"], "tools": [], "inference_codes": [], "content": ""}
        body = {"model_id": full["model_id"], "messages": SHORT["messages"], "response": output}
        output["content"] = "x" * (size - len(json.dumps(body)))
        return body

    def _value(self, schema: Node) -> Any:
        if "example" in schema:
            return schema["example"]
        if "anyOf" in schema:
            return self._value(schema.members("anyOf")[0])
        if schema.get("type") == "array":
            return [self._value(schema.child("items"))]
        if "properties" in schema:
            return {name: self._value(field) for name, field in schema.child("properties").children().items()}
        return fill({**schema.raw, **self._components})


def completion_of(size: int) -> dict[str, Any]:
    """A chat completion as OpenAI returns it that takes this many bytes as JSON, if possible."""
    message: dict[str, Any] = {"role": "assistant", "content": "", "refusal": None, "annotations": []}
    body = {
        "id": "chatcmpl-abc123",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "gpt-4o",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30},
        "service_tier": "default",
        "system_fingerprint": "fp_abc123",
    }
    message["content"] = "x" * max(0, size - len(json.dumps(body)))
    return body
