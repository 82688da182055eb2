"""Dask, which is an extra and imported as it is needed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from .. import ConfigurationError


def connect(address: str) -> Any:
    """A client of the cluster at an address, to be closed."""
    client: Callable[[str], Any] = distributed().Client
    try:
        return client(address)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"no Dask cluster at {address}: {error}") from error


def distributed() -> Any:
    """The package. Raises `ConfigurationError` naming the extra where it is missing."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        needs = f"a cluster needs the extra: pip install 'datadog-llm-client[dask]' ({error})"
        raise ConfigurationError(needs) from error
