# Copied from runtime/transports/redirects.py: edit that.
"""Redirects, which our calls do not follow.

httpx would still build the next request, keys included, and fail if the Location is not a URL. So it is kept from it.
"""

from __future__ import annotations

import httpx

_LOCATION = "datadog_llm_client.location"


def hide_location(response: httpx.Response) -> None:
    """Hide the Location of a redirect from httpx, as a hook of our own client."""
    if response.has_redirect_location:
        response.extensions[_LOCATION] = response.headers.pop("location")


async def hide_location_async(response: httpx.Response) -> None:
    """The same for event loops."""
    hide_location(response)


def restore_location(response: httpx.Response) -> None:
    """Show the Location of a redirect again, and drop the request that a caller's client has built for it."""
    response.next_request = None
    if (location := response.extensions.pop(_LOCATION, None)) is not None:
        response.headers["location"] = location
