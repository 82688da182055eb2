"""The proxy to go through, as the environment names it."""

from __future__ import annotations

import urllib.request

import httpx

from ..values.settings import is_loopback


def environment_proxy(base_url: str) -> httpx.Proxy | None:
    """The proxy that the environment names for a URL. None for loopback, where a proxy would only see the keys."""
    url = httpx.URL(base_url)
    port = url.port or (443 if url.scheme == "https" else 80)
    if is_loopback(url.host) or urllib.request.proxy_bypass(f"{url.host}:{port}"):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    return None if not proxy else httpx.Proxy(proxy if "://" in proxy else f"http://{proxy}")
