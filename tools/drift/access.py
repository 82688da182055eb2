"""How callers reach an operation: the hosts it stands on and the credentials it takes."""

import re
from dataclasses import dataclass
from typing import Any

from .document import Document
from .reader import Map

# A variable of this name is a choice of the caller's; all others stand for their defaults.
SITE = "site"


@dataclass(frozen=True)
class Server:
    """The address of the API, with the sites to choose from."""

    line: int
    url: str
    sites: frozenset[str]
    default: str | None


@dataclass(frozen=True)
class Credentials:
    """Credentials that are sufficient together, each with the OAuth scopes it needs."""

    line: int
    scopes: dict[str, frozenset[str]]

    @property
    def label(self) -> str:
        """The credentials as callers see them: names of headers, not of security schemes."""
        return "+".join(sorted(self.scopes)) or "none"


def server(document: Document, owner: Map) -> Server:
    """Return the address that the `servers` of `owner` give: the first one with a site, else the first."""
    found = [document.map(entry, owner.lines["servers"], "a server") for entry in document.items(owner, "servers")]
    if not found:
        raise document.refusal(owner.lines["servers"], "`servers` is empty")
    chosen = next((entry for entry in found if SITE in document.child(entry, "variables")), found[0])
    variables = document.child(chosen, "variables")

    def filled(match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if name == SITE else str(document.child(variables, name).get("default", match[0]))

    site = document.child(variables, SITE)
    default = site.get("default")
    return Server(
        line=site.lines.get("enum", chosen.line),
        url=re.sub(r"\{([^{}]*)\}", filled, str(chosen.get("url"))).rstrip("/"),
        sites=frozenset(str(name) for name in document.items(site, "enum")),
        default=None if default is None else str(default),
    )


def credentials(document: Document, owner: Map) -> dict[str, Credentials]:
    """Return the alternatives that the `security` of `owner` lists, by label."""
    alternatives: dict[str, Credentials] = {}
    for entry in document.items(owner, "security"):
        line = getattr(entry, "line", owner.lines["security"])
        wanted = document.map(entry, line, "a security requirement")
        scopes = {
            _scheme(document, name, wanted.lines[name]): frozenset(map(str, document.items(wanted, name)))
            for name in wanted
        }
        alternative = Credentials(line, scopes)
        alternatives[alternative.label] = alternative
    nothing = Credentials(owner.lines.get("security", owner.line), {})
    return alternatives or {nothing.label: nothing}


def _scheme(document: Document, name: str, line: int) -> str:
    schemes: Any = document.child(document.child(document.root, "components"), "securitySchemes")
    if name not in schemes:
        raise document.refusal(line, f"the security scheme {name} is defined nowhere")
    scheme = document.child(schemes, name)
    kind = scheme.get("type")
    if kind == "apiKey":
        header = str(scheme.get("name"))
        return header.upper() if scheme.get("in") == "header" else f"{scheme.get('in')} {header}"
    # However a token is obtained, it is sent the same way.
    if kind in ("oauth2", "openIdConnect") or (kind == "http" and str(scheme.get("scheme")).lower() == "bearer"):
        return "bearer"
    return f"{kind} {scheme.get('scheme', '')}".strip()
