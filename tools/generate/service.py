"""What the contract says of servers and security."""

from __future__ import annotations

from typing import Any


class Service:
    """The facts that `_contract.py` states, as its template prints them."""

    def __init__(self, document: dict[str, Any]) -> None:
        server = document["servers"][0]
        site = server["variables"]["site"]
        schemes = document["components"]["securitySchemes"]
        self.facts = [
            f"{name}={value!r}"
            for name, value in {
                "server": server["url"],
                "default_site": site["default"],
                "sites": tuple(site.get("enum", ())),
                "site_variables": _names(site, "x-env-name"),
                "base_url_variables": _names(server, "x-env-name"),
                "unread_variables": _names(server, "x-unread-env-name"),
                "api_key_header": schemes["apiKeyAuth"]["name"],
                "api_key_variables": _names(schemes["apiKeyAuth"], "x-env-name"),
                "app_key_header": schemes["appKeyAuth"]["name"],
                "app_key_variables": _names(schemes["appKeyAuth"], "x-env-name"),
                "bearer_variables": _names(schemes["bearerAuth"], "x-env-name"),
            }.items()
        ]


def _names(node: dict[str, Any], keyword: str) -> tuple[str, ...]:
    """The environment variables that a node lists, or the one that it names."""
    names = node.get(keyword, ())
    return (names,) if isinstance(names, str) else tuple(names)
