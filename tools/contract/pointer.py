"""Resolves a document's references to its own parts (JSON pointers, RFC 6901)."""

from typing import Any

from referencing import Registry, Resource
from referencing.exceptions import Unresolvable


def lookup(document: Any, reference: str) -> Any:
    """Return what `reference` (`#/...`) points to in `document`. Raises `LookupError` if there is nothing."""
    if not reference.startswith("#"):
        raise LookupError(f"the reference {reference} does not point into the document itself")
    # Opaque, since the whole document is a single resource; our own registry, since the default one fetches.
    registry: Registry[Any] = Registry().with_resource("", Resource.opaque(document))
    try:
        return registry.resolver().lookup(reference).contents
    except (Unresolvable, ValueError, TypeError):  # the last two: a scalar on the way
        raise LookupError(f"the reference {reference} points to nothing") from None
