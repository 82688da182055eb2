import io
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datadog_llm_client import ValidationError
from datadog_llm_client._runtime.values.files import CHUNK, File, file, source


def contents(found: Any) -> bytes:
    opened = found.open()
    content = b"".join(iter(opened.read, b""))
    opened.close()
    return content


class Pipe:
    """Can be read, and nothing else."""

    def __init__(self, *chunks: Any) -> None:
        self._chunks = [*chunks]

    def read(self, size: int = -1) -> Any:
        return self._chunks.pop(0) if self._chunks else b""


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_every_kind_of_file_is_read(tmp_path: Path, size: int) -> None:
    content = b"x" * size
    path = tmp_path / "file"
    path.write_bytes(content)
    for given in (content, path, io.BytesIO(content), path.open("rb")):
        found = source(given)
        assert found.can_rewind
        assert found.length == size
        assert contents(found) == content
        assert contents(found) == content
        if isinstance(given, io.BufferedReader):
            assert not given.closed
            given.close()
    pipe = source(Pipe(content))
    assert not pipe.can_rewind
    assert pipe.length is None


def test_an_open_file_is_sent_from_where_it_stands() -> None:
    opened = io.BytesIO(b"0123456789")
    opened.seek(4)
    found = source(opened)
    assert found.length == 6
    for _ in range(2):
        assert found.open().read() == b"456789"
    opened.seek(100)
    assert source(opened).length == 0


def test_a_file_that_grows_is_sent_as_it_was_and_one_that_shrinks_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"one, two")
    found = source(path)
    path.write_bytes(b"one, two, three")
    assert contents(found) == b"one, two"
    path.write_bytes(b"one")
    with closing(found.open()) as opened:
        assert opened.read() == b"one"
        with pytest.raises(OSError, match="5 bytes shorter"):
            opened.read()


def test_the_name_of_a_file() -> None:
    with tempfile.TemporaryFile() as opened:  # whose name is a number
        assert {File(given).file_name for given in (b"x", io.BytesIO(b"x"), opened)} == {"upload"}
    path = Path("/somewhere/report.csv")
    assert (File(path).file_name, File(path, name="mine").file_name) == ("report.csv", "mine")


def test_bare_values_become_files() -> None:
    assert file(b"x") == File(b"x")
    assert file(bytearray(b"x")) == File(b"x")
    assert file(memoryview(b"x")) == File(b"x")
    given = File(b"x", "a.csv", "text/csv; header=present")
    assert file(given) is given


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("report.csv", "expected bytes, a file opened in binary mode, or an os.PathLike, found a string"),
        (None, "expected bytes, a file opened in binary mode, or an os.PathLike, found NoneType"),
        (["x"], "found list"),
        (File(5), "found int"),  # type: ignore[arg-type]
        (io.StringIO("x"), "expected a file opened in binary mode, found one opened in text mode"),
        (Path("/nowhere/at/all"), "expected a readable file, found [Errno 2]"),
        (Path("/"), "expected a readable file, found [Errno 21]"),
        (Path("a\0b"), "expected a readable file, found embedded null byte"),
        (File(b"x", None, "text"), "expected a media type such as 'text/csv', found 'text'"),
        (File(b"x", None, "text/csv\r\nX-Evil: 1"), "expected a media type such as 'text/csv'"),
    ],
)
def test_other_values_are_refused(value: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        file(value)
    assert message in str(caught.value)


def test_a_closed_file_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb+") as opened:
        pass
    with pytest.raises(ValidationError, match="closed file"):
        file(opened)


def test_a_stream_that_turns_out_to_be_text_is_an_error() -> None:
    opened = source(Pipe("text")).open()
    with pytest.raises(ValueError, match="opened in text mode"):
        opened.read()
