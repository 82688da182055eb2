"""Bodies of several parts, read back by the standard library."""

import email.parser
import email.policy
from pathlib import Path

from datadog_llm_client._runtime.calls.bodies import RequestBody
from datadog_llm_client._runtime.values.decoding import file
from datadog_llm_client._runtime.values.files import File

from tests.runtime.test_bodies import FIELDS, sent
from tests.support.shapes import Owner


def parts(content: bytes, content_type: str) -> list[tuple[str, str | None, str | None, bytes]]:
    """Name, file name, media type and content of each part, as the standard library reads them."""
    document = b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + content
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(document)
    assert message.is_multipart()
    found: list[tuple[str, str | None, str | None, bytes]] = []
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found.append((name, part.get_filename(), part.get_content_type() if "content-type" in part else None, payload))
    return found


def test_multipart(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\r\n")
    opened = (tmp_path / "open.json").open("wb+")
    opened.write(b"{}")
    opened.seek(0)
    fields = {
        "text": "é",
        "count": 3,
        "flag": True,
        "tags": ["x", "y"],
        "owner": Owner(name="Ann"),
        "nothing": None,
        "bytes": file(b"\0\r\n--\xff"),
        "path": file(path),
        "open": file(opened),
        "named": file(File(b"x", 'my "file".bin', "application/x-mine")),
        "stated": file(b"y"),
        "many": [file(b"1"), file(b"2")],
    }
    body = RequestBody("multipart/form-data", FIELDS, content_types={"stated": "text/csv", "bytes": "image/*"})
    content, content_type = sent(body, fields)
    octets = "application/octet-stream"
    assert parts(content, content_type) == [
        ("text", None, None, "é".encode()),
        ("count", None, None, b"3"),
        ("flag", None, None, b"true"),
        ("tags", None, None, b"x"),
        ("tags", None, None, b"y"),
        ("owner", None, "application/json", b'{"name":"Ann"}'),
        ("bytes", "upload", octets, b"\0\r\n--\xff"),
        ("path", "table.csv", "text/csv", b"a,b\r\n"),
        ("open", "open.json", "application/json", b"{}"),
        ("named", "my %22file%22.bin", "application/x-mine", b"x"),
        ("stated", "upload", "text/csv", b"y"),
        ("many", "upload", octets, b"1"),
        ("many", "upload", octets, b"2"),
    ]
    assert not opened.closed
    opened.close()


def test_no_name_leaves_its_header() -> None:
    given = {'a"\r\nX-Evil: 1\r\n\r\n': "x", "file": File(b"y", "b\r\nX-Evil: 1")}
    content, content_type = sent(RequestBody("multipart/form-data", FIELDS), given)
    assert b"\nX-Evil" not in content
    assert len(parts(content, content_type)) == 2


def test_boundaries_differ() -> None:
    body = RequestBody("multipart/form-data", FIELDS)
    assert sent(body, {"a": "x"})[1] != sent(body, {"a": "x"})[1]
