"""The credentials that the sandbox accepts."""

from collections.abc import Mapping

API_KEY = "sandbox-api-key"
APP_KEY = "sandbox-app-key"
BEARER_TOKEN = "sandbox-bearer-token"

# Accepted like API_KEY, but every operation that documents the status responds with it.
RATE_LIMITED_API_KEY = "sandbox-rate-limited"
FAILING_API_KEY = "sandbox-failing"

# By name of the contract's security scheme.
VALUES = {"apiKeyAuth": API_KEY, "appKeyAuth": APP_KEY, "bearerAuth": BEARER_TOKEN}

#: The status that a key triggers.
FAILURES = {RATE_LIMITED_API_KEY: 429, FAILING_API_KEY: 500}


def accepted(given: Mapping[str, str]) -> bool:
    """Whether the sandbox knows the value given for every security scheme."""
    return all(
        value == VALUES.get(scheme, value) or (scheme == "apiKeyAuth" and value in FAILURES)
        for scheme, value in given.items()
    )


def requested_failure(given: Mapping[str, str]) -> int | None:
    """Return the status that one of the values triggers, if any."""
    return next((FAILURES[value] for value in given.values() if value in FAILURES), None)
