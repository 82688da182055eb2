"""Mutations of the contract: seen as Datadog's change, and undone by Datadog."""

from .support import (
    ACCOUNTS,
    INFERENCE,
    MODELS,
    PREFIX,
    Case,
    Contract,
    Mutation,
    at,
    renamed,
    set_in,
    several,
    with_item,
    without,
)

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


def case(name: str, mutate: Mutation, *findings: str) -> Case:
    """Return a case. A finding is a place, kind and rating; after a bar, what differs in the other direction."""
    ways = [finding.partition(" | ")[::2] for finding in findings]
    backward = [back if back.count(" ") > 1 else f"{there.rsplit(' ', 2)[0]} {back}" for there, back in ways if back]
    backward += [there for there, back in ways if not back]
    return Case(name, mutate, [there for there, _ in ways], backward)


# fmt: off
FIELDS = [
    case("response field added", set_in("IntegrationAccount.properties", "tier", {"type": "integer"}),
         "accounts response.200.body[].tier field-added additive | field-removed breaking"),
    case("response field removed", without("IntegrationAccount.properties", "account_region"),
         "accounts response.200.body[].account_region field-removed breaking | field-added additive"),
    case("required response field removed",
         several(without("InferenceOutput.properties", "latency"), without("InferenceOutput.required", "latency")),
         f"{_RESPONSE}.response.latency field-removed breaking | field-added-required additive"),
    case("request field added", set_in("InferenceRequest.properties", "seed", _STRING),
         f"{_REQUEST}.seed field-added additive | field-removed breaking"),
    case("required request field added",
         several(set_in("InferenceRequest.properties", "seed", _STRING),
                 with_item("InferenceRequest.required", "seed")),
         f"{_REQUEST}.seed field-added-required breaking | field-removed breaking"),
    case("response field renamed", renamed("IntegrationAccount.properties", "account_region", "region"),
         "accounts response.200.body[].account_region field-renamed breaking | "
         "accounts response.200.body[].region field-renamed breaking"),
    case("request field renamed", renamed("InferenceRequest.properties", "top_p", "nucleus"),
         f"{_REQUEST}.top_p field-renamed breaking | {_REQUEST}.nucleus field-renamed breaking"),
    case("field removed and another added",
         several(without("BedrockMetadata.properties", "region"),
                 set_in("BedrockMetadata.properties", "zones", {"type": "array", "items": _STRING})),
         *_both_bodies("bedrock_metadata.region", "field-removed breaking | field-added additive",
                       "field-removed breaking | field-added additive"),
         *_both_bodies("bedrock_metadata.zones", "field-added additive | field-removed breaking",
                       "field-added additive | field-removed breaking")),
    case("response field made required", with_item("IntegrationAccount.required", "account_region"),
         "accounts response.200.body[].account_region made-required compatible | made-optional breaking"),
    case("request field made required", with_item("InferenceRequest.required", "tools"),
         f"{_REQUEST}.tools made-required breaking | made-optional compatible"),
    case("field made required in both", set_in("Message", "required", ["role"]),
         *_both_bodies("messages[].role", "made-required breaking | made-optional compatible",
                       "made-required compatible | made-optional breaking")),
    case("response field made nullable",
         set_in("IntegrationAccount.properties.account_name", "type", ["string", "null"]),
         "accounts response.200.body[].account_name made-nullable breaking | no-longer-nullable compatible"),
    case("request field no longer nullable", set_in("InferenceRequest.properties.top_k", "type", "integer"),
         f"{_REQUEST}.top_k no-longer-nullable breaking | made-nullable compatible"),
    case("reference no longer nullable",
         set_in("AnthropicMetadata.properties", "thinking", {"$ref": "#/components/schemas/AnthropicThinking"}),
         *_both_bodies("anthropic_metadata.thinking", "no-longer-nullable breaking | made-nullable compatible",
                       "no-longer-nullable compatible | made-nullable breaking")),
    case("further fields refused", set_in("ToolCall.properties.arguments", "additionalProperties", False),
         f"{_REQUEST}.messages[].contents[].value.tool_call.arguments extras-narrowed breaking | "
         "extras-widened compatible",
         f"{_REQUEST}.messages[].tool_calls[].arguments extras-narrowed breaking | extras-widened compatible",
         f"{_RESPONSE}.messages[].contents[].value.tool_call.arguments extras-narrowed compatible | "
         "extras-widened breaking",
         f"{_RESPONSE}.messages[].tool_calls[].arguments extras-narrowed compatible | extras-widened breaking"),
    case("field deprecated", set_in("InferenceRequest.properties.max_tokens", "deprecated", True),
         f"{_REQUEST}.max_tokens deprecated compatible | no-longer-deprecated compatible"),
]

