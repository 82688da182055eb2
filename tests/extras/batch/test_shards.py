"""Parts of a batch, and what brings them together."""

from __future__ import annotations

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


def test_a_shard_resumes(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(10)])
    desk.run(shard="2/2", max_calls=2)
    assert desk.run(shard="2/2").resumed == 2
    assert len(desk.asked) == 5


def test_a_shard_that_is_missing_is_named(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(4)])
    with pytest.raises(ConfigurationError, match="no shards"):
        batch.merge(desk.path("out.jsonl"))
    desk.run(shard="1/2")
    with pytest.raises(ConfigurationError, match="missing: 2/2"):
        batch.merge(desk.path("out.jsonl"))


def test_shards_of_different_batches_do_not_merge(desk: Desk) -> None:
    lines = [question(f"q{number}") for number in range(4)]
    desk.write(*lines)
    desk.run(shard="1/2")
    desk.write(*lines, question("more"))
    desk.run(shard="2/2")
    with pytest.raises(ConfigurationError, match="shard 2/2"):
        batch.merge(desk.path("out.jsonl"))
