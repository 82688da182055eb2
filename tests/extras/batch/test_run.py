"""What a batch writes, and what it does when it runs again."""

import gzip
import io
import json
import os
import sys
from typing import Any

import httpx
import pytest
from datadog_llm_client import AuthenticationError, ConfigurationError, PermissionDeniedError, RateLimitError, batch

from .conftest import DEFAULTS, Desk, answered, numbers, question


def test_a_line_of_output_for_each_line_of_input(desk: Desk) -> None:
    desk.write(*[question(f"q{number}", id=number) for number in range(20)])
    report = desk.run(concurrency=4)
    lines = sorted(desk.read(), key=lambda line: line["line"])
    assert [line["line"] for line in lines] == list(range(1, 21))
    assert [line["id"] for line in lines] == list(range(20))
    assert [line["result"]["response"]["content"] for line in lines] == [f"re: q{number}" for number in range(20)]
    assert lines[0]["usage"] == {"input_tokens": 2, "output_tokens": 3, "total_tokens": 5}
    assert (report.total, report.answered, report.failed, report.missing) == (20, 20, 0, 0)
    assert report.usage["total_tokens"] == 100
    assert report.stopped is None


@pytest.mark.parametrize("text", ["{}", '{ "id" : "é\\u00e9" , "temperature":1.0 }', '{"n": 12345678901234567890}'])
def test_a_failure_is_its_line_unchanged_and_the_error(desk: Desk, text: str) -> None:
    desk.answer = lambda text: httpx.Response(400, json={"errors": ["no"]}, headers={"x-request-id": "r1"})
    text = text.replace('"n"', '"extra_body"').replace("12345678901234567890", '{"n": 12345678901234567890}')
    desk.write(text)
    report = desk.run(defaults={**DEFAULTS, **question("q")})
    assert (report.answered, report.failed) == (0, 1)
    [line] = desk.path("out.failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert line.startswith(text[:-1].rstrip())
    error = json.loads(line).pop("_error")
    expected = {"line": 1, "type": "BadRequestError", "status_code": 400, "request_id": "r1"}
    assert error.items() >= expected.items()


def test_failures_are_an_input(desk: Desk) -> None:
    desk.write(*[question(f"q{number}", id=number) for number in range(6)])
    desk.answer = lambda text: httpx.Response(500) if text in ("q2", "q4") else answered(text)
    assert desk.run().failed == 2
    desk.answer = answered
    report = desk.run("out.failures.jsonl", "second.jsonl")
    assert (report.total, report.answered) == (2, 2)
    assert sorted(line["id"] for line in desk.read("second.jsonl")) == [2, 4]


def test_failures_stay_unless_they_are_to_be_tried_again(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(4)])
    desk.answer = lambda text: httpx.Response(500) if text == "q2" else answered(text)
    assert desk.run().failed == 1
    desk.answer = answered
    assert desk.run().failed == 1
    assert len(desk.asked) == 4
    report = desk.run(retry_failed=True)
    assert (report.answered, report.failed) == (4, 0)
    assert desk.path("out.failures.jsonl").read_text() == ""


def test_an_answer_that_was_paid_for_is_kept_with_its_failure(desk: Desk) -> None:
    desk.write(question("odd"), question("refused"))
    refusal = {"model_id": "m", "messages": [], "response": json.loads(answered("").content)["response"]}
    refusal["error_response"] = {"type": "t", "message": "no"}
    desk.answer = lambda text: httpx.Response(200, json=refusal if text == "refused" else {"paid": "for"})
    report = desk.run()
    odd, refused = sorted(desk.read("out.failures.jsonl"), key=lambda line: line["_error"]["line"])
    assert json.loads(odd["_error"]["content"]) == {"paid": "for"}
    assert refused["_error"]["response"]["error_response"]["message"] == "no"
    assert report.usage["total_tokens"] == 5


@pytest.mark.parametrize(("status", "error"), [(401, AuthenticationError), (403, PermissionDeniedError)])
def test_rejected_credentials_end_the_run(desk: Desk, status: int, error: type[Exception]) -> None:
    desk.write(*[question(f"q{number}") for number in range(100)])
    desk.answer = lambda text: httpx.Response(status, json={"errors": []})
    with pytest.raises(error):
        desk.run(concurrency=3)
    assert len(desk.asked) <= 6
    assert desk.read("out.failures.jsonl") == []
    desk.answer = answered
    assert desk.run().answered == 100


def test_a_server_that_keeps_refusing_ends_it_resumably(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(9)])
    desk.answer = lambda text: (
        answered(text) if len(desk.asked) < 4 else httpx.Response(429, headers={"retry-after": "999"})
    )
    with pytest.raises(RateLimitError):
        desk.run(concurrency=1)
    assert len(desk.read()) == 3
    desk.answer = answered
    assert desk.run().answered == 9
    assert numbers(desk.path("out.jsonl")) == list(range(1, 10))


def test_budgets_count_over_all_runs(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(50)])
    report = desk.run(max_calls=7)
    assert (report.answered, report.stopped, len(desk.asked)) == (7, "max_calls", 7)
    assert desk.run(max_calls=7).stopped == "max_calls"
    assert len(desk.asked) == 7
    report = desk.run(max_total_tokens=60, concurrency=2)
    assert report.stopped == "max_total_tokens"
    assert 12 <= report.answered <= 14
    assert desk.run(max_total_tokens=100_000).stopped is None


def test_progress_is_reported(desk: Desk) -> None:
    desk.write(*[question(f"q{number}") for number in range(5)])
    seen: list[tuple[int, int | None]] = []
    desk.run(on_progress=lambda report: seen.append((report.answered, report.missing)))
    assert seen == [(1, 4), (2, 3), (3, 2), (4, 1), (5, 0)]


def test_compressed_by_name(desk: Desk) -> None:
    path = desk.path("in.jsonl.gz")
    with gzip.open(path, "wt") as file:
        file.writelines(json.dumps(question(f"q{number}")) + "\n" for number in range(9))
    desk.run("in.jsonl.gz", "out.jsonl.gz", max_calls=4)
    report = desk.run("in.jsonl.gz", "out.jsonl.gz")
    assert (report.answered, report.resumed) == (9, 4)
    assert numbers(desk.path("out.jsonl.gz")) == list(range(1, 10))


def test_standard_streams(desk: Desk, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> None:
    text = "".join(json.dumps(question(f"q{number}")) + "\n" for number in range(3))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    report = batch.run(desk.client, "-", "-", defaults=DEFAULTS)
    assert (report.total, report.answered, report.missing) == (None, 3, None)
    sys.stdout.flush()
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert sorted(line["line"] for line in lines) == [1, 2, 3]
    assert os.listdir(desk.folder) == []


def test_a_stream_is_not_resumed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(question("q")).encode())))
        if not desk.path("out.jsonl").exists():
            batch.run(desk.client, "-", desk.path("out.jsonl"), defaults=DEFAULTS)
    with pytest.raises(ConfigurationError, match="standard input"):
        batch.run(desk.client, "-", desk.path("out.jsonl"), defaults=DEFAULTS)


def test_other_operations(desk: Desk) -> None:
    path = desk.write({"integration": "openai"}, {"integration": "anthropic"})
    http = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json=[])))
    client = type(desk.client)("a", "b", http_client=http)
    report = batch.run(client, path, desk.path("out.jsonl"), operation="list_accounts")
    assert report.answered == 2
    assert desk.read()[0]["result"] == []
