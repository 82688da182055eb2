"""What calls are sent with: an httpx client, the caller's or ours."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

import httpx
from attrs import frozen

C_co = TypeVar("C_co", bound=httpx.Client | httpx.AsyncClient, covariant=True)

_LOCATION = "datadog_llm_client.location"


class Connections(Protocol):
    """The connections of a client, however they are made."""

    def __len__(self) -> int: ...

    def close(self) -> None:
        """Close what is idle now, and the rest as it becomes so. Waits for nothing."""

    def abandon(self) -> None:
        """Close this process's copies of all of them, after it was forked."""


@frozen
class Road(Generic[C_co]):
    """What calls are sent with: an httpx client, and its connections where they are ours."""

    http: C_co
    connections: Connections | None = None


def hide_location(response: httpx.Response) -> None:
    """Keep the Location of a redirect from httpx, which would build the next request, keys and all, without sending it.

    Many a Location is no URL, at which it would fail.
    """
    if "location" in response.headers:
        response.extensions[_LOCATION] = response.headers.pop("location")


def restore_location(response: httpx.Response) -> None:
    """Show the Location of a redirect again, and drop the request for it that a caller's client has built."""
    response.next_request = None
    if (location := response.extensions.pop(_LOCATION, None)) is not None:
        response.headers["location"] = location
