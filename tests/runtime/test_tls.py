"""Clients share the default TLS context for as long as what it depends on is the same."""

import os
import shutil
import ssl
from collections.abc import Callable
from pathlib import Path

import certifi
import httpx
import pytest
from datadog_llm_client import AsyncClient, Client, ConfigurationError
from datadog_llm_client._runtime.values import servers
from datadog_llm_client._runtime.values.servers import tls_context

from tests.runtime.test_forks import in_child, needs_fork
from tests.support.clients import KEYS


@pytest.fixture(autouse=True)
def unmade(monkeypatch: pytest.MonkeyPatch) -> None:
    servers._default_context.cache_clear()
    monkeypatch.delenv("SSLKEYLOGFILE", raising=False)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A file of a single certificate."""
    first, end, _ = Path(certifi.where()).read_text(encoding="utf-8").partition("-----END CERTIFICATE-----")
    path = tmp_path / "one.pem"
    path.write_text(first + end, encoding="utf-8")
    return path


def certificates() -> int:
    return len(tls_context(True).get_ca_certs())


def test_clients_share_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ssl.SSLContext] = []
    original = httpx.create_ssl_context

    def create() -> ssl.SSLContext:
        made.append(original())
        return made[-1]

    monkeypatch.setattr(httpx, "create_ssl_context", create)
    with Client(**KEYS), Client(**KEYS, site="datadoghq.eu"):
        AsyncClient(**KEYS)
    assert len(made) == 1
    assert tls_context(True) is made[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda patch, bundle: patch.setenv("SSL_CERT_FILE", str(bundle)),
        lambda patch, bundle: patch.setenv("SSL_CERT_DIR", str(bundle.parent)),
        lambda patch, bundle: patch.setenv("SSLKEYLOGFILE", str(bundle.parent / "keys")),
    ],
    ids=["file", "directory", "key log"],
)
def test_another_environment_makes_another(
    monkeypatch: pytest.MonkeyPatch, bundle: Path, change: Callable[[pytest.MonkeyPatch, Path], None]
) -> None:
    shared = tls_context(True)
    with monkeypatch.context() as patch:
        change(patch, bundle)
        found = tls_context(True)
        assert found is tls_context(True)
        assert found is not shared
        expected = httpx.create_ssl_context()
        assert found.keylog_filename == expected.keylog_filename
        assert found.get_ca_certs() == expected.get_ca_certs()
    assert tls_context(True).get_ca_certs() == shared.get_ca_certs()


def test_a_library_that_replaces_the_class_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [tls_context(True), tls_context(False)]
    monkeypatch.setattr(httpx, "create_ssl_context", made.pop)
    monkeypatch.setattr(ssl, "SSLContext", type("SSLContext", (), {}))
    assert tls_context(True).verify_mode is ssl.CERT_NONE


def test_a_bundle_is_read_again_once_it_is_written(monkeypatch: pytest.MonkeyPatch, bundle: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    assert certificates() == 1
    shutil.copyfile(certifi.where(), bundle)
    assert certificates() > 1
    bundle.unlink()
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
            Client(**KEYS)
    shutil.copyfile(certifi.where(), bundle)
    assert certificates() > 1


def test_a_directory_is_read_again_once_it_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    os.utime(tmp_path, (0, 0))  # clocks of file systems are coarse
    shared = tls_context(True)
    assert tls_context(True) is shared
    (tmp_path / "new.pem").touch()
    assert tls_context(True) is not shared


def test_what_a_caller_says_is_not_shared() -> None:
    own = ssl.create_default_context()
    assert tls_context(own) is own
    assert tls_context(False) is not tls_context(False)
    assert tls_context(False).verify_mode is ssl.CERT_NONE
    assert tls_context(True).verify_mode is ssl.CERT_REQUIRED


@needs_fork
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_fork_makes_its_own() -> None:
    shared, parent = tls_context(True), os.getpid()
    assert in_child(lambda: os.getpid() != parent and tls_context(True) is not shared) == 0
    assert tls_context(True) is shared
