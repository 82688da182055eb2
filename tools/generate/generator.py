"""Drives openapi-python-client: what it is given, what its templates ask us, and what it says."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from openapi_python_client import Project
from openapi_python_client.config import ClassOverride, Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.strings import ClassName

from tools.console import ToolError

from .operations import Operation
from .outline import outline
from .printing import Printing

#: Templates of files that the generator does not know.
FURTHER_TEMPLATES = ("_contract.py.jinja", "_dicts.py.jinja")


def generate(document: dict[str, Any], settings: Path, templates: Path, runtime: Path, target: Path) -> list[Operation]:
    """Print the package that a document describes as the directory `target`. Raises `ToolError`."""
    file = ConfigFile.load_from_path(settings)
    overrides = file.class_overrides or {}
    modules = {name: override.module_name for name, override in overrides.items() if override.module_name}
    printing = Printing(document, modules)
    # It looks them up by what it would call the class itself.
    file.class_overrides = {
        ClassName(name, file.field_prefix): ClassOverride(module_name=module)
        for name, module in printing.normal.modules.items()
    }
    config = Config.from_sources(
        config_file=file,
        meta_type=MetaType.NONE,
        document_source=settings,
        file_encoding="utf-8",
        overwrite=True,
        output_path=target,
    )
    data = GeneratorData.from_dict(outline(document, printing.normal, printing.operations), config=config)
    if isinstance(data, GeneratorError):
        raise ToolError(_said([data]))
    project = Project(openapi=data, config=config, custom_template_path=templates)
    target.mkdir()
    try:
        printing.add_to(project.env, data, runtime)
        for name in FURTHER_TEMPLATES:
            text = project.env.get_template(name).render()
            (target / name.removesuffix(".jinja")).write_text(text, encoding="utf-8")
        with _ruff_on_path(), contextlib.redirect_stdout(io.StringIO()):
            errors = project.build()
    except TemplateError as error:
        raise ToolError(f"a template cannot be printed: {error}") from None
    if errors:  # warnings, too: what it passes over would be missing
        raise ToolError(_said(errors))
    return printing.operations


@contextlib.contextmanager
def _ruff_on_path() -> Iterator[None]:
    """The post-hooks call ruff by name: the pinned one stands beside this interpreter."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    try:
        yield
    finally:
        os.environ["PATH"] = before


def _said(errors: Any) -> str:
    return "the generator stopped:\n" + "\n".join(
        " ".join(str(part) for part in (error.header, error.detail) if part) for error in errors
    )
