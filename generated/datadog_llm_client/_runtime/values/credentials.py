# Copied from runtime/values/credentials.py: edit that.
from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from inspect import isawaitable, iscoroutine
from typing import TypeAlias

import attrs
from attrs import field, frozen

from .errors import ConfigurationError

BearerToken: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]

_KEY = re.compile(r"[\x21-\x7e]+", re.ASCII)
_SHORTEST_SECRET = 8


@frozen
class Service:
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
        return frozenset({self.api_key_header.lower(), self.app_key_header.lower(), "authorization"})


def variable(names: Sequence[str]) -> tuple[str, str | None]:
    for name in names:
        if value := os.environ.get(name):
            return name, value
    return " or ".join(names), None


@frozen
class Credentials:
    headers: Mapping[str, str] = field(repr=lambda _: "<hidden>")
    ask: Callable[[], object] | None = field(default=None, repr=False)

    @classmethod
    def resolve(cls, service: Service, api_key: object, app_key: object, bearer_token: object) -> Credentials:
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
        return attrs.evolve(self, headers={"authorization": f"Bearer {_checked_key('bearer_token', token)}"})

    def renewed(self) -> Credentials:
        if self.ask is None:
            return self
        token = self.ask()
        if iscoroutine(token):
            token.close()
            raise ConfigurationError("bearer_token is an async function, which only an AsyncClient accepts")
        return self.with_token(token)

    async def renewed_async(self) -> Credentials:
        if self.ask is None:
            return self
        token = self.ask()
        return self.with_token(await token if isawaitable(token) else token)

    def conceal(self, text: str) -> str:
        for value in self.headers.values():
            secret = value.removeprefix("Bearer ")
            if len(secret) >= _SHORTEST_SECRET:
                text = text.replace(secret, "<hidden>")
        return text


def _checked_key(name: str, key: object) -> str:
    if not isinstance(key, str):
        also = " or a function that returns one" if name == "bearer_token" else ""
        raise ConfigurationError(f"{name} must be a string{also}, not {type(key).__name__}")
    if not _KEY.fullmatch(key):
        fault = "is empty" if not key else "contains a space, a line break or a non-ASCII character"
        raise ConfigurationError(f"{name} {fault}: copy it from Datadog again, with nothing around it")
    return key
