# Copied from runtime/transports/redirects.py: edit that.
from __future__ import annotations

import httpx

_LOCATION = "datadog_llm_client.location"


def hide_location(response: httpx.Response) -> None:
    if response.has_redirect_location:
        response.extensions[_LOCATION] = response.headers.pop("location")


async def hide_location_async(response: httpx.Response) -> None:
    hide_location(response)


def restore_location(response: httpx.Response) -> None:
    response.next_request = None
    if (location := response.extensions.pop(_LOCATION, None)) is not None:
        response.headers["location"] = location
