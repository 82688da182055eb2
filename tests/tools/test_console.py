"""How commands print and exit."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE
from typing import IO

import pytest

from tools.console import FAILED, FOUND, ToolError, command, is_set, run, visible
from tools.project import ROOT, files_in


def fail(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ToolError("no such thing"), FAILED, "name: no such thing\n"),
        (ToolError("two files differ", code=FOUND), FOUND, "name: two files differ\n"),
        (KeyboardInterrupt(), FAILED, "name: interrupted\n"),
        (RecursionError(), FAILED, "name: the input is nested too deeply\n"),
    ],
)
def test_errors_become_a_message_and_a_code(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("name")(lambda: FOUND)() == FOUND
    assert command("name")(fail)(error) == code
    assert capsys.readouterr() == ("", said)


def test_other_errors_are_bugs_and_not_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("name")(fail)(ZeroDivisionError("by nothing")) == FAILED
    said = capsys.readouterr().err
    assert said.startswith("Traceback ")
    assert said.endswith("ZeroDivisionError: by nothing\nname: this is a bug in the tool itself\n")


def test_run_gives_the_output(tmp_path: Path) -> None:
    code = "import os; print(os.getcwd(), os.environ['WORD'])"
    assert run([sys.executable, "-c", code], "fails", cwd=tmp_path, env={"WORD": "x"}) == f"{tmp_path} x\n"


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ([sys.executable, "-c", "print('only this'); raise SystemExit(3)"], "only this"),
        ([sys.executable, "-c", "raise SystemExit(3)"], "no reason"),
        ([sys.executable, "-c", "1 / 0"], "ZeroDivisionError: division by zero"),
        (["./no-such-program"], "./no-such-program cannot be run: No such file or directory"),
    ],
)
def test_run_tells_the_last_words(program: list[str], reason: str) -> None:
    with pytest.raises(ToolError) as error:
        run(program, "it fails")
    assert str(error.value) == f"it fails: {reason}"


TALKATIVE = """
import sys
from tools.console import command, show
@command("talk")
def main():
    show("first")
    show("second")
    print("worked on", file=sys.stderr)
    return 0
sys.exit(main())
"""


def talk(output: IO[str], **variables: str) -> tuple[int, str]:
    command = [sys.executable, "-c", TALKATIVE]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | variables, stdout=output, stderr=PIPE, text=True)
    return done.returncode, done.stderr


def test_reader_that_has_seen_enough_stops_nothing() -> None:
    for variables in ({}, {"PYTHONUNBUFFERED": "1"}):
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "w") as output:
            assert talk(output, **variables) == (0, "worked on\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
def test_output_that_is_lost_is_told() -> None:
    with open("/dev/full", "w") as output:
        assert talk(output) == (2, "talk: the output could not be written: No space left on device\n")


def test_switches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_set("SOME_SWITCH")
    for value, expected in (("1", True), ("yes", True), ("0", False), ("", False)):
        monkeypatch.setenv("SOME_SWITCH", value)
        assert is_set("SOME_SWITCH") == expected


def test_what_commands_print_they_show() -> None:
    # `check.py` is copied into other repositories, and `exercise.py` is a program that a tool talks to.
    own = {"console.py", "vendoring/check.py", "survey/exercise.py"}
    for name, path in files_in(ROOT / "tools").items():
        if name.endswith(".py") and name not in own:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                    assert "file" in {keyword.arg for keyword in node.keywords}, f"{path}:{node.lineno}"


def test_what_a_terminal_would_obey_is_made_visible() -> None:
    assert visible("a\x1b[31m\tä") == "a\\x1b[31m\\tä"
