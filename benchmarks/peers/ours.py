"""Our client, as installed without extras."""

from typing import Any

from datadog_llm_client import AsyncClient, Client

from benchmarks.peers import AsyncCall, Call


def sync_call(url: str, body: dict[str, Any]) -> Call:
    client = Client("a", "b", base_url=url)
    return lambda: client.run_inference("openai", "account-abc123", **body)


async def async_call(url: str, body: dict[str, Any], **options: Any) -> AsyncCall:
    client = AsyncClient("a", "b", base_url=url, **options)
    return lambda: client.run_inference("openai", "account-abc123", **body)
