"""What a client is set up with: arguments and environment in, checked and frozen values out."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

import httpx
from attrs import frozen

from .credentials import Credentials, Service
from .errors import ConfigurationError
from .types import UNSET, Unset

#: Seconds, an `httpx.Timeout`, or None to wait forever.
Timeout: TypeAlias = float | httpx.Timeout | None

DEFAULT_TIMEOUT = httpx.Timeout(600.0, connect=5.0)  # reasoning models are slow
LONGEST_TIMEOUT = 2_000_000.0  # sockets count milliseconds in 32 bits
DEFAULT_MAX_RETRIES = 2
DEFAULT_MAX_RESPONSE_BYTES = 64 * 1024 * 1024
DEFAULT_MAX_CONNECTIONS = 1000
DEFAULT_CONCURRENCY = 16

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)


def resolve_base_url(service: Service, site: str | None, base_url: str | None, *, allow_http: bool) -> str:
    """The URL that paths are appended to, from the arguments, the environment or the contract's default."""
    if base_url is not None:
        if site is not None:
            raise ConfigurationError("both site and base_url are given: base_url replaces site, so give one of them")
        return _checked_base_url(base_url, allow_http=allow_http)
    source = "site" if site is not None else service.site_variable
    site = site if site is not None else os.environ.get(service.site_variable) or service.default_site
    host = site.lower() if isinstance(site, str) else ""
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise ConfigurationError(
            f"{source} {site!r} is not a host name: give the site alone, such as {service.default_site!r}, "
            "without scheme, path, port or user (for anything else there is base_url)"
        )
    return service.server.format(site=host)


def _checked_base_url(base_url: str, *, allow_http: bool) -> str:
    form = "give it as 'https://host' with an optional port and path"
    try:
        url = httpx.URL(base_url)
        url.raw_host.decode("ascii").encode("idna")  # as the resolver will do, which raises what httpx lets through
    except (httpx.InvalidURL, TypeError, ValueError):
        raise ConfigurationError(f"base_url is not a URL: {form}") from None
    if url.userinfo:
        raise ConfigurationError(f"base_url holds a user or password, which would show in logs: {form}")
    fits = url.scheme in ("https", "http") and url.host and (url.port is None or 0 < url.port < 65536)
    if not fits or not {"?", "#"}.isdisjoint(str(url)):  # also where nothing follows them
        raise ConfigurationError(f"base_url {base_url!r} is not usable: {form}")
    if url.scheme == "http" and not allow_http and not is_loopback(url.host):
        raise ConfigurationError(
            f"base_url {base_url!r} would send the keys unencrypted: use https, or pass allow_http=True"
        )
    return str(url).rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@frozen
class Settings:
    """How calls are made."""

    base_url: str
    credentials: Credentials
    headers: Mapping[str, str]
    timeout: httpx.Timeout = DEFAULT_TIMEOUT
    deadline: float | None = None
    max_retries: int = DEFAULT_MAX_RETRIES
    retry_unsafe: bool = False
    max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES
    strict_responses: bool = False


@frozen
class Options:
    """What one call does differently; what is UNSET is as the client's."""

    timeout: Timeout | Unset = UNSET
    max_retries: int | Unset = UNSET
    deadline: float | Unset | None = UNSET
    retry_unsafe: bool | Unset = UNSET
    strict_responses: bool | Unset = UNSET


def checked_timeout(timeout: Timeout) -> httpx.Timeout:
    """A timeout for each phase of a request: connect, write, read, and the wait for a free connection."""
    if isinstance(timeout, httpx.Timeout):
        for phase, limit in timeout.as_dict().items():
            if limit:  # 0 is not to wait at all
                checked_seconds(f"timeout.{phase}", limit)
        return timeout
    return httpx.Timeout(None if timeout is None else checked_seconds("timeout", timeout))


def checked_seconds(name: str, seconds: object) -> float:
    """A positive number of seconds that sockets can wait for."""
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 < seconds <= LONGEST_TIMEOUT:
        return float(seconds)
    raise ConfigurationError(
        f"{name} has to be a positive number of seconds, at most {LONGEST_TIMEOUT:.0f}, or None for no limit, "
        f"not {seconds!r}"
    )


def checked_count(name: str, count: object, *, least: int = 0) -> int:
    """A whole number that is not too small."""
    if isinstance(count, int) and not isinstance(count, bool) and count >= least:
        return count
    raise ConfigurationError(f"{name} has to be a whole number of at least {least}, not {count!r}")


def overrides(
    timeout: Timeout | Unset,
    max_retries: int | Unset,
    deadline: float | Unset | None,
    retry_unsafe: bool | Unset,
    strict_responses: bool | Unset = UNSET,
) -> dict[str, Any]:
    """The settings that a call or a copy of a client changes, checked; what is UNSET stays as it is."""
    changes: dict[str, Any] = {}
    if timeout is not UNSET:
        changes["timeout"] = checked_timeout(timeout)
    if max_retries is not UNSET:
        changes["max_retries"] = checked_count("max_retries", max_retries)
    if deadline is not UNSET:
        changes["deadline"] = None if deadline is None else checked_seconds("deadline", deadline)
    if retry_unsafe is not UNSET:
        changes["retry_unsafe"] = bool(retry_unsafe)
    if strict_responses is not UNSET:
        changes["strict_responses"] = bool(strict_responses)
    return changes
