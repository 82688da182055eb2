import json
from pathlib import Path

import pytest

from benchmarks import isolated, peers
from benchmarks.__main__ import main
from benchmarks.figure import Figure, at_least, at_most, table
from benchmarks.isolated import Failed


def test_a_quick_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = tmp_path / "results.json"
    assert main(["one_call", "bodies", "--quick", "--results", str(results)]) == 0
    figures = json.loads(results.read_text())["figures"]
    assert all(figure["ours"] > 0 for figure in figures)
    shown = capsys.readouterr().out
    for figure in figures:
        if figure["peer"] != "datadog-api-client":  # `make bench` installs it; nothing else here needs it
            assert figure["ratio"] is None or figure["ratio"] > 0
        assert figure["what"] in shown


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mapping", "limits", "batches"])
def test_a_quick_run_of_many_calls(tmp_path: Path, name: str) -> None:
    """Each raises `Failed` where a call or a line is lost; how fast they are is no test."""
    results = tmp_path / "results.json"
    assert main([name, "--quick", "--results", str(results)]) == 0
    assert json.loads(results.read_text())["figures"]


def test_a_peer_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(peers.PEERS, "nobody", peers.Peer("nobody", "no_such_package", "nobody"))
    assert peers.is_absent("nobody")
    shown = table([Figure("a call", "ms", [1.0], "nobody", [], at_most(1))])
    assert "absent" in shown
    assert "?" in shown


def test_ratios_and_targets() -> None:
    figure = Figure("a call", "ms", [1.0, 2.0, 9.0], "peer", [2.0, 2.0, 3.0], at_most(1))
    assert (figure.value, figure.peer_value, figure.ratio, figure.met) == (2.0, 2.0, 1.0, True)
    assert Figure("calls", "/s", [400.0], "stuck", [0.0], at_least(3)).ratio is None
    assert Figure("calls", "/s", [400.0], target=at_least(450)).met is False
    assert Figure("calls", "/s", [], target=at_least(450), note="no network").met is None
    assert "no network" in table([Figure("calls", "/s", [], note="no network")])


def test_a_measurement_that_fails_says_why() -> None:
    with pytest.raises(Failed, match="KeyError: 'nobody'"):
        isolated.isolated(peers.is_absent, "nobody")


def test_unknown_names_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["one_cal"])
    assert "one_call" in capsys.readouterr().err
