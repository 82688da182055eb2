"""Check that our templates were written for the stock templates of the generator that is pinned.

An override stands in for a stock template, and may import others. `openapi/templates/stock.json` records with which
generator they were looked at, and their hashes. When the generator moves, a stock template may change in a way that its
override has to follow, which nobody would notice otherwise.

Ends with 0 when all is as recorded, 1 when something has to be looked at, 2 when that cannot be told.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError, meta

from tools.console import ToolError, command, show
from tools.generate import FURTHER_TEMPLATES
from tools.project import GENERATOR, PINS, ROOT, TEMPLATES, pins

RECORD = "stock.json"


@dataclass(frozen=True)
class Templates:
    """Our templates and the stock ones."""

    root: Path
    stock: Path
    """Where the installed generator keeps its templates."""
    installed: str
    """The version of the installed generator."""

    @classmethod
    def find(cls, root: Path) -> Templates:
        """Find the generator that is installed beside this interpreter."""
        spec = find_spec(GENERATOR.replace("-", "_"))
        if spec is None or spec.origin is None:
            raise ToolError(f"{GENERATOR} is not installed: run `make env`")
        return cls(root, Path(spec.origin).parent / "templates", metadata.version(GENERATOR))

    @property
    def ours(self) -> Path:
        """The directory of our templates."""
        return self.root / TEMPLATES

    @cached_property
    def overrides(self) -> list[str]:
        """Our templates that stand in for stock ones."""
        return [name for name in self._files if (self.stock / name).is_file()]

    @cached_property
    def imported(self) -> list[str]:
        """Other templates that the overrides import, ours and stock ones, at any remove."""
        found: list[str] = []
        waiting = list(self.overrides)
        while waiting:
            for name in self._references(waiting.pop()):
                if name not in found and name not in self.overrides:
                    found.append(name)
                    waiting.append(name)
        return sorted(found)

    @property
    def watched(self) -> list[str]:
        """The stock templates that ours were written against."""
        return sorted([*self.overrides, *(name for name in self.imported if name not in self._files)])

    @property
    def state(self) -> dict[str, Any]:
        """What the record says when it is up to date."""
        hashes = {name: hashlib.sha256((self.stock / name).read_bytes()).hexdigest() for name in self.watched}
        return {"generator": f"{GENERATOR}=={self.installed}", "sha256": hashes}

    @cached_property
    def pin(self) -> str:
        """The generator that the development tools are pinned to."""
        version = pins(self.root).get(GENERATOR)
        if version is None:
            raise ToolError(f"{PINS}: does not pin {GENERATOR} with ==")
        return f"{GENERATOR}=={version}"

    def problems(self) -> Iterator[str]:
        """Say what has to be looked at, a line each."""
        recorded, found = self._record(), self.state
        if found["generator"] != self.pin:
            yield f"{found['generator']} is installed, {self.pin} is pinned: run `make env`"
        if recorded["generator"] != self.pin:
            yield f"the templates were written for {recorded['generator']}, {self.pin} is pinned"
        for name, sha256 in found["sha256"].items():
            if name not in recorded["sha256"]:
                yield f"{name}: is not in {RECORD} yet"
            elif recorded["sha256"][name] != sha256:
                yield f"{name}: the stock template is not the one that ours was written against"
        for name in sorted(recorded["sha256"].keys() - found["sha256"].keys()):
            yield f"{name}: is in {RECORD}, but is no stock template that ours override or import"
        for name in self._files:
            if name not in self.overrides and name not in self.imported and name not in FURTHER_TEMPLATES:
                yield f"{name}: overrides nothing, and no override imports it"

    def accept(self) -> None:
        """Record what is there as looked at."""
        if self.state["generator"] != self.pin:
            raise ToolError(f"{self.state['generator']} is installed, {self.pin} is pinned: run `make env`")
        (self.ours / RECORD).write_text(json.dumps(self.state, indent=2) + "\n", encoding="utf-8")

    def listing(self) -> Iterator[str]:
        """Name each watched stock template, a line each."""
        for name, sha256 in self.state["sha256"].items():
            yield f"{name:<26} {'overridden' if name in self.overrides else 'imported':<11} {sha256[:12]}"

    def show(self, name: str) -> str:
        """Return the stock template, as what the override changes in it where there is one."""
        if name not in self.watched:
            raise ToolError(f"{name}: is none of {', '.join(self.watched)}")
        stock = (self.stock / name).read_text(encoding="utf-8")
        if name not in self.overrides:
            return stock.rstrip("\n")
        ours = (self.ours / name).read_text(encoding="utf-8")
        names = f"{GENERATOR} {self.installed}/{name}", f"{TEMPLATES}/{name}"
        return "\n".join(difflib.unified_diff(stock.splitlines(), ours.splitlines(), *names, lineterm=""))

    @cached_property
    def _files(self) -> list[str]:
        if not self.ours.is_dir():
            raise ToolError(f"{self.ours}: is no directory")
        files = (path for path in self.ours.rglob("*") if path.is_file() and path.name != RECORD)
        return sorted(path.relative_to(self.ours).as_posix() for path in files)

    def _references(self, name: str) -> list[str]:
        path = self.ours / name if name in self._files else self.stock / name
        try:
            # The generator's own extensions to the language are filters only, so this reads all of its templates.
            tree = Environment(extensions=["jinja2.ext.loopcontrols"]).parse(path.read_text(encoding="utf-8"))
        except (OSError, TemplateError) as error:
            raise ToolError(f"{name}: cannot be read: {' '.join(str(error).split())}") from error
        return [reference for reference in meta.find_referenced_templates(tree) if reference is not None]

    def _record(self) -> dict[str, Any]:
        try:
            record = json.loads((self.ours / RECORD).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {"generator": "none", "sha256": {}}
        except ValueError as error:
            raise ToolError(f"{RECORD}: is not JSON: {error}") from error
        if not isinstance(record, dict) or not isinstance(record.get("sha256"), dict) or "generator" not in record:
            raise ToolError(f"{RECORD}: is expected to hold `generator` and `sha256`")
        return record


@command("templates")
def main(arguments: list[str] | None = None, templates: Templates | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.templates", description=(__doc__ or "").splitlines()[0])
    actions = parser.add_mutually_exclusive_group()
    actions.add_argument("--show", metavar="NAME", help="print how an override differs from its stock template")
    actions.add_argument("--accept", action="store_true", help="record the stock templates, after a look at each")
    options = parser.parse_args(arguments)
    templates = templates or Templates.find(ROOT)
    if options.show:
        show(templates.show(options.show))
        return 0
    if options.accept:
        templates.accept()
    problems = list(templates.problems())
    show("\n".join([f"{templates.pin}, stock templates that ours override or import:", *templates.listing()]))
    if problems:
        advice = "Look at each with `python -m tools.templates --show NAME`, then record it with `--accept`."
        print("\n".join(["", *problems, advice]), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
