# Copied from runtime/values/tls.py: edit that.
from __future__ import annotations

import os
import ssl
from functools import lru_cache

import httpx

from .errors import ConfigurationError
from .excerpts import shown

_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_KEY_LOG = "SSLKEYLOGFILE"


def checked_verify(verify: object) -> ssl.SSLContext | bool:
    if isinstance(verify, ssl.SSLContext | bool):
        return verify
    try:
        verify = os.fsdecode(verify) if isinstance(verify, os.PathLike) else verify
    except TypeError:
        verify = None
    if not isinstance(verify, str):
        raise ConfigurationError("verify must be True, False, an ssl.SSLContext or the path to a CA bundle")
    try:
        directory = os.path.isdir(verify)
        return ssl.create_default_context(capath=verify) if directory else ssl.create_default_context(cafile=verify)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"verify={shown(verify)} contains no usable CA certificates: {error}") from None


def tls_context(verify: ssl.SSLContext | bool) -> ssl.SSLContext:
    if verify is not True:
        return httpx.create_ssl_context(verify=verify)
    paths = [os.environ.get(name) for name in _CERTIFICATES]
    return _default_context(
        os.getpid(), ssl.SSLContext, os.environ.get(_KEY_LOG), *paths, *(_version_of(path) for path in paths)
    )


@lru_cache(maxsize=1)
def _default_context(*_: object) -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _version_of(path: str | None) -> tuple[int, ...]:
    try:
        found = os.stat(path or "")
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
