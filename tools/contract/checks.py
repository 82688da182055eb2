"""Rejects invalid OpenAPI. `tools.generate` rejects what the client cannot support."""

from itertools import takewhile

from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from .document import Document


def check(document: Document) -> None:
    """Raise `ToolError` if a document is not valid OpenAPI."""
    document.root.check_references()
    try:
        validate(document.plain)
    except OpenAPIValidationError as error:
        # The validator does not know lines. Inside a list, this is the line of the list.
        place = takewhile(lambda part: isinstance(part, str), getattr(error, "absolute_path", ()))
        raise document.root.child(*place).error(str(getattr(error, "message", error))) from None
