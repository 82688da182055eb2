# Copied by "make generate" from runtime/values/credentials.py. Edit that, never this file.
"""The headers that authenticate a request, from the arguments or the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from attrs import field, frozen

from .errors import ConfigurationError

_KEY = re.compile(r"[\x21-\x7e]+", re.ASCII)


@frozen
class Service:
    """What the contract says of servers and security. The header and variable names are those of the contract."""

    server: str
    default_site: str
    site_variable: str
    api_key_header: str
    api_key_variable: str
    app_key_header: str
    app_key_variable: str
    bearer_variable: str


@frozen
class Credentials:
    """The headers that authenticate a request, by their names in lower case. Shown nowhere."""

    headers: Mapping[str, str] = field(repr=lambda _: "<hidden>")

    @classmethod
    def resolve(
        cls, service: Service, api_key: str | None, app_key: str | None, bearer_token: str | None
    ) -> Credentials:
        """Take the arguments, or else the environment; two keys or a token, never both."""
        if api_key is None and app_key is None and bearer_token is None:
            api_key = os.environ.get(service.api_key_variable) or None
            app_key = os.environ.get(service.app_key_variable) or None
            bearer_token = os.environ.get(service.bearer_variable) or None
        elif bearer_token is None:
            api_key = api_key if api_key is not None else os.environ.get(service.api_key_variable) or None
            app_key = app_key if app_key is not None else os.environ.get(service.app_key_variable) or None
        if bearer_token is not None:
            if api_key is not None or app_key is not None:
                raise ConfigurationError(
                    f"both a bearer token and keys are set: give either bearer_token ({service.bearer_variable}) or "
                    f"api_key and app_key ({service.api_key_variable}, {service.app_key_variable})"
                )
            return cls({"authorization": f"Bearer {_checked_key('bearer_token', bearer_token)}"})
        for name, key, variable in (
            ("api_key", api_key, service.api_key_variable),
            ("app_key", app_key, service.app_key_variable),
        ):
            if key is None:
                raise ConfigurationError(f"{name} is missing: pass {name}= or set {variable} in the environment")
        return cls(
            {
                service.api_key_header.lower(): _checked_key("api_key", api_key),
                service.app_key_header.lower(): _checked_key("app_key", app_key),
            }
        )


def _checked_key(name: str, key: object) -> str:
    # The message must not repeat the key, not even in part.
    if not isinstance(key, str):
        raise ConfigurationError(f"{name} has to be a string, not {type(key).__name__}")
    if not _KEY.fullmatch(key):
        fault = "is empty" if not key else "holds a space, a line break or a character outside ASCII"
        raise ConfigurationError(f"{name} {fault}: copy it again from Datadog, without anything around it")
    return key
