# Copied from extras/batch/engine.py: edit that.
from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from .. import ConfigurationError


def connect(address: str) -> Any:
    client: Callable[[str], Any] = distributed().Client
    try:
        return client(address)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"no Dask cluster at {address}: {error}") from error


def distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        needs = f"a cluster requires an extra: pip install 'datadog-llm-client[dask]' ({error})"
        raise ConfigurationError(needs) from error
