"""A stand-in for Datadog on loopback, driven by the contract in `openapi/`.

    with serve() as sandbox:
        httpx.get(f"{sandbox.url}/api/v2/...", headers={...})

Everything about the API (paths, fields, enums, statuses, headers, documented responses) is read from the contract. The
sandbox adds behaviour, all of it deterministic:

- `credentials`: the keys that it accepts, and those that trigger a documented failure;
- `accounts`: the connected accounts of every integration;
- `models`: the models of every integration; any other model leads to an `error_response`;
- `conditions`: latency, a rate of failures and a rate limit, on request;
- `inference`: the responses of a model, and what makes it call a tool, think, or fill a JSON Schema.

An operation that the sandbox has no rules for returns its documented response.
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
