"""Mutations of fields and values: seen as Datadog's change, and undone by Datadog."""

from .mutation import Case, renamed, set_in, several, with_item, without

_RESPONSE = "inference response.200.body"
_REQUEST = "inference request.body"
_STRING = {"type": "string"}


def _both_bodies(path: str, request: str, response: str) -> list[str]:
    return [f"{_REQUEST}.{path} {request}", f"{_RESPONSE}.{path} {response}"]


_ERRORS = [
    f"{operation} response.{status}.body.errors[].detail"
    for operation, statuses in (
        ("accounts", (400, 401, 403, 429)),
        ("inference", (400, 401, 403, 429, 500)),
        ("models", (400, 401, 403, 429)),
    )
    for status in statuses
]

# fmt: off
FIELDS = [
    Case("response field added", set_in("IntegrationAccount.properties", "tier", {"type": "integer"}),
         ["accounts response.200.body[].tier field-added unreachable"],
         ["accounts response.200.body[].tier field-removed breaks"]),
    Case("response field removed", without("IntegrationAccount.properties", "account_region"),
         ["accounts response.200.body[].account_region field-removed breaks"],
         ["accounts response.200.body[].account_region field-added unreachable"]),
    Case("required response field removed",
         several(without("InferenceOutput.properties", "latency"), without("InferenceOutput.required", "latency")),
         [f"{_RESPONSE}.response.latency field-removed breaks"],
         [f"{_RESPONSE}.response.latency field-added-required unreachable"]),
    Case("request field added", set_in("InferenceRequest.properties", "seed", _STRING),
         [f"{_REQUEST}.seed field-added unreachable"],
         [f"{_REQUEST}.seed field-removed breaks"]),
    Case("required request field added",
         several(set_in("InferenceRequest.properties", "seed", _STRING),
                 with_item("InferenceRequest.required", "seed")),
         [f"{_REQUEST}.seed field-added-required breaks"],
         [f"{_REQUEST}.seed field-removed breaks"]),
    Case("response field renamed", renamed("IntegrationAccount.properties", "account_region", "region"),
         ["accounts response.200.body[].account_region field-renamed breaks"],
         ["accounts response.200.body[].region field-renamed breaks"]),
    Case("request field renamed", renamed("InferenceRequest.properties", "top_p", "nucleus"),
         [f"{_REQUEST}.top_p field-renamed breaks"],
         [f"{_REQUEST}.nucleus field-renamed breaks"]),
    Case("field removed and another added",
         several(without("BedrockMetadata.properties", "region"),
                  set_in("BedrockMetadata.properties", "zones", {"type": "array", "items": _STRING})),
         [*_both_bodies("bedrock_metadata.region", "field-removed breaks", "field-removed breaks"),
          *_both_bodies("bedrock_metadata.zones", "field-added unreachable", "field-added unreachable")],
         [*_both_bodies("bedrock_metadata.region", "field-added unreachable", "field-added unreachable"),
          *_both_bodies("bedrock_metadata.zones", "field-removed breaks", "field-removed breaks")]),
    Case("response field made required", with_item("IntegrationAccount.required", "account_region"),
         ["accounts response.200.body[].account_region made-required loosened"],
         ["accounts response.200.body[].account_region made-optional breaks"]),
    Case("request field made required", with_item("InferenceRequest.required", "tools"),
         [f"{_REQUEST}.tools made-required breaks"],
         [f"{_REQUEST}.tools made-optional loosened"]),
    Case("field made required in both", set_in("Message", "required", ["role"]),
         _both_bodies("messages[].role", "made-required breaks", "made-required loosened"),
         _both_bodies("messages[].role", "made-optional loosened", "made-optional breaks")),
    Case("response field made nullable",
         set_in("IntegrationAccount.properties.account_name", "type", ["string", "null"]),
         ["accounts response.200.body[].account_name made-nullable breaks"],
         ["accounts response.200.body[].account_name no-longer-nullable loosened"]),
    Case("request field no longer nullable", set_in("InferenceRequest.properties.top_k", "type", "integer"),
         [f"{_REQUEST}.top_k no-longer-nullable breaks"],
         [f"{_REQUEST}.top_k made-nullable loosened"]),
    Case("reference no longer nullable",
         set_in("AnthropicMetadata.properties", "thinking", {"$ref": "#/components/schemas/AnthropicThinking"}),
         _both_bodies("anthropic_metadata.thinking", "no-longer-nullable breaks", "no-longer-nullable loosened"),
         _both_bodies("anthropic_metadata.thinking", "made-nullable loosened", "made-nullable breaks")),
    Case("further fields refused", set_in("ToolCall.properties.arguments", "additionalProperties", False),
         [f"{_REQUEST}.messages[].contents[].value.tool_call.arguments extras-narrowed breaks",
          f"{_REQUEST}.messages[].tool_calls[].arguments extras-narrowed breaks",
          f"{_RESPONSE}.messages[].contents[].value.tool_call.arguments extras-narrowed loosened",
          f"{_RESPONSE}.messages[].tool_calls[].arguments extras-narrowed loosened"],
         [f"{_REQUEST}.messages[].contents[].value.tool_call.arguments extras-widened loosened",
          f"{_REQUEST}.messages[].tool_calls[].arguments extras-widened loosened",
          f"{_RESPONSE}.messages[].contents[].value.tool_call.arguments extras-widened breaks",
          f"{_RESPONSE}.messages[].tool_calls[].arguments extras-widened breaks"]),
    Case("field deprecated", set_in("InferenceRequest.properties.max_tokens", "deprecated", True),
         [f"{_REQUEST}.max_tokens deprecated loosened"],
         [f"{_REQUEST}.max_tokens no-longer-deprecated loosened"]),
]

