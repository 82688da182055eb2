# Made by "make generate" from openapi/: edit that.
"""The operations of a tag, each imported on first use."""

from typing import TYPE_CHECKING

from ..._runtime.values.lazy import lazy_module

__all__ = (
    "list_accounts",
    "list_models",
    "run_inference",
)

if TYPE_CHECKING:
    from . import (
        list_accounts,
        list_models,
        run_inference,
    )
else:
    __getattr__, __dir__ = lazy_module(
        __name__,
        {
            "list_accounts": ".list_accounts",
            "list_models": ".list_models",
            "run_inference": ".run_inference",
        },
    )
