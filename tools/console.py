"""How the commands print and exit: with 0 if all is well, 1 if they found something, 2 if they failed."""

import functools
import io
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, ParamSpec

FINE, FOUND, FAILED = 0, 1, 2

Arguments = ParamSpec("Arguments")


class ToolError(Exception):
    """A command cannot do what it was asked to. The message tells the caller why."""

    def __init__(self, reason: str, *, code: int = FAILED) -> None:
        super().__init__(reason)
        self.code = code
        """The exit code of the command."""


def command(name: str) -> Callable[[Callable[Arguments, int]], Callable[Arguments, int]]:
    """Decorate the `main` of a command, so that any exception becomes a message and an exit code."""

    def decorate(main: Callable[Arguments, int]) -> Callable[Arguments, int]:
        @functools.wraps(main)
        def run(*arguments: Arguments.args, **options: Arguments.kwargs) -> int:
            try:
                return main(*arguments, **options)
            except ToolError as error:
                return complain(f"{name}: {error}", error.code)
            except RecursionError:
                return complain(f"{name}: the input is nested too deeply")
            except KeyboardInterrupt:
                return complain(f"{name}: interrupted")
            except Exception:
                # Python would exit with 1, which here means that something was found.
                traceback.print_exc()
                return complain(f"{name}: this is a bug in the tool itself")

        return run

    return decorate


def complain(text: str, code: int = FAILED) -> int:
    """Print `text` on standard error and return `code`."""
    print(text, file=sys.stderr)
    return code


def show(text: str) -> None:
    """Print `text` at once, to whatever terminal or pipe. All output of a command goes through this.

    A reader such as `head` may have seen enough. The command goes on, and what it prints later is discarded.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names in a document may not fit the terminal's encoding.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except OSError as error:
        # Otherwise, Python would try to flush its buffer on exit, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise ToolError(f"the output could not be written: {error.strerror}") from None


def is_set(name: str) -> bool:
    """Return whether a switch such as DRY_RUN=1 is set in the environment, to something other than 0."""
    return os.environ.get(name, "") not in ("", "0")


def wants_colour(stream: IO[str]) -> bool:
    """Return whether `stream` is a terminal, and colour is not disabled."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def visible(text: str) -> str:
    """Return `text` with control characters escaped, so that a terminal does not obey them."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def one_line(message: object) -> str:
    """Return a message of several lines as one line."""
    return " ".join(str(message).split())


def run(command: Sequence[str], failure: str, *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a program and return its output. Raises `ToolError` as `output` does."""
    try:
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    except OSError as error:
        raise ToolError(f"{failure}: {command[0]} cannot be run: {error.strerror or error}") from None
    return output(done, failure)


def output(done: subprocess.CompletedProcess[str], failure: str) -> str:
    """Return the output of a program. If it failed, raise `ToolError` with `failure` and its last line."""
    if done.returncode != 0:
        said = done.stderr.strip() or done.stdout.strip() or "no reason"
        raise ToolError(f"{failure}: {said.splitlines()[-1]}")  # above the last line, there may be a traceback
    return done.stdout
