# Copied from extras/batch/engine.py: edit that.
"""Dask, an extra that is imported when it is needed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from .. import ConfigurationError


def connect(address: str) -> Any:
    """Connect to the cluster at an address. The client is to be closed."""
    client: Callable[[str], Any] = distributed().Client
    try:
        return client(address)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"no Dask cluster at {address}: {error}") from error


def distributed() -> Any:
    """Import the package. Raises `ConfigurationError`, naming the extra, if it is missing."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        needs = f"a cluster requires an extra: pip install 'datadog-llm-client[dask]' ({error})"
        raise ConfigurationError(needs) from error
