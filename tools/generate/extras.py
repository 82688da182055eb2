"""What the modules of `extras/` need to know of the contract, as a module of the package."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tools.contract import JSON, Document, Node, Operation


def source(contract: Document, names: Mapping[tuple[str, str], str]) -> str:
    """The source of `_extras.py`. `names` of the operations, by method and path."""
    operations = {names[each.method, each.path]: each for each in contract.operations()}
    examples = {name: _examples(operation) for name, operation in operations.items()}
    extensions = {name: _extensions(operation) for name, operation in operations.items()}
    return f"""\
\"\"\"The examples and the extensions of the contract, by operation.\"\"\"

from collections.abc import Mapping
from typing import Any

EXAMPLES: Mapping[str, Mapping[str, Any]] = {_plain(examples)!r}

EXTENSIONS: Mapping[str, Mapping[str, Any]] = {_plain(extensions)!r}
"""


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _examples(operation: Operation) -> dict[str, Any]:
    """How the requests of an operation look, and the answers that the contract documents, by status."""
    answers = {str(_code(status)): _answer(response) for status, response in operation.responses.items()}
    success = min((int(code) for code in answers if code.startswith("2")), default=200)
    return {
        "method": operation.method.upper(),
        "path": operation.path,
        "credentials": sorted(set(_credential_headers(operation))),
        "success": success,
        "answers": {str(success): {"headers": {}}, **answers},
    }


def _code(status: str) -> int:
    """The status that stands for those of a range, or for `default`."""
    return 200 if status == "default" else int(status.upper().replace("X", "0"))


def _credential_headers(operation: Operation) -> Iterator[str]:
    document = operation.node.document.root
    schemes = document.child("components", "securitySchemes").children()
    owner = operation.node if "security" in operation.node else document
    for requirement in owner.members("security"):
        yield from (str(schemes[name].get("name", "Authorization")).lower() for name in requirement)


def _answer(response: Node) -> dict[str, Any]:
    """Headers and body of a documented response, as far as it has examples."""
    headers = {
        name: header.child("schema").get("example") for name, header in response.child("headers").children().items()
    }
    answer: dict[str, Any] = {"headers": {name: str(value) for name, value in headers.items() if value is not None}}
    if "content" not in response:
        return answer | {"body": ""}
    media = response.child("content", JSON)
    named = [example["value"] for example in media.child("examples").children().values() if "value" in example]
    values = [node["example"] for node in (media, media.child("schema")) if "example" in node]
    return answer | ({"body": found[0]} if (found := [*values[:1], *named, *values[1:]]) else {})


def _extensions(operation: Operation) -> dict[str, Any]:
    """Return the extensions of an operation and its success; for inferences, also the body fields and the answer."""
    success = next(iter(sorted(operation.successes.items())), ("", operation.node.child("responses", "default")))[1]
    nodes = {**operation.node, **success}
    found = {name: nodes[f"x-{name}"] for name in ("text", "usage", "inference") if f"x-{name}" in nodes}
    if "inference" in found:
        found["fields"] = list(operation.node.child("requestBody", "content", JSON, "schema", "properties"))
        found["answer"] = success.child("content", JSON, "schema").raw["$ref"].rpartition("/")[2]
    return found