VALUES = [
    Case("retyped", set_in("IntegrationAccount.properties.account_region", "type", "integer"),
         ["accounts response.200.body[].account_region type-changed breaks"],
         ["accounts response.200.body[].account_region type-changed breaks"]),
    Case("response type widened", set_in("InferenceOutput.properties.latency", "type", "number"),
         [f"{_RESPONSE}.response.latency type-widened breaks"],
         [f"{_RESPONSE}.response.latency type-narrowed loosened"]),
    Case("request type narrowed", set_in("InferenceRequest.properties.temperature", "type", ["integer", "null"]),
         [f"{_REQUEST}.temperature type-narrowed breaks"],
         [f"{_REQUEST}.temperature type-widened loosened"]),
    Case("array turned object", set_in("InferenceOutput.properties", "inference_codes",
                                       {"$ref": "#/components/schemas/InferenceCode"}),
         [f"{_RESPONSE}.response.inference_codes type-changed breaks"],
         [f"{_RESPONSE}.response.inference_codes type-changed breaks"]),
    Case("whole body turned object",
         set_in("list.responses.200.content.application/json", "schema", {"type": "object"}),
         ["accounts response.200.body type-changed breaks"],
         ["accounts response.200.body type-changed breaks"]),
    Case("format changed", set_in("InferenceOutput.properties.latency", "format", "int32"),
         [f"{_RESPONSE}.response.latency format-changed breaks"],
         [f"{_RESPONSE}.response.latency format-changed breaks"]),
    Case("format added", set_in("InferenceRequest.properties.model_id", "format", "uuid"),
         [f"{_REQUEST}.model_id format-added breaks"],
         [f"{_REQUEST}.model_id format-removed loosened"]),
    Case("default added", set_in("InferenceRequest.properties.temperature", "default", 1.0),
         [f"{_REQUEST}.temperature default-added loosened"],
         [f"{_REQUEST}.temperature default-removed breaks"]),
    Case("enum value added", with_item("IntegrationName.enum", "mistral"),
         [f"{operation} parameter.path.integration:mistral enum-value-added unreachable"
          for operation in ("accounts", "inference", "models")],
         [f"{operation} parameter.path.integration:mistral enum-value-removed breaks"
          for operation in ("accounts", "inference", "models")]),
    Case("enum value removed", without("AnthropicEffort.enum", "max"),
         _both_bodies("anthropic_metadata.effort:max", "enum-value-removed breaks", "enum-value-removed loosened"),
         _both_bodies("anthropic_metadata.effort:max", "enum-value-added unreachable", "enum-value-added unreachable")),
    Case("enum added", set_in("Message.properties.role", "enum", ["user"]),
         _both_bodies("messages[].role", "enum-added breaks", "enum-added loosened"),
         _both_bodies("messages[].role", "enum-removed loosened", "enum-removed unreachable")),
    Case("limit tightened", set_in("InferenceRequest.properties.messages", "minItems", 2),
         [f"{_REQUEST}.messages:minItems limit-tightened breaks"],
         [f"{_REQUEST}.messages:minItems limit-relaxed loosened"]),
    Case("limit relaxed", set_in("InferenceRequest.properties.model_id", "maxLength", 9),
         [f"{_REQUEST}.model_id:maxLength limit-tightened breaks"],
         [f"{_REQUEST}.model_id:maxLength limit-relaxed loosened"]),
    Case("alternative added", set_in("InferenceOutput.properties", "content", {"oneOf": [_STRING, {"type": "array"}]}),
         [f"{_RESPONSE}.response.content:array alternative-added breaks"],
         [f"{_RESPONSE}.response.content:array alternative-removed loosened"]),
    Case("error schema changed", set_in("ErrorItem.properties.detail", "type", "integer"),
         [f"{error} type-changed breaks" for error in _ERRORS],
         [f"{error} type-changed breaks" for error in _ERRORS]),
]
# fmt: on
