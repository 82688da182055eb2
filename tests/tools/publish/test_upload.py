"""Publishing to a real index server."""

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
import trustme

from tests.support.gateway import Gateway, gateway, identity
from tests.tools.publish.conftest import Publish
from tests.tools.publish.helpers import PASSWORD, USER, Server, alter, sha256
from tools.build import Distributions

pytestmark = [pytest.mark.generated, pytest.mark.slow]


def test_same_bytes_again(publish: Publish, server: Server, release: Distributions) -> None:
    outcome = publish(server.url, dry_run=True)
    assert outcome.error == ""
    assert outcome.output.count(": would be uploaded, sha256:") == 2
    assert outcome.output.endswith("DRY_RUN: nothing was uploaded\n")
    assert "is reached without TLS" in outcome.warnings
    assert server.names() == []
    assert "INDEX_URL must name the index; which files it has is not known" in publish("", dry_run=True).output
    for expected in ("uploaded, sha256:{}", "is already there, with the same bytes"):
        outcome = publish(server.url)
        assert outcome.error == ""
        assert outcome.output.splitlines() == [
            f"datadog-llm-client {release.wheel.name.split('-')[1]} to {server.url}",
            *(f"  {path.name}: {expected.format(sha256(path))}" for path in release.paths),
            "It was installed from there, and works",
        ]
    assert {path.name: sha256(path) for path in server.files.iterdir()} == {
        path.name: sha256(path) for path in release.paths
    }


def test_other_bytes(publish: Publish, server: Server, release: Distributions) -> None:
    publish(server.url)
    before = {path.name: sha256(path) for path in server.files.iterdir()}
    alter(release.wheel)
    for dry_run in (True, False):
        outcome = publish(server.url, dry_run=dry_run)
        assert outcome.error.endswith(
            f"has {release.wheel.name} with other bytes: a new release needs a new version; "
            "if its upload broke off, it must be removed from the index first"
        )
    assert {path.name: sha256(path) for path in server.files.iterdir()} == before


def test_other_bytes_of_one_file_keep_the_other_from_being_uploaded(
    publish: Publish, server: Server, release: Distributions
) -> None:
    (server.files / release.sdist.name).write_bytes(b"another")
    assert "with other bytes" in publish(server.url).error
    assert server.names() == [release.sdist.name]


def test_wrong_password(publish: Publish, server: Server) -> None:
    outcome = publish(server.url, TWINE_PASSWORD="guess")
    assert outcome.error.endswith(" refuses the credentials (403): see TWINE_USERNAME and TWINE_PASSWORD")
    assert server.names() == []


@pytest.mark.parametrize("missing", ["TWINE_PASSWORD", "TWINE_USERNAME"])
def test_no_password(publish: Publish, server: Server, missing: str) -> None:
    outcome = publish(server.url, **{missing: None})
    assert outcome.error.startswith("no credentials for 127.0.0.1:")
    assert outcome.error.endswith(": set TWINE_USERNAME and TWINE_PASSWORD, or use the keyring")
    assert server.names() == []


def test_password_of_the_keyring(publish: Publish, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def get_password(service: str, username: str) -> str | None:
        return PASSWORD if (service, username) == (server.url, USER) else None

    monkeypatch.setattr(keyring, "get_password", get_password)
    monkeypatch.setattr(keyring, "get_credential", lambda *_: None)
    assert publish(server.url, TWINE_PASSWORD=None).error == ""
    assert len(server.names()) == 2


def test_addresses_that_are_no_index(publish: Publish, server: Server) -> None:
    assert publish(f"{server.url}nothing/here").error.endswith(" where INDEX_URL leads")
    assert server.names() == []
    with socket.create_server(("127.0.0.1", 0)) as free:
        host = f"127.0.0.1:{free.getsockname()[1]}"
    error = publish(f"http://{host}/").error
    assert error.startswith(f"no connection to {host}, or it broke: ")
    assert "refused" in error


def named(running: Gateway) -> str:
    """Return its URL by name, to distinguish it from the index behind it."""
    return f"{running.url.replace('127.0.0.1', 'localhost')}/"


def sent_until(release: Distributions, complete: int) -> int:
    """Return the number of bytes sent once `complete` files and half of the next are uploaded."""
    sizes = [path.stat().st_size + 6_000 for path in release.paths]  # with its metadata
    return sum(sizes[:complete]) + sizes[complete] // 2


@pytest.mark.parametrize("complete", [0, 1])
def test_upload_cut_midway_and_taken_up_again(
    publish: Publish, server: Server, release: Distributions, complete: int
) -> None:
    with gateway(server.url, budget=sent_until(release, complete), resets=True) as broken:
        outcome = publish(named(broken))
    assert outcome.error.startswith("no connection to localhost:")
    assert server.names() == [path.name for path in release.paths][:complete]
    outcome = publish(server.url)
    assert outcome.error == ""
    assert outcome.output.count(": uploaded, sha256:") == 2 - complete
    assert {path.name: sha256(path) for path in server.files.iterdir()} == {
        path.name: sha256(path) for path in release.paths
    }


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secured(server: Server, authority: trustme.CA) -> Iterator[str]:
    """The URL of the index over TLS."""
    with gateway(server.url, tls=identity(authority, "localhost")) as running:
        yield named(running)


def test_certificates(
    publish: Publish,
    server: Server,
    secured: str,
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outcome = publish(secured)
    assert outcome.error.startswith("the certificate of localhost:")
    assert outcome.error.endswith(": TWINE_CERT can name its CA")
    assert server.names() == []
    commands: list[str] = []
    start = subprocess.Popen.__init__

    def record(process: Any, arguments: list[str], *others: Any, **options: Any) -> None:
        commands.append(" ".join(arguments))
        start(process, arguments, *others, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", record)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    outcome = publish(secured, verify=True, TWINE_CERT=str(tmp_path / "ca.pem"))
    assert (outcome.error, outcome.warnings) == ("", "")
    assert len(server.names()) == 2
    assert len(commands) >= 3  # pip twice, and the smoke test
    assert not [command for command in commands if "s3cret" in command or USER in command]


def test_published_wheel_that_does_not_work(
    publish: Publish, server: Server, release: Distributions, tmp_path: Path
) -> None:
    # The wheel can be installed, but not its dependencies.
    empty = tmp_path / "empty"
    empty.mkdir()
    outcome = publish(server.url, verify=True, PIP_FIND_LINKS=str(empty))
    assert outcome.error.startswith("it is published, but cannot be installed: ERROR: ")
    assert "httpx" in outcome.error
