"""References of a document to its own parts: JSON pointers (RFC 6901)."""

from typing import Any

from referencing import Registry, Resource
from referencing.exceptions import Unresolvable


def lookup(document: Any, reference: str) -> Any:
    """Return what `reference` (`#/...`) points to in `document`. Raises `LookupError` where that is nothing."""
    if not reference.startswith("#"):
        raise LookupError(f"the reference {reference} does not point into the document itself")
    # Opaque, since all of the document is one resource, and a registry of our own, which fetches nothing.
    registry: Registry[Any] = Registry().with_resource("", Resource.opaque(document))
    try:
        return registry.resolver().lookup(reference).contents
    except (Unresolvable, ValueError, TypeError):  # the last two: a word on the way has no parts of that name
        raise LookupError(f"the reference {reference} points to nothing") from None
