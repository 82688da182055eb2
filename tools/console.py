"""How the commands here speak and end: 0 where all is well, 1 where they found something, 2 where they could not."""

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
    """A command cannot do what it was asked for; the message says why, for the person who called it."""

    def __init__(self, reason: str, *, code: int = FAILED) -> None:
        super().__init__(reason)
        self.code = code
        """What the command ends with."""


def command(name: str) -> Callable[[Callable[Arguments, int]], Callable[Arguments, int]]:
    """Decorate the `main` of a command, so that whatever it raises becomes a message and an exit code."""

    def decorate(main: Callable[Arguments, int]) -> Callable[Arguments, int]:
        @functools.wraps(main)
        def run(*arguments: Arguments.args, **options: Arguments.kwargs) -> int:
            try:
                return main(*arguments, **options)
            except ToolError as error:
                return complain(f"{name}: {error}", error.code)
            except RecursionError:
                return complain(f"{name}: what it was given is nested too deeply")
            except KeyboardInterrupt:
                return complain(f"{name}: interrupted")
            except Exception:
                # Python would end with 1, which is what a command ends with that found something.
                traceback.print_exc()
                return complain(f"{name}: this is a fault of the tool itself")

        return run

    return decorate


def complain(text: str, code: int = FAILED) -> int:
    """Print `text` on standard error and return `code`."""
    print(text, file=sys.stderr)
    return code


def show(text: str) -> None:
    """Print `text` at once, whatever terminal or pipe it goes to; what a command prints, it prints with this.

    A reader such as `head` may have seen enough. That stops nothing: what is printed later goes nowhere.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names in the documents need not fit the terminal's encoding.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except OSError as error:
        # What is buffered would be written, and fail, once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise ToolError(f"the output could not be written: {error.strerror}") from None


def is_set(name: str) -> bool:
    """Return whether a switch such as DRY_RUN=1 is in the environment; 0 and nothing are not."""
    return os.environ.get(name, "") not in ("", "0")


def wants_colour(stream: IO[str]) -> bool:
    """Return whether `stream` is a terminal whose user has not asked for no colour."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def visible(text: str) -> str:
    """Return `text` with what a terminal would obey made visible."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def one_line(message: object) -> str:
    """Return what a library says on several lines as one."""
    return " ".join(str(message).split())


def run(command: Sequence[str], failure: str, *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a program and return what it prints, as `output` does."""
    try:
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    except OSError as error:
        raise ToolError(f"{failure}: {command[0]} cannot be run: {error.strerror or error}") from None
    return output(done, failure)


def output(done: subprocess.CompletedProcess[str], failure: str) -> str:
    """Return what a program printed. Its last words follow `failure` in the `ToolError` where it failed."""
    if done.returncode != 0:
        said = done.stderr.strip() or done.stdout.strip() or "no reason"
        raise ToolError(f"{failure}: {said.splitlines()[-1]}")  # above the last line, there may be a traceback
    return done.stdout
