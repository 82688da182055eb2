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
         ["accounts response.200.body[].tier field-added additive"],
         ["accounts response.200.body[].tier field-removed breaking"]),
    Case("response field removed", without("IntegrationAccount.properties", "account_region"),
         ["accounts response.200.body[].account_region field-removed breaking"],
         ["accounts response.200.body[].account_region field-added additive"]),
    Case("required response field removed",
         several(without("InferenceOutput.properties", "latency"), without("InferenceOutput.required", "latency")),
         [f"{_RESPONSE}.response.latency field-removed breaking"],
         [f"{_RESPONSE}.response.latency field-added-required additive"]),
    Case("request field added", set_in("InferenceRequest.properties", "seed", _STRING),
         [f"{_REQUEST}.seed field-added additive"],
         [f"{_REQUEST}.seed field-removed breaking"]),
    Case("required request field added",
         several(set_in("InferenceRequest.properties", "seed", _STRING),
                 with_item("InferenceRequest.required", "seed")),
         [f"{_REQUEST}.seed field-added-required breaking"],
         [f"{_REQUEST}.seed field-removed breaking"]),
    Case("response field renamed", renamed("IntegrationAccount.properties", "account_region", "region"),
         ["accounts response.200.body[].account_region field-renamed breaking"],
         ["accounts response.200.body[].region field-renamed breaking"]),
    Case("request field renamed", renamed("InferenceRequest.properties", "top_p", "nucleus"),
         [f"{_REQUEST}.top_p field-renamed breaking"],
         [f"{_REQUEST}.nucleus field-renamed breaking"]),
    Case("field removed and another added",
         several(without("BedrockMetadata.properties", "region"),
                  set_in("BedrockMetadata.properties", "zones", {"type": "array", "items": _STRING})),
         [*_both_bodies("bedrock_metadata.region", "field-removed breaking", "field-removed breaking"),
          *_both_bodies("bedrock_metadata.zones", "field-added additive", "field-added additive")],
         [*_both_bodies("bedrock_metadata.region", "field-added additive", "field-added additive"),
          *_both_bodies("bedrock_metadata.zones", "field-removed breaking", "field-removed breaking")]),
    Case("response field made required", with_item("IntegrationAccount.required", "account_region"),
         ["accounts response.200.body[].account_region made-required compatible"],
         ["accounts response.200.body[].account_region made-optional breaking"]),
    Case("request field made required", with_item("InferenceRequest.required", "tools"),
         [f"{_REQUEST}.tools made-required breaking"],
         [f"{_REQUEST}.tools made-optional compatible"]),
    Case("field made required in both", set_in("Message", "required", ["role"]),
         _both_bodies("messages[].role", "made-required breaking", "made-required compatible"),
         _both_bodies("messages[].role", "made-optional compatible", "made-optional breaking")),
    Case("response field made nullable",
         set_in("IntegrationAccount.properties.account_name", "type", ["string", "null"]),
         ["accounts response.200.body[].account_name made-nullable breaking"],
         ["accounts response.200.body[].account_name no-longer-nullable compatible"]),
    Case("request field no longer nullable", set_in("InferenceRequest.properties.top_k", "type", "integer"),
         [f"{_REQUEST}.top_k no-longer-nullable breaking"],
         [f"{_REQUEST}.top_k made-nullable compatible"]),
    Case("reference no longer nullable",
         set_in("AnthropicMetadata.properties", "thinking", {"$ref": "#/components/schemas/AnthropicThinking"}),
         _both_bodies("anthropic_metadata.thinking", "no-longer-nullable breaking", "no-longer-nullable compatible"),
         _both_bodies("anthropic_metadata.thinking", "made-nullable compatible", "made-nullable breaking")),
    Case("further fields refused", set_in("ToolCall.properties.arguments", "additionalProperties", False),
         [f"{_REQUEST}.messages[].contents[].value.tool_call.arguments extras-narrowed breaking",
          f"{_REQUEST}.messages[].tool_calls[].arguments extras-narrowed breaking",
          f"{_RESPONSE}.messages[].contents[].value.tool_call.arguments extras-narrowed compatible",
          f"{_RESPONSE}.messages[].tool_calls[].arguments extras-narrowed compatible"],
         [f"{_REQUEST}.messages[].contents[].value.tool_call.arguments extras-widened compatible",
          f"{_REQUEST}.messages[].tool_calls[].arguments extras-widened compatible",
          f"{_RESPONSE}.messages[].contents[].value.tool_call.arguments extras-widened breaking",
          f"{_RESPONSE}.messages[].tool_calls[].arguments extras-widened breaking"]),
    Case("field deprecated", set_in("InferenceRequest.properties.max_tokens", "deprecated", True),
         [f"{_REQUEST}.max_tokens deprecated compatible"],
         [f"{_REQUEST}.max_tokens no-longer-deprecated compatible"]),
]

