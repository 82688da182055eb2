"""Mutations of operations and of what surrounds their bodies: seen as Datadog's change, and undone by Datadog."""

from .cases import case
from .mutation import at, set_in, with_item, without
from .support import ACCOUNTS, INFERENCE, MODELS, PREFIX, Contract, Mutation

_STRING = {"type": "string"}


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
