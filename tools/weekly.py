"""Check for changes by others, and keep one open issue for each check that finds something.

`drift` and `survey` compare with Datadog's newest contract, and `canary` tests what relies on the internals of other
libraries against their newest releases. The issues are on GitHub, through `gh` and its environment variables.
Exits with 0 whether or not something was found, and with 2 if the check failed.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from tools.console import FINE, FOUND, command, is_set, one_line, output, run, show, visible
from tools.project import ROOT

# GitHub takes 65,536 characters.
LONGEST_BODY = 60_000


def drift(found: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each finding of `make drift JSON=1`."""
    for one in found["drift"]:
        yield f"{one['rating']}: {one['operation']} {one['path']}: {one['message']}"
    for one in found["stale_deviations"]:
        yield f"deviation that no longer applies: {one['operation']} {one['path']} {one['kind']}"


def survey(found: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each kind of failure in `make survey JSON=1`."""
    for one in found["reasons"]:
        example = one["example"]
        yield f"{one['count']} {one['stage']}: {one['kind']}, for example {example['name']}: {example['reason']}"


LOOKS: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {"drift": drift, "survey": survey}


def look(name: str, upstream: str = "") -> list[str]:
    """Run a check, and return a line for each finding. Raises `ToolError` if it cannot be run."""
    if name == "canary":
        done = _run("make", "--no-print-directory", "canary")
        failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        if not failed:
            output(done, "the canary could not be run")
        return failed
    done = _run(sys.executable, "-m", f"tools.{name}", "--json", *([upstream] if upstream else []))
    if done.returncode != FOUND or not done.stdout.startswith("{"):
        output(done, f"{name} could not be run")
        return []
    return [visible(one_line(line)) for line in LOOKS[name](json.loads(done.stdout))]


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)


def tell(name: str, lines: list[str]) -> str:
    """Open, change or close the issue, and return what was done."""
    title, text = f"`make {name}` found something", body(name, lines)
    listed = json.loads(_gh("list", "--state", "open", "--limit", "1000", "--json", "number,title,body"))
    number, known = next(((str(one["number"]), one["body"]) for one in listed if one["title"] == title), ("", ""))
    if not number:
        return _gh("create", "--title", title, "--body", text) if lines else "nothing was found"
    if not lines:
        return _gh("close", number, "--comment", f"`make {name}` no longer finds anything.") or f"closed {number}"
    if known.strip() == text:
        return f"{number} is up to date"
    _gh("edit", number, "--body", text)
    return _gh("comment", number, "--body", "The findings changed: see the new description.")


def body(name: str, lines: list[str]) -> str:
    """Return the text of the issue. Findings are quoted as they are, and mention nobody."""
    listed = "\n".join(lines).replace("```", "'''")
    if len(listed) > LONGEST_BODY:
        listed = f"{listed[:LONGEST_BODY]}\n..."
    return f"The weekly check found this; `make {name}` shows more.\n\n```text\n{listed}\n```"


def _gh(*arguments: str) -> str:
    return run(["gh", "issue", *arguments], f"gh issue {arguments[0]}").strip()


@command("weekly")
def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.weekly", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("look", choices=[*LOOKS, "canary"])
    parser.add_argument("--upstream", default="", help="as for drift and survey")
    options = parser.parse_args(arguments)
    lines = look(options.look, options.upstream)
    if is_set("DRY_RUN"):
        show(body(options.look, lines) if lines else "nothing was found")
    else:
        show(tell(options.look, lines))
    return FINE


if __name__ == "__main__":
    sys.exit(main())