VALUES = [
    Case("retyped", set_in("IntegrationAccount.properties.account_region", "type", "integer"),
         ["accounts response.200.body[].account_region type-changed breaking"],
         ["accounts response.200.body[].account_region type-changed breaking"]),
    Case("response type widened", set_in("InferenceOutput.properties.latency", "type", "number"),
         [f"{_RESPONSE}.response.latency type-widened breaking"],
         [f"{_RESPONSE}.response.latency type-narrowed compatible"]),
    Case("request type narrowed", set_in("InferenceRequest.properties.temperature", "type", ["integer", "null"]),
         [f"{_REQUEST}.temperature type-narrowed breaking"],
         [f"{_REQUEST}.temperature type-widened compatible"]),
    Case("array turned object", set_in("InferenceOutput.properties", "inference_codes",
                                       {"$ref": "#/components/schemas/InferenceCode"}),
         [f"{_RESPONSE}.response.inference_codes type-changed breaking"],
         [f"{_RESPONSE}.response.inference_codes type-changed breaking"]),
    Case("whole body turned object",
         set_in("list.responses.200.content.application/json", "schema", {"type": "object"}),
         ["accounts response.200.body type-changed breaking"],
         ["accounts response.200.body type-changed breaking"]),
    Case("format changed", set_in("InferenceOutput.properties.latency", "format", "int32"),
         [f"{_RESPONSE}.response.latency format-changed breaking"],
         [f"{_RESPONSE}.response.latency format-changed breaking"]),
    Case("format added", set_in("InferenceRequest.properties.model_id", "format", "uuid"),
         [f"{_REQUEST}.model_id format-added breaking"],
         [f"{_REQUEST}.model_id format-removed compatible"]),
    Case("default added", set_in("InferenceRequest.properties.temperature", "default", 1.0),
         [f"{_REQUEST}.temperature default-added compatible"],
         [f"{_REQUEST}.temperature default-removed breaking"]),
    Case("enum value added", with_item("IntegrationName.enum", "mistral"),
         [f"{operation} parameter.path.integration:mistral enum-value-added additive"
          for operation in ("accounts", "inference", "models")],
         [f"{operation} parameter.path.integration:mistral enum-value-removed breaking"
          for operation in ("accounts", "inference", "models")]),
    Case("enum value removed", without("AnthropicEffort.enum", "max"),
         _both_bodies("anthropic_metadata.effort:max", "enum-value-removed breaking", "enum-value-removed compatible"),
         _both_bodies("anthropic_metadata.effort:max", "enum-value-added additive", "enum-value-added additive")),
    Case("enum added", set_in("Message.properties.role", "enum", ["user"]),
         _both_bodies("messages[].role", "enum-added breaking", "enum-added compatible"),
         _both_bodies("messages[].role", "enum-removed compatible", "enum-removed additive")),
    Case("limit tightened", set_in("InferenceRequest.properties.messages", "minItems", 2),
         [f"{_REQUEST}.messages:minItems limit-tightened breaking"],
         [f"{_REQUEST}.messages:minItems limit-relaxed compatible"]),
    Case("limit relaxed", set_in("InferenceRequest.properties.model_id", "maxLength", 9),
         [f"{_REQUEST}.model_id:maxLength limit-tightened breaking"],
         [f"{_REQUEST}.model_id:maxLength limit-relaxed compatible"]),
    Case("alternative added", set_in("InferenceOutput.properties", "content", {"oneOf": [_STRING, {"type": "array"}]}),
         [f"{_RESPONSE}.response.content:array alternative-added breaking"],
         [f"{_RESPONSE}.response.content:array alternative-removed compatible"]),
    Case("error schema changed", set_in("ErrorItem.properties.detail", "type", "integer"),
         [f"{error} type-changed breaking" for error in _ERRORS],
         [f"{error} type-changed breaking" for error in _ERRORS]),
]
# fmt: on
