"""Validated, frozen settings of clients and single calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import attrs
import httpx
from attrs import frozen

from .credentials import Credentials
from .errors import ConfigurationError, shown
from .types import UNSET, Unset

#: Seconds, an `httpx.Timeout`, or None to wait forever.
TimeoutTypes: TypeAlias = float | httpx.Timeout | None

DEFAULT_TIMEOUT = httpx.Timeout(600.0, connect=5.0)  # reasoning models are slow
LONGEST_TIMEOUT = 2_000_000.0  # sockets count milliseconds in 32 bits
DEFAULT_MAX_RETRIES = 2
DEFAULT_MAX_RESPONSE_BYTES = 64 * 1024 * 1024
DEFAULT_MAX_CONNECTIONS = 1000
DEFAULT_CONCURRENCY = 16


@frozen
class Settings:
    """How calls are made. `hint` is a possible reason for refused credentials."""

    base_url: str
    credentials: Credentials
    headers: Mapping[str, str]
    timeout: httpx.Timeout = DEFAULT_TIMEOUT
    deadline: float | None = None
    max_retries: int = DEFAULT_MAX_RETRIES
    retry_unsafe: bool = False
    max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES
    strict_responses: bool = False
    hint: str = ""


@frozen
class Options:
    """The settings that a client or a single call overrides. UNSET keeps the current value."""

    timeout: TimeoutTypes | Unset = UNSET
    max_retries: int | Unset = UNSET
    deadline: float | Unset | None = UNSET
    retry_unsafe: bool | Unset = UNSET
    strict_responses: bool | Unset = UNSET

    def apply(self, settings: Settings) -> Settings:
        """Validate these options and return the settings with them applied. Raises `ConfigurationError`."""
        changes: dict[str, Any] = {}
        if self.timeout is not UNSET:
            changes["timeout"] = checked_timeout(self.timeout)
        if self.max_retries is not UNSET:
            changes["max_retries"] = checked_count("max_retries", self.max_retries)
        if self.deadline is not UNSET:
            changes["deadline"] = None if self.deadline is None else checked_seconds("deadline", self.deadline)
        if self.retry_unsafe is not UNSET:
            changes["retry_unsafe"] = checked_flag("retry_unsafe", self.retry_unsafe)
        if self.strict_responses is not UNSET:
            changes["strict_responses"] = checked_flag("strict_responses", self.strict_responses)
        return attrs.evolve(settings, **changes) if changes else settings


def checked_timeout(timeout: TimeoutTypes) -> httpx.Timeout:
    """Validate the timeout of each phase of a request: connect, write, read, and wait for a free connection."""
    if isinstance(timeout, httpx.Timeout):
        for phase, limit in timeout.as_dict().items():
            if limit:  # 0 means not to wait at all
                checked_seconds(f"timeout.{phase}", limit)
        return timeout
    return httpx.Timeout(None if timeout is None else checked_seconds("timeout", timeout))


def checked_seconds(name: str, seconds: object) -> float:
    """Validate a positive number of seconds that sockets support."""
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 < seconds <= LONGEST_TIMEOUT:
        return float(seconds)
    raise ConfigurationError(
        f"{name} must be a positive number of seconds, at most {LONGEST_TIMEOUT:.0f}, or None for no limit, "
        f"not {shown(seconds)}"
    )


def checked_count(name: str, count: object, *, least: int = 0) -> int:
    """Validate a whole number of at least `least`."""
    if isinstance(count, int) and not isinstance(count, bool) and count >= least:
        return count
    raise ConfigurationError(f"{name} must be a whole number of at least {least}, not {shown(count)}")


def checked_flag(name: str, flag: object) -> bool:
    """Validate a bool. Other values are refused, as a string such as "false" is truthy."""
    if isinstance(flag, bool):
        return flag
    raise ConfigurationError(f"{name} must be True or False, not {shown(flag)}")
