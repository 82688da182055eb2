# Made by "make generate" from openapi/: edit that.
"""Types shared by models and clients."""

from ._runtime.values.files import File, FileInput
from ._runtime.values.rate_limits import RateLimit
from ._runtime.values.types import UNSET, MapResult, Response, Unset

__all__ = ("UNSET", "File", "FileInput", "MapResult", "RateLimit", "Response", "Unset")
