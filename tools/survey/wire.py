"""Checks the parameters of a request by OpenAPI's styles.

This is the survey's own reading of the specification, which shares nothing with the client that it judges.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, unquote_plus

from .compare import difference, reads_as
from .schemas import Node

# The delimiter between the items of one value; it may be percent-encoded or not.
_COMMA, _SPACE, _PIPE, _DOT = "(?:,|%2C)", r"(?:%20|\+)", r"(?:\||%7C)", r"\."
_DELIMITERS = {"form": _COMMA, "simple": _COMMA, "spaceDelimited": _SPACE, "pipeDelimited": _PIPE}
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
PLAIN = {_COMMA: ",", _SPACE: " ", _PIPE: "|", _DOT: "."}


@dataclass(frozen=True)
class Parameter:
    """A parameter with its value."""

    node: Node
    value: Any

    @property
    def name(self) -> str:
        """The parameter's name."""
        return str(self.node["name"])

    @property
    def place(self) -> str:
        """Where the parameter is sent, such as `query`."""
        return str(self.node["in"])


def style(node: Node) -> tuple[str, bool]:
    """Return the style of a parameter, and whether it explodes, with the defaults of the specification."""
    name = str(node.get("style") or _STYLES[node["in"]])
    return name, bool(node.get("explode", name == "form"))


def delimiter(node: Node) -> str | None:
    """Return the delimiter of a parameter's items, which they cannot contain; None if there is none."""
    name, explode = style(node)
    if node["in"] == "query":
        return None if explode or name == "deepObject" else PLAIN[_DELIMITERS[name]]
    return {"simple": ",", "label": ".", "matrix": None if explode else ","}[name]


def query_fault(expected: Sequence[Parameter], query: str) -> str:
    """Return how the query that was sent differs from the expected one, or an empty string."""
    found: dict[str, list[str]] = {}
    for pair in query.split("&") if query else []:
        name, _, value = pair.partition("=")
        found.setdefault(unquote_plus(name), []).append(value)
    for parameter in expected:
        for name, due in _pairs(parameter):
            sent = found.pop(name, [])
            if len(sent) != len(due):
                return f"query {name!r} is sent {len(sent)} times, not {len(due)}: {query!r}"
            for value, text in zip(due, sent, strict=True):
                if not _query_value(parameter.node, value, text):
                    return f"query {name!r} is sent as {text!r}, which is not {value!r}"
    return f"query {next(iter(found))!r} is sent, and should not be: {query!r}" if found else ""


def _pairs(parameter: Parameter) -> Iterator[tuple[str, list[Any]]]:
    """Yield names and values; each value is sent as one pair."""
    name, value = parameter.name, parameter.value
    kind, explode = style(parameter.node)
    if "content" in parameter.node:
        yield name, [value]
    elif isinstance(value, list):
        if value:
            yield name, value if explode else [value]
    elif isinstance(value, dict) and kind == "deepObject":
        yield from _deep(name, value)
    elif isinstance(value, dict) and explode:
        for key, item in value.items():
            yield key, item if isinstance(item, list) else [item]
    elif isinstance(value, dict):
        if value:
            yield name, [[part for pair in value.items() for part in pair]]
    else:
        yield name, [value]


def _deep(name: str, value: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for key, item in value.items():
        inner = f"{name}[{key}]"
        if isinstance(item, dict):
            yield from _deep(inner, item)
        else:
            yield inner, item if isinstance(item, list) else [item]


def _query_value(node: Node, value: Any, text: str) -> bool:
    if "content" in node:
        return _is_json(value, unquote_plus(text))
    if isinstance(value, list):
        return _items(value, text, _DELIMITERS[style(node)[0]], unquote_plus)
    return reads_as(value, unquote_plus(text))


def _is_json(value: Any, text: str) -> bool:
    try:
        return not difference(value, json.loads(text))
    except ValueError:
        return False


def _items(values: Sequence[Any], text: str, separator: str, decode: Any) -> bool:
    parts = re.split(separator, text, flags=re.IGNORECASE)
    return len(parts) == len(values) and all(map(reads_as, values, map(decode, parts)))


def path_fault(template: str, expected: Sequence[Parameter], path: str) -> str:
    """Return how the path that was sent differs from the expected one, or an empty string."""
    pattern = "".join(
        f"(?P<p{index // 2}>[^/]*)" if index % 2 else re.escape(part)
        for index, part in enumerate(re.split(r"\{([^}]*)\}", template))
    )
    names = re.findall(r"\{([^}]*)\}", template)
    match = re.fullmatch(pattern, path)
    if not match:
        return f"path {path!r} is sent, which is not of the form {template!r}"
    by_name = {parameter.name: parameter for parameter in expected}
    for index, name in enumerate(names):
        if not _path_value(by_name[name], match[f"p{index}"]):
            return f"path parameter {name!r} is sent as {match[f'p{index}']!r}, which is not {by_name[name].value!r}"
    return ""


def _path_value(parameter: Parameter, text: str) -> bool:
    value, name = parameter.value, parameter.name
    kind, explode = style(parameter.node)
    prefix = {"simple": "", "label": ".", "matrix": ";"}[kind]
    if not text.startswith(prefix):
        return False
    text = text[len(prefix) :]
    if isinstance(value, dict):
        flat = [part for pair in value.items() for part in pair]
        if explode:  # k=v,l=w
            text = re.sub(r"=|%3D", {"matrix": "=", "label": "."}.get(kind, ","), text)
    else:
        flat = value if isinstance(value, list) else [value]
    if kind == "matrix":
        if explode:
            pairs = [part.partition("=") for part in text.split(";")]
            keys = list(value) if isinstance(value, dict) else [name] * len(flat)
            values = list(value.values()) if isinstance(value, dict) else flat
            return [unquote(key) for key, _, _ in pairs] == keys and all(
                map(reads_as, values, (unquote(item) for _, _, item in pairs))
            )
        if not text.startswith(f"{name}="):
            return False
        text = text[len(name) + 1 :]
    if not isinstance(value, list | dict):
        return reads_as(value, unquote(text))
    separator = _DOT if kind == "label" and explode else _COMMA
    return _items(flat, text, separator, unquote)


def header_fault(expected: Sequence[Parameter], headers: Mapping[str, str]) -> str:
    """Return how the headers that were sent differ from the expected ones, or an empty string."""
    for parameter in expected:
        name, value = parameter.name, parameter.value
        text = headers.get(name)
        if text is None:
            return f"header {name!r} is missing"
        if isinstance(value, dict):
            explode = style(parameter.node)[1]
            flat = (
                [f"{key}={item}" for key, item in value.items()] if explode else [p for i in value.items() for p in i]
            )
        else:
            flat = value if isinstance(value, list) else [value]
        several = isinstance(value, list | dict)
        if not (_items(flat, text, ", *", str) if several else reads_as(value, text)):
            return f"header {name!r} is sent as {text!r}, which is not {value!r}"
    return ""
