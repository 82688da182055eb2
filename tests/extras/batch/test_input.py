"""What is wrong with files and arguments is said before anything is sent."""

import os
import random
from typing import Any

import pytest
from datadog_llm_client import AsyncClient, ConfigurationError, batch

from tests.support.clients import KEYS

from .conftest import DEFAULTS, Desk, answered, numbers, question


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[1]", "not a JSON object but list"),
        ("null", "not a JSON object"),
        ("{", "not JSON"),
        ('{"temperature": NaN}', "NaN is not JSON"),
        ('{"mesages": []}', "unknown 'mesages'; choose from .*messages"),
        ("{}", "lacks messages"),
        ("[" * 100_000, "nested too deep"),
        ("\udcff", ".*utf-8"),
    ],
)
def test_invalid_lines_are_named(desk: Desk, line: str, message: str) -> None:
    desk.write(question("one"), "", question("two"), line)
    with pytest.raises(ConfigurationError, match=rf"in\.jsonl:4: {message}"):
        desk.run()
    assert desk.asked == []
    assert not desk.path("out.jsonl").exists()


@pytest.mark.parametrize("name", ["none.jsonl", "none.jsonl.gz", "not-compressed.jsonl.gz", "."])
def test_an_input_that_cannot_be_read_is_named(desk: Desk, name: str) -> None:
    desk.write(question("q"), name="not-compressed.jsonl.gz")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        desk.run(name)


@pytest.mark.parametrize("path", [None, 3, b"in.jsonl", "", "in\0.jsonl"], ids=repr)
def test_what_is_no_path_is_named(desk: Desk, path: Any) -> None:
    good = desk.write(question("q"))
    with pytest.raises(ConfigurationError, match="^input must be the path of a file, not "):
        batch.run(desk.client, path, desk.path("out.jsonl"))
    with pytest.raises(ConfigurationError, match="^output must be the path of a file, not "):
        batch.run(desk.client, good, path)
    with pytest.raises(ConfigurationError, match="^output must be the path of a file, not "):
        batch.merge(path)
    assert desk.asked == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"defaults": {**DEFAULTS, "nope": 1}}, "defaults: unknown 'nope'"),
        ({"defaults": {**DEFAULTS, "temperature": object()}}, "defaults must be JSON-serializable"),
        ({"shard": "0/4"}, "shard must have a form"),
        ({"shard": "5/4"}, "shard must have a form"),
        ({"shard": "x"}, "shard must have a form"),
        ({"shard": (1, 2, 3)}, "shard must have a form"),
        ({"shard": ("1", 2)}, "shard must have a form"),
        ({"shard": 3}, "shard must have a form"),
        ({"failures": 3}, "failures must be the path of a file, not 3"),
        ({"operation": "fly"}, "no operation 'fly'"),
        ({"operation": "list_accounts", "max_total_tokens": 5, "defaults": {}}, "max_total_tokens"),
        ({"output": "in.jsonl"}, "different files"),
        ({"output": "none/out.jsonl"}, "cannot be written"),
        ({"rate": 0}, "rate must be"),
        ({"concurrency": 0}, "concurrency must be"),
    ],
)
def test_invalid_arguments(desk: Desk, options: dict[str, Any], message: str) -> None:
    desk.write(question("q"))
    with pytest.raises(ConfigurationError, match=message):
        desk.run(**options)
    assert desk.asked == []


def test_it_takes_the_client_of_threads(desk: Desk) -> None:
    desk.write(question("q"))
    with pytest.raises(ConfigurationError, match="requires a Client, not AsyncClient"):
        batch.run(AsyncClient(**KEYS), desk.path("in.jsonl"), desk.path("out.jsonl"))  # type: ignore[arg-type]


