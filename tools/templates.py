"""Check that our templates were written against the stock templates of the pinned generator.

An override replaces the stock template of the same name. `openapi/templates/stock.json` records the generator that the
overrides were written for, and the hashes of the stock templates they replace. When the generator is upgraded, a stock
template may change in a way that its override has to follow, which would otherwise go unnoticed.

Exits with 0 if everything is as recorded, 1 if something needs a look, and 2 if that could not be determined.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import openapi_python_client

from tools.console import FINE, FOUND, ToolError, command, complain, show
from tools.project import GENERATOR, ROOT, TEMPLATES, Project

STOCK = Path(openapi_python_client.__file__).parent / "templates"
RECORD = ROOT / TEMPLATES / "stock.json"


def installed(ours: Path = ROOT / TEMPLATES, stock: Path = STOCK) -> dict[str, Any]:
    """Return what the record should hold for the installed generator."""
    overridden = sorted(path.name for path in ours.glob("*.jinja") if (stock / path.name).is_file())
    hashes = {name: hashlib.sha256((stock / name).read_bytes()).hexdigest() for name in overridden}
    return {"generator": f"{GENERATOR}=={metadata.version(GENERATOR)}", "sha256": hashes}


def problems(recorded: Mapping[str, Any], found: Mapping[str, Any], pinned: str) -> Iterator[str]:
    """Yield a line for each thing that needs a look."""
    if found["generator"] != pinned:
        yield f"{found['generator']} is installed, but {pinned} is pinned: run `make env`"
    if recorded["generator"] != pinned:
        yield f"the templates were written for {recorded['generator']}, but {pinned} is pinned"
    before, now = recorded["sha256"], found["sha256"]
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            yield f"{name}: no longer overrides a stock template"
        elif before.get(name) != now[name]:
            yield f"{name}: the stock template is not the one that ours was written against"


@command("templates")
def main(arguments: list[str] | None = None, record: Path = RECORD) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.templates", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--accept", action="store_true", help="record the installed stock templates as reviewed")
    options = parser.parse_args(arguments)
    pinned, found = Project.load().generator, installed()
    if options.accept:
        if found["generator"] != pinned:
            raise ToolError(f"{found['generator']} is installed, but {pinned} is pinned: run `make env`")
        record.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    lines = [*problems(json.loads(record.read_text(encoding="utf-8")), found, pinned)]
    if not lines:
        show(f"{len(found['sha256'])} overrides were written for {pinned}")
        return FINE
    advice = f"Compare each with the one in {STOCK}, then record them with `python -m tools.templates --accept`."
    return complain("\n".join([*lines, advice]), FOUND)


if __name__ == "__main__":
    sys.exit(main())
