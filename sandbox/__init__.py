"""A stand-in for Datadog on loopback, driven by the contract in `openapi/`.

    with serve() as sandbox:
        httpx.get(f"{sandbox.url}/api/v2/...", headers={...})

What the API is (paths, fields, enums, statuses, headers, documented answers) is read from the contract. What the
sandbox adds is behaviour, and all of it is deterministic:

- `credentials`: the keys that it accepts, and those that ask for a documented failure;
- `accounts`: the connected accounts of every integration;
- `models`: the models of every integration; any other model is an `error_response`;
- `conditions`: latency, a share of failures, a rate limit, where it is asked for them;
- `inference`: what a model answers, and what makes it call a tool, think, or fill a JSON Schema.

An operation of the contract that the sandbox knows nothing about gets its documented answer.
`python -m sandbox` runs it in the foreground.
"""

from .conditions import Conditions
from .contract import CONTRACT
from .credentials import API_KEY, APP_KEY, BEARER_TOKEN, FAILING_API_KEY, RATE_LIMITED_API_KEY
from .server import Sandbox, serve

__all__ = [
    "API_KEY",
    "APP_KEY",
    "BEARER_TOKEN",
    "CONTRACT",
    "FAILING_API_KEY",
    "RATE_LIMITED_API_KEY",
    "Conditions",
    "Sandbox",
    "serve",
]