def test_another_input_is_refused_and_appended_lines_are_taken(desk: Desk) -> None:
    lines = [question(f"q{number}") for number in range(5)]
    desk.write(*lines)
    desk.run()
    desk.write(*lines, question("new"))
    assert desk.run().answered == 6
    assert desk.asked[-1] == "new"
    for changed in ([question("other"), *lines[1:], question("new")], lines):
        desk.write(*changed)
        with pytest.raises(ConfigurationError, match="other input"):
            desk.run()
    assert len(desk.asked) == 6


def test_a_last_line_that_is_continued_is_another_input(desk: Desk) -> None:
    path = desk.write(question("q1"))
    path.write_text(path.read_text().rstrip("\n"))
    desk.run()
    path.write_text(path.read_text() + " \n" + path.read_text())
    with pytest.raises(ConfigurationError, match="other input"):
        desk.run()


def test_another_setting_is_refused(desk: Desk) -> None:
    desk.write(question("q"))
    desk.run()
    with pytest.raises(ConfigurationError, match="other"):
        desk.run(defaults={**DEFAULTS, "temperature": 1.0})
    desk.write({"integration": "openai", "account_id": "a"})
    with pytest.raises(ConfigurationError, match="other"):
        desk.run(defaults={}, operation="list_models")


def test_a_file_of_something_else_is_left_alone(desk: Desk) -> None:
    desk.write(question("q"))
    desk.path("out.jsonl").write_text("my notes\nwithout an end")
    with pytest.raises(ConfigurationError, match="not the output of a batch"):
        desk.run()
    assert desk.path("out.jsonl").read_text() == "my notes\nwithout an end"


@pytest.mark.parametrize("text", ["[]", "[" * 100_000, '{"operation": "", "defaults": "", "lines": []}'])
def test_a_manifest_that_is_none_is_named(desk: Desk, text: str) -> None:
    desk.write(question("q"))
    desk.path("out.jsonl.manifest.json").write_text(text)
    with pytest.raises(ConfigurationError, match=r"out\.jsonl\.manifest\.json: not the manifest of a batch"):
        desk.run()


@pytest.mark.skipif(os.name != "posix", reason="is another kind of file there")
@pytest.mark.parametrize("retry_failed", [False, True])
def test_failures_that_cannot_be_cut_are_named(desk: Desk, retry_failed: bool) -> None:
    desk.write(question("q"))
    with pytest.raises(ConfigurationError, match=f"{os.devnull}: cannot be written"):
        desk.run(failures=os.devnull, retry_failed=retry_failed)
    assert desk.asked == []


@pytest.mark.parametrize("name", ["out.jsonl.gz", "out.failures.jsonl.gz"])
def test_an_output_that_is_not_compressed_is_named_and_left_alone(desk: Desk, name: str) -> None:
    desk.write(question("q"))
    desk.run(output="out.jsonl.gz")
    desk.path(name).write_text("{}\n")
    with pytest.raises(ConfigurationError, match=rf"{name}: cannot be read: Not a gzipped file"):
        desk.run(output="out.jsonl.gz")
    assert desk.path(name).read_text() == "{}\n"


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_full_disk_is_named_and_costs_one_answer(desk: Desk, ending: str) -> None:
    resource: Any = pytest.importorskip("resource")
    desk.answer = lambda text: answered(f"{text} {random.Random(text).randbytes(500).hex()}")
    desk.write(*[question(f"q{number}") for number in range(9)])
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, limit[1]))
    try:
        with pytest.raises(ConfigurationError, match=rf"out\.jsonl{ending}: cannot be written: File too large"):
            desk.run(output=f"out.jsonl{ending}", concurrency=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    report = desk.run(output=f"out.jsonl{ending}")
    assert (report.answered, numbers(desk.path(f"out.jsonl{ending}"))) == (9, [*range(1, 10)])
    assert report.resumed > 0


def test_two_runs_at_a_time_are_refused(desk: Desk) -> None:
    desk.write(question("q1"), question("q2"))

    def again(report: batch.Report) -> None:
        with pytest.raises(ConfigurationError, match="another run"):
            desk.run()

    desk.run(on_progress=again)
