"""Templates that override those of the generator, and the record of what they were written against."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tools.console import ToolError
from tools.project import PINS, ROOT
from tools.templates import RECORD, Templates, main

NEXT = "openapi-python-client==0.30.0"


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    """Copies of our templates and of the stock ones, to be edited."""
    installed = Templates.find(ROOT)
    root, stock = tmp_path / "project", tmp_path / "stock"
    shutil.copytree(ROOT / "openapi" / "templates", root / "openapi" / "templates")
    shutil.copy(ROOT / PINS, root / PINS)
    shutil.copytree(installed.stock, stock)
    return replace(installed, root=root, stock=stock)


def again(templates: Templates) -> Templates:
    """Look at the files anew."""
    return replace(templates)


def moved(templates: Templates) -> Templates:
    """Pin and install another generator."""
    path = templates.root / PINS
    path.write_text(path.read_text().replace(templates.pin, NEXT))
    return replace(templates, installed="0.30.0")


def append(path: Path, text: str) -> None:
    """Change a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_the_record_of_the_project_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    assert "\nmodel.py.jinja             overridden " in output.out
    # Ours, with nothing to compare it with.
    assert "_dicts.py.jinja" not in output.out


@pytest.mark.parametrize("name", ["model.py.jinja", "helpers.jinja"])
def test_a_stock_template_that_changed(name: str, templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    append(
        templates.ours / "client.py.jinja", '{% from "helpers.jinja" import docstring %}\n'
    )  # not ours, but imported
    assert main(["--accept"], again(templates)) == 0
    capsys.readouterr()
    append(templates.stock / name, "{# newer #}\n")
    assert main([], again(templates)) == 1
    error = capsys.readouterr().err.splitlines()
    assert error[1] == f"{name}: the stock template is not the one that ours was written against"
    assert len(error) == 3
    assert main(["--accept"], again(templates)) == 0
    assert main([], again(templates)) == 0


def test_a_stock_template_that_ours_do_not_need(templates: Templates) -> None:
    append(templates.stock / "str_enum.py.jinja", "{# newer #}\n")
    assert main([], templates) == 0


def test_another_generator(templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    written_for = templates.pin
    newer = moved(templates)
    assert main([], newer) == 1
    assert f"the templates were written for {written_for}, {NEXT} is pinned" in capsys.readouterr().err
    assert main(["--accept"], again(newer)) == 0
    assert main([], again(newer)) == 0
    record = json.loads((newer.ours / RECORD).read_text())
    assert record["generator"] == NEXT


def test_a_pin_that_is_not_installed_yet(templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    pinned = replace(moved(templates), installed=templates.installed)
    assert main([], pinned) == 1
    assert f"{NEXT} is pinned: run `make env`" in capsys.readouterr().err
    assert main(["--accept"], again(pinned)) == 2
    assert "run `make env`" in capsys.readouterr().err


def test_an_override_whose_stock_template_is_gone(templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    (templates.stock / "errors.py.jinja").unlink()
    assert main([], templates) == 1
    error = capsys.readouterr().err
    assert f"errors.py.jinja: is in {RECORD}, but is no stock template that ours override or import" in error
    assert "errors.py.jinja: overrides nothing, and no override imports it" in error


def test_a_new_override(templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    append(templates.ours / "client.py.jinja", '{% from "more.jinja" import more %}\n')
    (templates.ours / "more.jinja").write_text("{% macro more() %}{% endmacro %}\n")
    shutil.copy(templates.stock / "str_enum.py.jinja", templates.ours)
    assert main([], templates) == 1
    error = capsys.readouterr().err
    assert f"str_enum.py.jinja: is not in {RECORD} yet" in error
    assert "more.jinja" not in error


def test_a_file_without_use(templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    (templates.ours / "notes.jinja").write_text("")
    assert main([], templates) == 1
    assert "notes.jinja: overrides nothing, and no override imports it" in capsys.readouterr().err


def test_no_record(templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    (templates.ours / RECORD).unlink()
    assert main([], templates) == 1
    assert f"client.py.jinja: is not in {RECORD} yet" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["errors.py.jinja", "helpers.jinja"])
def test_show(name: str, templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    append(templates.ours / "client.py.jinja", '{% from "helpers.jinja" import docstring %}\n')
    assert main(["--show", name], templates) == 0
    output = capsys.readouterr().out
    stock = (templates.stock / name).read_text(encoding="utf-8")
    if name in templates.overrides:
        assert output.startswith(
            f"--- openapi-python-client {templates.installed}/{name}\n+++ openapi/templates/{name}\n"
        )
        assert f"\n-{stock.splitlines()[0]}\n" in output
    else:
        assert output.strip() == stock.strip()


def test_a_template_that_is_not_there(templates: Templates, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--show", "none.jinja"], templates) == 2
    assert "none.jinja: is none of client.py.jinja, " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (f"openapi/templates/{RECORD}", "{", "is not JSON"),
        (f"openapi/templates/{RECORD}", "[]", "is expected to hold `generator` and `sha256`"),
        ("openapi/templates/client.py.jinja", "{% if %}", "client.py.jinja: cannot be read"),
        (
            "openapi/templates/client.py.jinja",
            '{% import "nothing.jinja" as nothing %}',
            "nothing.jinja: cannot be read",
        ),
        (PINS, "", "does not pin openapi-python-client with =="),
    ],
)
def test_what_cannot_be_checked(
    name: str, text: str, reason: str, templates: Templates, capsys: pytest.CaptureFixture[str]
) -> None:
    (templates.root / name).write_text(text)
    assert main([], templates) == 2
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert reason in output.err


def test_no_directory_and_no_generator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ToolError, match="is no directory"):
        _ = Templates(tmp_path, tmp_path, "0").overrides
    monkeypatch.setattr("tools.templates.find_spec", lambda name: None)
    assert main([]) == 2