VALUES = [
    case("retyped", set_in("IntegrationAccount.properties.account_region", "type", "integer"),
         "accounts response.200.body[].account_region type-changed breaking"),
    case("response type widened", set_in("InferenceOutput.properties.latency", "type", "number"),
         f"{_RESPONSE}.response.latency type-widened breaking | type-narrowed compatible"),
    case("request type narrowed", set_in("InferenceRequest.properties.temperature", "type", ["integer", "null"]),
         f"{_REQUEST}.temperature type-narrowed breaking | type-widened compatible"),
    case("array turned object", set_in("InferenceOutput.properties", "inference_codes",
                                       {"$ref": "#/components/schemas/InferenceCode"}),
         f"{_RESPONSE}.response.inference_codes type-changed breaking"),
    case("whole body turned object",
         set_in("list.responses.200.content.application/json", "schema", {"type": "object"}),
         "accounts response.200.body type-changed breaking"),
    case("format changed", set_in("InferenceOutput.properties.latency", "format", "int32"),
         f"{_RESPONSE}.response.latency format-changed breaking"),
    case("format added", set_in("InferenceRequest.properties.model_id", "format", "uuid"),
         f"{_REQUEST}.model_id format-added breaking | format-removed compatible"),
    case("default added", set_in("InferenceRequest.properties.temperature", "default", 1.0),
         f"{_REQUEST}.temperature default-added compatible | default-removed breaking"),
    case("enum value added", with_item("IntegrationName.enum", "mistral"),
         *(f"{operation} parameter.path.integration:mistral enum-value-added additive | enum-value-removed breaking"
           for operation in ("accounts", "inference", "models"))),
    case("enum value removed", without("AnthropicEffort.enum", "max"),
         *_both_bodies("anthropic_metadata.effort:max", "enum-value-removed breaking | enum-value-added additive",
                       "enum-value-removed compatible | enum-value-added additive")),
    case("enum added", set_in("Message.properties.role", "enum", ["user"]),
         *_both_bodies("messages[].role", "enum-added breaking | enum-removed compatible",
                       "enum-added compatible | enum-removed additive")),
    case("limit tightened", set_in("InferenceRequest.properties.messages", "minItems", 2),
         f"{_REQUEST}.messages:minItems limit-tightened breaking | limit-relaxed compatible"),
    case("limit relaxed", set_in("InferenceRequest.properties.model_id", "maxLength", 9),
         f"{_REQUEST}.model_id:maxLength limit-tightened breaking | limit-relaxed compatible"),
    case("alternative added", set_in("InferenceOutput.properties", "content", {"oneOf": [_STRING, {"type": "array"}]}),
         f"{_RESPONSE}.response.content:array alternative-added breaking | alternative-removed compatible"),
    case("error schema changed", set_in("ErrorItem.properties.detail", "type", "integer"),
         *(f"{error} type-changed breaking" for error in _ERRORS)),
]
# fmt: on


def _rename_path_parameter(document: Contract) -> None:
    paths = document["paths"]
    for path in (INFERENCE, MODELS):
        paths[path.replace("{account_id}", "{connection}")] = paths.pop(path)
    document["components"]["parameters"]["account_id"]["name"] = "connection"


def _add_operation(document: Contract) -> None:
    document["paths"][PREFIX + "{integration}/usage"] = {"get": at(document, "list")}


