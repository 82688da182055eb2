"""How commands end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.console import FAILED, FOUND, ToolError, command, run, visible


def fail(error: BaseException) -> int:
    raise error


def recurse() -> int:
    return recurse()


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ToolError("no such thing"), FAILED, "name: no such thing\n"),
        (ToolError("two files differ", code=FOUND), FOUND, "name: two files differ\n"),
        (KeyboardInterrupt(), FAILED, "name: interrupted\n"),
    ],
)
def test_errors_become_a_message_and_a_code(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("name")(fail)(error) == code
    assert capsys.readouterr() == ("", said)


def test_endless_recursion_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("name")(recurse)() == FAILED
    assert "nested too deeply" in capsys.readouterr().err


def test_other_errors_are_bugs() -> None:
    with pytest.raises(ZeroDivisionError):
        command("name")(fail)(ZeroDivisionError())


def test_the_code_of_a_command_is_its_own() -> None:
    assert command("name")(lambda: FOUND)() == FOUND


def test_run_gives_the_output(tmp_path: Path) -> None:
    code = "import os; print(os.getcwd(), os.environ['WORD'])"
    assert run([sys.executable, "-c", code], "fails", cwd=tmp_path, env={"WORD": "x"}) == f"{tmp_path} x\n"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("print('only this'); raise SystemExit(3)", "it fails: only this"),
        ("raise SystemExit(3)", "it fails: no reason"),
        ("1 / 0", "it fails: ZeroDivisionError: division by zero"),
    ],
)
def test_run_tells_the_last_words(code: str, reason: str) -> None:
    with pytest.raises(ToolError) as error:
        run([sys.executable, "-c", code], "it fails")
    assert str(error.value) == reason


def test_run_of_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"^it fails: .*/none cannot be run: No such file or directory$"):
        run([str(tmp_path / "none")], "it fails")


def test_what_a_terminal_would_obey_is_made_visible() -> None:
    assert visible("a\x1b[31m\tä") == "a\\x1b[31m\\tä"
