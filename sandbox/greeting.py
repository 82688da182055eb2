"""The introduction that the command prints."""

import json
import shlex
from collections.abc import Iterator

from tools.contract import JSON, Operation

from .credentials import FAILURES, VALUES
from .server import Sandbox


def greeting(sandbox: Sandbox) -> str:
    """Return the address and what to try: with curl, in Python, and to see calls fail."""
    commands = [curl(sandbox, operation) for operation in sandbox.contract.operations]
    parts = [f"Listening on {sandbox.url}, Ctrl-C stops. Try:", *commands, "In Python:", snippet(sandbox), failing()]
    return "\n\n".join(parts)


def curl(sandbox: Sandbox, operation: Operation) -> str:
    """Return a command that calls an operation with the contract's examples."""
    contract = sandbox.contract
    words = ["curl", "-sS", "-X", operation.method.upper(), sandbox.url + contract.example_path(operation)]
    for headers in contract.credential_headers(operation)[:1]:
        words += [word for scheme, header in headers.items() for word in ("-H", f"{header}: {VALUES[scheme]}")]
    if body := contract.example_body(operation):
        media_type, content = body
        text = json.dumps(content) if media_type == JSON else str(content)
        words += ["-H", f"Content-Type: {media_type}", "-d", text]
    return shlex.join(words)


def snippet(sandbox: Sandbox) -> str:
    """Return a program that does the same with the client."""
    keys = f'"{VALUES["apiKeyAuth"]}", "{VALUES["appKeyAuth"]}"'
    return "\n".join(
        [
            "from datadog_llm_client import Client",
            "",
            f'with Client({keys}, base_url="{sandbox.url}") as client:',
            *(f"    print(client.{call})" for call in _calls(sandbox)),
        ]
    )


def _calls(sandbox: Sandbox) -> Iterator[str]:
    for operation in sandbox.contract.operations:
        arguments = {each.name: each.node.get("example") for each in operation.parameters.values() if each.required}
        if (body := sandbox.contract.example_body(operation)) and isinstance(body[1], dict):
            arguments |= body[1]
        yield f"{operation.id}({', '.join(f'{name}={value!r}' for name, value in arguments.items())})"


def failing() -> str:
    """Return the keys that make calls fail."""
    lines = [f"  {key}: {status}, where the contract documents it" for key, status in FAILURES.items()]
    return "\n".join(["To see calls fail, use as the API key", *lines, "  any other: 403; none at all: 401"])
