# Copied from runtime/transports/proxies.py: edit that.
from __future__ import annotations

import ipaddress
import re
import urllib.request
from fnmatch import fnmatchcase

import httpx

from ..values.errors import ConfigurationError
from ..values.servers import is_loopback


def environment_proxy(base_url: str) -> httpx.Proxy | None:
    url = httpx.URL(base_url)
    port = url.port or (443 if url.scheme == "https" else 80)
    if is_loopback(url.host) or _is_excepted(url.raw_host.decode("ascii"), port):
        return None
    proxies = urllib.request.getproxies()
    name = url.scheme if proxies.get(url.scheme) else "all"
    address = proxies.get(name)
    return None if not address else _proxy(f"{name.upper()}_PROXY", address.strip())


def _proxy(variable: str, address: str) -> httpx.Proxy:
    proxy = None
    try:
        url = httpx.URL(address if "://" in address else f"http://{address}")
        is_whole = "@" not in f"{url.path}{url.query.decode()}{url.fragment}"
        if url.host and is_whole and address.count("[") == address.count("]"):
            proxy = httpx.Proxy(url)
    except (httpx.InvalidURL, ValueError):
        pass
    if proxy is None:
        raise ConfigurationError(
            f"{variable} is not the URL of a proxy: give it as 'http://host:port', or 'http://user:password@host:port' "
            "with special characters percent-encoded, such as %2F for a slash"
        )
    return proxy


def _is_excepted(host: str, port: int) -> bool:
    excepted = urllib.request.getproxies_environment().get("no")
    if excepted is None:
        return bool(urllib.request.proxy_bypass(f"{host}:{port}"))
    return any(_names(entry, host.rstrip("."), port) for entry in re.split(r"[\s,]+", excepted.lower()) if entry)


def _names(entry: str, host: str, port: int) -> bool:
    entry = entry.rpartition("://")[2]
    match = re.fullmatch(r"\[([^\]]*)\](?::([0-9]+))?|([^:]*):([0-9]+)", entry)
    if match is not None:
        entry, wanted = match.group(1) or match.group(3) or "", match.group(2) or match.group(4)
        if wanted is not None and int(wanted) != port:
            return False
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        pass
    name = entry.strip(".")
    return bool(name) and (fnmatchcase(host, name) or fnmatchcase(host, f"*.{name}"))