def _envelope(where: str) -> Mutation:
    def mutate(document: Contract) -> None:
        media = at(document, where)["content"]["application/json"]
        media["schema"] = {"type": "object", "properties": {"data": media["schema"], "meta": {"type": "object"}}}

    return mutate


def _move(document: Contract) -> None:
    site = document["servers"][0]["variables"]
    at(document, "run")["servers"] = [{"url": "https://slow.{site}", "variables": site}]


# fmt: off
OPERATIONS = [
    case("operation added", _add_operation,
         "usage operation operation-added additive | operation-removed breaking"),
    case("operation removed", without("paths", ACCOUNTS),
         "accounts operation operation-removed breaking | operation-added additive"),
    case("path parameter renamed", _rename_path_parameter,
         "inference parameter.path.account_id parameter-renamed breaking | "
         "inference parameter.path.connection parameter-renamed breaking",
         "models parameter.path.account_id parameter-renamed breaking | "
         "models parameter.path.connection parameter-renamed breaking"),
    case("parameter added", with_item("list.parameters", {"name": "q", "in": "query", "schema": _STRING}),
         "accounts parameter.query.q parameter-added additive | parameter-removed breaking"),
    case("required parameter added",
         with_item("list.parameters", {"name": "X-Team", "in": "header", "required": True, "schema": _STRING}),
         "accounts parameter.header.X-Team parameter-added-required breaking | parameter-removed breaking"),
    case("error status added", set_in("list.responses", "404", {"$ref": "#/components/responses/BadRequest"}),
         "accounts response.404 status-added additive | status-removed compatible"),
    case("error status removed", without("run.responses", "500"),
         "inference response.500 status-removed compatible | status-added additive"),
    case("success added", set_in("run.responses", "202", {"description": "Later."}),
         "inference response.202 success-added breaking | success-removed breaking"),
    case("response wrapped", _envelope("list.responses.200"),
         "accounts response.200.body wrapped breaking | unwrapped breaking"),
    case("object response wrapped", _envelope("run.responses.200"),
         "inference response.200.body wrapped breaking | unwrapped breaking"),
    case("required request body added", without("run", "requestBody"),
         "inference request.body body-removed breaking | body-added-required breaking"),
    case("request body made optional", without("run.requestBody", "required"),
         "inference request.body made-optional compatible | made-required breaking"),
    case("response body removed", without("list.responses.200", "content"),
         "accounts response.200.body body-removed breaking | body-added additive"),
    case("media type added", set_in("list.responses.200.content", "text/csv; charset=utf-8", {"schema": _STRING}),
         "accounts response.200.body:text/csv media-type-added additive | media-type-removed breaking"),
    case("security removed", without("list.security", {"bearerAuth": []}),
         "accounts security:bearer security-removed breaking | security-added additive"),
    case("scope added", set_in("list.security.1", "bearerAuth", ["read"]),
         "accounts security:bearer:read scope-added breaking | scope-removed compatible"),
    case("security dropped", set_in("list", "security", []),
         "accounts security:DD-API-KEY+DD-APPLICATION-KEY security-removed breaking | security-added additive",
         "accounts security:bearer security-removed breaking | security-added additive",
         "accounts security:none security-added additive | security-removed breaking"),
    case("site added", with_item("servers.0.variables.site.enum", "x.example"),
         "* servers:x.example site-added additive | site-removed breaking"),
    case("server changed", set_in("servers.0", "url", "https://llm.{site}"),
         "* servers server-changed breaking"),
    case("default site changed", set_in("servers.0.variables.site", "default", "datadoghq.eu"),
         "* servers default-changed breaking"),
    case("server of one operation", _move,
         "inference servers server-changed breaking"),
    case("operation deprecated", set_in("list", "deprecated", True),
         "accounts operation deprecated compatible | no-longer-deprecated compatible"),
    case("preview over", without("run", "x-unstable"),
         "inference operation preview-removed compatible | preview-added compatible"),
]
# fmt: on
