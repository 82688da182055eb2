"""The proxy to go through, as the environment names it."""

from __future__ import annotations

import urllib.request
from importlib.util import find_spec

import httpx

from ..values.servers import is_loopback


def environment_proxy(base_url: str) -> httpx.Proxy | None:
    """The proxy that the environment names for a URL. None for loopback, where a proxy would only see the keys."""
    url = httpx.URL(base_url)
    port = url.port or (443 if url.scheme == "https" else 80)
    if is_loopback(url.host) or urllib.request.proxy_bypass(f"{url.host}:{port}"):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    return None if not proxy else httpx.Proxy(proxy if "://" in proxy else f"http://{proxy}")


def check_socks(proxy: httpx.Proxy | None) -> None:
    """Raise ImportError where a SOCKS proxy lacks what httpcore needs for it."""
    if proxy is not None and proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise ImportError("a SOCKS proxy needs an extra of httpx: pip install 'httpx[socks]'")
