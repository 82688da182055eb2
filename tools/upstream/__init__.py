"""Datadog's own contract: a file, a URL, or a release of `datadog-api-client` on the package index."""

from .source import upstream

__all__ = ["upstream"]
