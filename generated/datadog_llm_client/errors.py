# Made by "make generate" from openapi/: edit that.
"""All errors that the client raises. `DatadogError` is their base class."""

from ._runtime.values.errors import *
from ._runtime.values.errors import __all__ as __all__
