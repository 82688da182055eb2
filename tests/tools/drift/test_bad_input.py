"""What cannot be compared exits with 2 and one line, and changes nothing."""

from pathlib import Path

import pytest

from tools.contract import document
from tools.drift.__main__ import main
from tools.project import ROOT

from .support import CONTRACT, INFERENCE, PREFIX, Contract, Mutation, at, contract, dump, mutated, set_in

_MESSAGE = {"$ref": "#/components/schemas/Message"}
_LOOP = {"Loop": {"$ref": "#/components/schemas/Pool"}, "Pool": {"$ref": "#/components/schemas/Loop"}}


def refused(capsys: pytest.CaptureFixture[str], theirs: Path | str, ours: Path = CONTRACT) -> str:
    """Run the command, which must refuse, and return the reason."""
    before = sorted(path.stat().st_mtime_ns for path in (ROOT / "openapi").iterdir())
    assert main([str(theirs), "--contract", str(ours)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("drift: ")
    assert output.err.count("\n") == 1
    assert before == sorted(path.stat().st_mtime_ns for path in (ROOT / "openapi").iterdir())
    return output.err.removeprefix("drift: ").rstrip()


def _loop(document: Contract) -> None:
    document["components"]["schemas"] |= _LOOP
    at(document, "Message.properties")["role"] = {"$ref": "#/components/schemas/Loop"}


def _crosswise(document: Contract) -> None:
    schemas = document["components"]["schemas"]
    for level in range(25):
        below = {"$ref": f"#/components/schemas/Level{level + 1}"}
        schemas[f"Level{level}"] = {"type": "object", "properties": {"a": below, "b": below}}
    schemas["Level25"] = {"type": "string"}
    at(document, "Message.properties")["role"] = {"$ref": "#/components/schemas/Level0"}


MUTATIONS: dict[str, tuple[Mutation, str]] = {
    "reference to nothing": (set_in("Message.properties", "role", {"$ref": "#/components/schemas/Gone"}), "to nothing"),
    "reference into another file": (set_in("Message.properties", "role", {"$ref": "a.yaml#/b"}), "the document itself"),
    "reference to a word": (set_in("Message.properties", "role", {"$ref": "#/info/title"}), "to a mapping"),
    "circular reference": (_loop, "circular reference #/components/schemas/"),
    "schema made of itself": (
        set_in("components.schemas", "Message", {"allOf": [_MESSAGE]}),
        "circular reference: the schema contains itself",
    ),
    "no such paths": (
        lambda document: document.update(paths={"/other": document["paths"][INFERENCE]}),
        f"no operation below {PREFIX}",
    ),
    "paths left out": (lambda document: document.pop("paths"), "has no `paths`"),
    "servers left out": (lambda document: document.pop("servers"), "has no `servers`"),
    "another version": (lambda document: document.update(openapi="2.0"), "not an OpenAPI 3.0 or 3.1 document"),
    "schema cut off": (set_in("Message.properties", "role", None), "`role` is expected to be a mapping"),
    "operation cut off": (lambda document: at(document, "run").pop("responses"), "has no responses"),
    "unknown security scheme": (set_in("run", "security", [{"other": []}]), "security scheme other is not defined"),
    "schemas that nobody could read": (_crosswise, "refer to each other without end"),
    "word in place of a list": (set_in("Message", "required", "role"), "`required` is expected to be a list"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_document_that_makes_no_sense(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mutate, reason = MUTATIONS[name]
    bad = tmp_path / "bad.yaml"
    bad.write_text(dump(mutated(mutate)), encoding="utf-8")
    assert reason in refused(capsys, bad, bad if mutate is _crosswise else CONTRACT)


TEXTS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "truncated"),
    "only a line end": (b"\n", "is empty"),
    "a word": (b"openapi\n", "is not an OpenAPI document"),
    "not UTF-8": (b"openapi: \xff\n", "is not UTF-8 text"),
    "invalid YAML": (CONTRACT.read_bytes() + b"x: [\n", "not valid YAML"),
    "duplicate key": (CONTRACT.read_bytes() + b"openapi: 3.1.0\n", "duplicate key `openapi`"),
    "HTML": (b"<html>\n<body>No such file: it is gone.</body>\n", ""),
    "truncated in a word": (CONTRACT.read_bytes()[:4500], "may be truncated"),
    "truncated sdist": (b"\x1f\x8b\x08\x00\x00", "is not a whole source distribution"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_that_is_no_document(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, reason = TEXTS[name]
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(text)
    assert reason in refused(capsys, bad)
    assert reason in refused(capsys, CONTRACT, bad) or name == "truncated sdist"


def test_truncation_at_the_end_of_a_line_is_seen_when_something_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Datadog's file is sorted: `servers` come after the paths, so they are missing if it ends within a path.
    bad = tmp_path / "bad.yaml"
    text = dump(dict(sorted(contract().items())))
    for line in range(1, text[: text.index("\nservers:")].count("\n")):
        bad.write_text("".join(text.splitlines(keepends=True)[:line]), encoding="utf-8")
        if line % 40 == 0:
            refused(capsys, bad)


def test_a_file_that_is_not_there_or_huge(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, huge = tmp_path / "gone.yaml", tmp_path / "huge.yaml"
    assert "is neither a file, nor a URL, nor a version" in refused(capsys, gone)
    assert "No such file" in refused(capsys, CONTRACT, gone)
    assert "Is a directory" in refused(capsys, tmp_path)
    monkeypatch.setattr(document, "MAX_BYTES", 1024 * 1024)
    huge.write_bytes(b"#" * (1024 * 1024) + b"\n")
    assert "is larger than 1 MB" in refused(capsys, huge)
