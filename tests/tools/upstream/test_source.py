"""The sources of Datadog's contract, all served from this machine."""

import hashlib
import io
import json
import socket
import tarfile
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.tools.drift.support import CONTRACT
from tools.drift.__main__ import main
from tools.upstream import archive, download, source
from tools.upstream.archive import MEMBER
from tools.upstream.releases import Index

NAME = "datadog_api_client-2.10.0.tar.gz"
PROJECT = "/simple/datadog-api-client/"

File = dict[str, object]


def sdist(*members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    """Return a source distribution that holds `members`."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content) if kind == tarfile.REGTYPE else 0
            member.type = kind
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


CONTRACT_SDIST = sdist(
    ("datadog_api_client-2.10.0/setup.py", b"raise SystemExit('built')"),
    (f"datadog_api_client-2.10.0/{MEMBER}", CONTRACT.read_bytes()),
)


def use_index(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Configure pip for this index."""
    monkeypatch.setattr(Index, "configured", lambda: Index(url))


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer) -> None:
    """Give each test its own index. test_releases asks pip itself."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    use_index(monkeypatch, httpserver.url_for("/simple/"))


def serve(server: HTTPServer, *files: File, content: bytes = CONTRACT_SDIST) -> None:
    """Serve an index with `files`, all with the same content."""
    digest = hashlib.sha256(content).hexdigest()
    entries = [
        {"url": f"../../files/{file['filename']}", "hashes": {"sha256": digest}, "yanked": False} | file
        for file in files
    ]
    page = json.dumps({"meta": {"api-version": "1.1"}, "name": "datadog-api-client", "files": entries})
    server.expect_request(PROJECT).respond_with_data(page, content_type="application/vnd.pypi.simple.v1+json")
    for file in files:
        server.expect_request(f"/files/{file['filename']}").respond_with_data(content)


def compare(*arguments: str) -> int:
    """Run the command with our own document and no deviations."""
    return main([*arguments, "--contract", str(CONTRACT), "--deviations", "none"])


def test_the_newest_release_is_read(httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["datadog_api_client-2.9.0.tar.gz", NAME, "datadog_api_client-3.0.0rc1.tar.gz", "unrelated-9.0.tar.gz"]
    names += ["datadog_api_client-2.11.0-py3-none-any.whl", "nonsense.txt"]
    yanked: File = {"filename": "datadog_api_client-2.12.0.tar.gz", "yanked": "broken"}
    serve(httpserver, *[File(filename=name) for name in names], yanked)
    assert compare() == 0
    assert "against datadog-api-client-2.10.0.yaml: no drift" in capsys.readouterr().out
    assert [request.path for request, _ in httpserver.log] == [PROJECT, f"/files/{NAME}"]


def test_a_version_is_read_even_when_it_was_yanked(httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    serve(httpserver, {"filename": NAME, "yanked": True}, {"filename": "datadog_api_client-2.11.0.tar.gz"})
    assert compare("2.10.0") == 0
    assert "datadog-api-client-2.10.0.yaml" in capsys.readouterr().out
    assert compare("1.0.0") == 2
    assert "offers no source distribution of version 1.0.0" in capsys.readouterr().err


def test_an_index_that_answers_in_html(httpserver: HTTPServer) -> None:
    digest = hashlib.sha512(CONTRACT_SDIST).hexdigest()
    yanked = "datadog_api_client-9.tar.gz"
    page = f'<a href="/files/{NAME}#sha512={digest}">{NAME}</a><a href="/x/{yanked}" data-yanked="">{yanked}</a>'
    httpserver.expect_request(PROJECT).respond_with_data(page, content_type="text/html")
    httpserver.expect_request(f"/files/{NAME}").respond_with_data(CONTRACT_SDIST)
    assert compare() == 0


def test_hashes(httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    for hashes, code in (({}, 0), ({"sha256": "0" * 64}, 2)):
        httpserver.clear()
        serve(httpserver, {"filename": NAME, "hashes": hashes})
        assert compare() == code
    assert "its sha256 differs from the one on the index" in capsys.readouterr().err


_NO_INDEX = "is not a page of a package index"
_NO_FILES = {"meta": {"api-version": "1.0"}, "name": "datadog-api-client", "files": []}


@pytest.mark.parametrize(
    ("body", "kind", "status", "reason"),
    [
        ("{", "application/json", 200, _NO_INDEX),
        ("[]", "application/json", 200, _NO_INDEX),
        (json.dumps(_NO_FILES | {"files": [{"filename": 1, "url": 2}]}), "application/json", 200, _NO_INDEX),
        (json.dumps(_NO_FILES), "application/json", 200, "offers no source distribution of any version"),
        ("<html>Sign in</html>", "text/html", 200, "offers no source distribution of any version"),
        ("no", "text/html", 503, "responded with status 503"),
    ],
)
def test_an_index_that_is_none(
    body: str, kind: str, status: int, reason: str, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request(PROJECT).respond_with_data(body, content_type=kind, status=status)
    assert compare() == 2
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize("listening", [True, False])
def test_an_index_that_does_not_answer(
    listening: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if listening:
            silent.listen()
        use_index(monkeypatch, f"http://user:secret@127.0.0.1:{silent.getsockname()[1]}/simple")
        monkeypatch.setattr(download, "TIMEOUT", 0.2)
        assert compare() == 2
    error = capsys.readouterr().err
    assert ("does not respond in time" if listening else "cannot be fetched") in error
    assert "secret" not in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("content", [CONTRACT.read_bytes(), CONTRACT_SDIST], ids=["document", "sdist"])
def test_a_file_or_a_url(content: bytes, httpserver: HTTPServer, tmp_path: Path) -> None:
    path = tmp_path / "upstream"
    path.write_bytes(content)
    assert compare(str(path)) == 0
    httpserver.expect_request("/upstream").respond_with_data(content)
    assert compare(httpserver.url_for("/upstream")) == 0


ARCHIVES: dict[str, tuple[bytes, str]] = {
    "truncated": (CONTRACT_SDIST[: len(CONTRACT_SDIST) // 2], "is not a whole source distribution"),
    "cut after the contract": (CONTRACT_SDIST[:-5], "is not a whole source distribution"),
    "damaged": (CONTRACT_SDIST[:-8] + b"\0" * 8, "is not a whole source distribution"),
    "no tar": (b"\x1f\x8b" + b"x" * 100, "is not a whole source distribution"),
    "without the contract": (sdist(("datadog_api_client-2/setup.py", b"")), f"holds no {MEMBER}"),
    "contract elsewhere": (sdist((f"a/b/{MEMBER}", CONTRACT.read_bytes())), f"holds no {MEMBER}"),
    "contract is a link": (sdist((f"a/{MEMBER}", b""), kind=tarfile.SYMTYPE), f"holds no {MEMBER}"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_that_is_of_no_use(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, reason = ARCHIVES[name]
    path = tmp_path / "upstream.tar.gz"
    path.write_bytes(content)
    assert compare(str(path)) == 2
    error = capsys.readouterr().err
    assert reason in error
    assert error.count("\n") == 1


def test_what_is_too_big(
    tmp_path: Path, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "upstream.tar.gz"
    path.write_bytes(CONTRACT_SDIST)
    httpserver.expect_request("/upstream").respond_with_data(CONTRACT_SDIST)
    for module, limit, wanted, reason in (
        (archive, "MAX_BYTES", str(path), f"its {MEMBER} is larger than"),
        (archive, "_MAX_UNPACKED_BYTES", str(path), "unpacks to more than"),
        (source, "MAX_ARCHIVE_BYTES", httpserver.url_for("/upstream"), "is larger than"),
    ):
        monkeypatch.setattr(module, limit, 10)
        assert compare(wanted) == 2
        assert reason in capsys.readouterr().err
