"""Mutations of operations and of what surrounds their bodies: seen as Datadog's change, and undone by Datadog."""

from .mutation import Case, at, set_in, with_item, without
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
    Case("operation added", _add_operation,
         ["usage operation operation-added unreachable"],
         ["usage operation operation-removed breaks"]),
    Case("operation removed", without("paths", ACCOUNTS),
         ["accounts operation operation-removed breaks"],
         ["accounts operation operation-added unreachable"]),
    Case("path parameter renamed", _rename_path_parameter,
         ["inference parameter.path.account_id parameter-renamed breaks",
          "models parameter.path.account_id parameter-renamed breaks"],
         ["inference parameter.path.connection parameter-renamed breaks",
          "models parameter.path.connection parameter-renamed breaks"]),
    Case("parameter added", with_item("list.parameters", {"name": "q", "in": "query", "schema": _STRING}),
         ["accounts parameter.query.q parameter-added unreachable"],
         ["accounts parameter.query.q parameter-removed breaks"]),
    Case("required parameter added",
         with_item("list.parameters", {"name": "X-Team", "in": "header", "required": True, "schema": _STRING}),
         ["accounts parameter.header.X-Team parameter-added-required breaks"],
         ["accounts parameter.header.X-Team parameter-removed breaks"]),
    Case("error status added", set_in("list.responses", "404", {"$ref": "#/components/responses/BadRequest"}),
         ["accounts response.404 status-added unreachable"],
         ["accounts response.404 status-removed loosened"]),
    Case("error status removed", without("run.responses", "500"),
         ["inference response.500 status-removed loosened"],
         ["inference response.500 status-added unreachable"]),
    Case("success added", set_in("run.responses", "202", {"description": "Later."}),
         ["inference response.202 success-added breaks"],
         ["inference response.202 success-removed breaks"]),
    Case("response wrapped", _envelope("list.responses.200"),
         ["accounts response.200.body wrapped breaks"],
         ["accounts response.200.body unwrapped breaks"]),
    Case("object response wrapped", _envelope("run.responses.200"),
         ["inference response.200.body wrapped breaks"],
         ["inference response.200.body unwrapped breaks"]),
    Case("required request body added", without("run", "requestBody"),
         ["inference request.body body-removed breaks"],
         ["inference request.body body-added-required breaks"]),
    Case("request body made optional", without("run.requestBody", "required"),
         ["inference request.body made-optional loosened"],
         ["inference request.body made-required breaks"]),
    Case("response body removed", without("list.responses.200", "content"),
         ["accounts response.200.body body-removed breaks"],
         ["accounts response.200.body body-added unreachable"]),
    Case("media type added", set_in("list.responses.200.content", "text/csv; charset=utf-8", {"schema": _STRING}),
         ["accounts response.200.body:text/csv media-type-added unreachable"],
         ["accounts response.200.body:text/csv media-type-removed breaks"]),
    Case("security removed", without("list.security", {"bearerAuth": []}),
         ["accounts security:bearer security-removed breaks"],
         ["accounts security:bearer security-added unreachable"]),
    Case("scope added", set_in("list.security.1", "bearerAuth", ["read"]),
         ["accounts security:bearer:read scope-added breaks"],
         ["accounts security:bearer:read scope-removed loosened"]),
    Case("security dropped", set_in("list", "security", []),
         ["accounts security:DD-API-KEY+DD-APPLICATION-KEY security-removed breaks",
          "accounts security:bearer security-removed breaks",
          "accounts security:none security-added unreachable"],
         ["accounts security:DD-API-KEY+DD-APPLICATION-KEY security-added unreachable",
          "accounts security:bearer security-added unreachable",
          "accounts security:none security-removed breaks"]),
    Case("site added", with_item("servers.0.variables.site.enum", "x.example"),
         ["* servers:x.example site-added unreachable"],
         ["* servers:x.example site-removed breaks"]),
    Case("server changed", set_in("servers.0", "url", "https://llm.{site}"),
         ["* servers server-changed breaks"],
         ["* servers server-changed breaks"]),
    Case("default site changed", set_in("servers.0.variables.site", "default", "datadoghq.eu"),
         ["* servers default-changed breaks"],
         ["* servers default-changed breaks"]),
    Case("server of one operation", _move,
         ["inference servers server-changed breaks"],
         ["inference servers server-changed breaks"]),
    Case("operation deprecated", set_in("list", "deprecated", True),
         ["accounts operation deprecated loosened"],
         ["accounts operation no-longer-deprecated loosened"]),
    Case("preview over", without("run", "x-unstable"),
         ["inference operation preview-removed loosened"],
         ["inference operation preview-added loosened"]),
]
# fmt: on
