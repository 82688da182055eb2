"""Parts of a batch, and what brings them together."""

import httpx
import pytest
from datadog_llm_client import ConfigurationError, batch

from .conftest import Desk, answered, question


def test_shards_share_the_lines_and_merge(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(10)])
    desk.answer = lambda text: httpx.Response(400) if text == "q4" else answered(text)
    reports = [desk.run(shard=shard) for shard in ("1/3", (2, 3), batch.Shard(3, 3))]
    assert [report.total for report in reports] == [4, 3, 3]
    assert sorted(desk.asked) == [f"q{number}" for number in range(10)]
    report = batch.merge(desk.path("out.jsonl"))
    assert (report.answered, report.failed) == (9, 1)
    assert sorted(line["line"] for line in desk.read()) == [1, 2, 3, 4, 6, 7, 8, 9, 10]
    assert [line["_error"]["line"] for line in desk.read("out.failures.jsonl")] == [5]
    # It is an output like any other, and merging again adds nothing.
    assert desk.run().resumed == 10
    assert batch.merge(desk.path("out.jsonl")).answered == 9
    assert len(desk.read()) == 9
    assert len(desk.asked) == 10


def test_a_shard_that_is_missing_is_named(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(4)])
    with pytest.raises(ConfigurationError, match="no shards"):
        batch.merge(desk.path("out.jsonl"))
    with pytest.raises(ConfigurationError, match="no shards"):
        batch.merge(desk.path("none") / "out.jsonl")
    desk.run(shard="1/2")
    with pytest.raises(ConfigurationError, match="missing: 2/2"):
        batch.merge(desk.path("out.jsonl"))


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "{}",
        '{"line": "x"}',
        '{"_error": 5}',
        '{"line": 1, "res',
        '{"line": Infinity}',
        '{"line": 9, "usage": null}',
    ],
)
def test_a_line_that_is_none_of_a_batch_is_named(desk: Desk, line: str) -> None:
    desk.write(*[question(f"q{number}") for number in range(2)])
    desk.run(shard="1/1")
    with desk.path("out.1-of-1.failures.jsonl").open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(ConfigurationError, match=r"out\.1-of-1\.failures\.jsonl:1: not a line of a batch"):
        batch.merge(desk.path("out.jsonl"))


def test_shards_of_different_batches_do_not_merge(desk: Desk) -> None:
    lines = [question(f"q{number}") for number in range(4)]
    desk.write(*lines)
    desk.run(shard="1/2")
    desk.write(*lines, question("more"))
    desk.run(shard="2/2")
    with pytest.raises(ConfigurationError, match="shard 2/2"):
        batch.merge(desk.path("out.jsonl"))


def test_an_answer_beats_the_failure_before_it(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(4)])
    desk.answer = lambda text: httpx.Response(400) if text in ("q1", "q3") else answered(text)
    for shard in ("1/2", "2/2"):
        desk.run(shard=shard)
    assert batch.merge(desk.path("out.jsonl")).failed == 2
    desk.answer = lambda text: httpx.Response(400) if text == "q1" else answered(text)
    desk.run(shard="2/2", retry_failed=True)
    report = batch.merge(desk.path("out.jsonl"))
    assert (report.answered, report.failed) == (3, 1)
    assert sorted(line["line"] for line in desk.read()) == [1, 3, 4]
    assert [line["_error"]["line"] for line in desk.read("out.failures.jsonl")] == [2]


def test_a_shard_leaves_out_what_the_whole_has(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(10)])
    desk.run(max_calls=6)
    assert [desk.run(shard=shard).resumed for shard in ("1/2", "2/2")] == [3, 3]
    assert sorted(desk.asked) == sorted(f"q{number}" for number in range(10))
    assert batch.merge(desk.path("out.jsonl")).answered == 10


def test_a_whole_of_another_input_is_refused(desk: Desk) -> None:
    desk.write(question("q0"))
    desk.run()
    desk.write(question("q1"))
    with pytest.raises(ConfigurationError, match=r"out\.jsonl: was made with other input"):
        desk.run(shard="1/2")
    assert desk.asked == ["q0"]
