"""How callers reach an operation: its hosts and its credentials."""

import re
from dataclasses import dataclass

from .node import Node

# Callers choose the value of this variable; all others have their defaults.
SITE = "site"


@dataclass(frozen=True)
class Server:
    """The address of the API and the sites to choose from."""

    line: int
    url: str
    sites: frozenset[str]
    default: str | None


@dataclass(frozen=True)
class Credentials:
    """Credentials that are sufficient together, each with the OAuth scopes that it needs."""

    line: int
    scopes: dict[str, frozenset[str]]

    @property
    def label(self) -> str:
        """The credentials as callers see them: by header, not by security scheme."""
        return "+".join(sorted(self.scopes)) or "none"


def server(owner: Node) -> Server:
    """Return the address in the `servers` of `owner`: the first one with a site, else the first."""
    found = owner.members("servers")
    if not found:
        raise owner.error("`servers` is empty", owner.at("servers"))
    chosen = next((entry for entry in found if SITE in entry.child("variables")), found[0])
    variables = chosen.child("variables")

    def filled(match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if name == SITE else str(variables.child(name).get("default", match[0]))

    site = variables.child(SITE)
    default = site.get("default")
    return Server(
        line=site.at("enum") if "enum" in site else chosen.line,
        url=re.sub(r"\{([^{}]*)\}", filled, str(chosen.get("url"))).rstrip("/"),
        sites=frozenset(str(name) for name in site.listed("enum")),
        default=None if default is None else str(default),
    )


def credentials(owner: Node) -> dict[str, Credentials]:
    """Return the alternatives in the `security` of `owner`, by label."""
    found = [
        Credentials(wanted.line, {_sent(wanted, name): frozenset(map(str, wanted.listed(name))) for name in wanted})
        for wanted in owner.members("security")
    ]
    return {alternative.label: alternative for alternative in found or [Credentials(owner.at("security"), {})]}


def _sent(wanted: Node, name: str) -> str:
    """Return how the credentials of a scheme are sent."""
    schemes = wanted.document.root.child("components", "securitySchemes")
    if name not in schemes:
        raise wanted.error(f"the security scheme {name} is not defined", wanted.at(name))
    scheme = schemes.child(name)
    kind = scheme.get("type")
    if kind == "apiKey":
        header = str(scheme.get("name"))
        return header.upper() if scheme.get("in") == "header" else f"{scheme.get('in')} {header}"
    # A token is sent the same way however it was obtained.
    if kind in ("oauth2", "openIdConnect") or (kind == "http" and str(scheme.get("scheme")).lower() == "bearer"):
        return "bearer"
    return f"{kind} {scheme.get('scheme', '')}".strip()
