# Copied from runtime/values/credentials.py: edit that.
"""Authentication headers, from arguments or the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from inspect import isawaitable, iscoroutine
from typing import TypeAlias

import attrs
from attrs import field, frozen

from .errors import ConfigurationError

#: An OAuth access token, or a function that returns the current one; for an `AsyncClient` it may be async.
BearerToken: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]

_KEY = re.compile(r"[\x21-\x7e]+", re.ASCII)
#: Shorter keys, such as those used in tests, could match anywhere in ordinary text.
_SHORTEST_SECRET = 8


@frozen
class Service:
    """The servers and security schemes of the contract.

    Where several environment variables are listed, the first one set is used. `unread_variables` are read by other
    Datadog clients, but not by this one.
    """

    server: str
    default_site: str
    sites: tuple[str, ...]
    site_variables: tuple[str, ...]
    base_url_variables: tuple[str, ...]
    unread_variables: tuple[str, ...]
    api_key_header: str
    api_key_variables: tuple[str, ...]
    app_key_header: str
    app_key_variables: tuple[str, ...]
    bearer_variables: tuple[str, ...]

    @property
    def credential_headers(self) -> frozenset[str]:
        """The lowercase names of the headers that carry credentials."""
        return frozenset({self.api_key_header.lower(), self.app_key_header.lower(), "authorization"})


def variable(names: Sequence[str]) -> tuple[str, str | None]:
    """Return the first environment variable that is set and not empty, with its value; else all the names and None."""
    for name in names:
        if value := os.environ.get(name):
            return name, value
    return " or ".join(names), None


@frozen
class Credentials:
    """The headers that authenticate a request, by lowercase name. Their values appear in no repr.

    `ask` returns the current bearer token, if the caller passed a function.
    """

    headers: Mapping[str, str] = field(repr=lambda _: "<hidden>")
    ask: Callable[[], object] | None = field(default=None, repr=False)

    @classmethod
    def resolve(cls, service: Service, api_key: object, app_key: object, bearer_token: object) -> Credentials:
        """Use the arguments, falling back to the environment: either both keys or a token."""
        keys = [
            ("api_key", api_key, service.api_key_variables, service.api_key_header),
            ("app_key", app_key, service.app_key_variables, service.app_key_header),
        ]
        given = [name for name, key, _, _ in keys if key is not None]
        if bearer_token is None:
            if not given:
                bearer_token = variable(service.bearer_variables)[1]
            keys = [(n, variable(v)[1] if key is None else key, v, header) for n, key, v, header in keys]
        if bearer_token is not None:
            if any(key is not None for _, key, _, _ in keys):
                variables = ", ".join(" or ".join(names) for _, _, names, _ in keys)
                raise ConfigurationError(
                    "both a bearer token and keys are set: pass either bearer_token "
                    f"({' or '.join(service.bearer_variables)}) or api_key and app_key ({variables})"
                )
            return cls({}, bearer_token) if callable(bearer_token) else cls({}).with_token(bearer_token)
        headers = {}
        for name, key, names, header in keys:
            if key is None:
                raise ConfigurationError(f"{name} is missing: pass {name}= or set {' or '.join(names)}")
            headers[header.lower()] = _checked_key(name, key)
        return cls(headers)

    def with_token(self, token: object) -> Credentials:
        """Return a copy with another bearer token, which is validated."""
        return attrs.evolve(self, headers={"authorization": f"Bearer {_checked_key('bearer_token', token)}"})

    def renewed(self) -> Credentials:
        """Return the current credentials. Exceptions from the caller's function propagate."""
        if self.ask is None:
            return self
        token = self.ask()
        if iscoroutine(token):
            token.close()
            raise ConfigurationError("bearer_token is an async function, which only an AsyncClient accepts")
        return self.with_token(token)

    async def renewed_async(self) -> Credentials:
        """Like `renewed`, awaiting the function if it is async."""
        if self.ask is None:
            return self
        token = self.ask()
        return self.with_token(await token if isawaitable(token) else token)

    def conceal(self, text: str) -> str:
        """Remove the credentials from text that a server may have echoed them in."""
        for value in self.headers.values():
            secret = value.removeprefix("Bearer ")
            if len(secret) >= _SHORTEST_SECRET:
                text = text.replace(secret, "<hidden>")
        return text


def _checked_key(name: str, key: object) -> str:
    # No part of the key may appear in the message.
    if not isinstance(key, str):
        also = " or a function that returns one" if name == "bearer_token" else ""
        raise ConfigurationError(f"{name} must be a string{also}, not {type(key).__name__}")
    if not _KEY.fullmatch(key):
        fault = "is empty" if not key else "contains a space, a line break or a non-ASCII character"
        raise ConfigurationError(f"{name} {fault}: copy it from Datadog again, with nothing around it")
    return key
