"""Lets the tests import a vendored copy as `datadog_llm_client`, in the environments of the matrix only.

It is installed as a start-up file of the environment, so that it also works in the processes that tests start. The copy
is not affected: its modules keep their names, and the tests import the same objects.
"""

import sys
from collections.abc import Sequence
from importlib import import_module, util
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

ALIAS, COPY = "datadog_llm_client", "matrix_host._vendor.datadog_llm_client"


class Alias(MetaPathFinder, Loader):
    """Finds the modules of the copy under the names of the package."""

    def __init__(self) -> None:
        self.specs: dict[str, ModuleSpec | None] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find the module of the copy behind a name."""
        if fullname.partition(".")[0] != ALIAS:
            return None
        copied = util.find_spec(COPY + fullname.removeprefix(ALIAS))
        if copied is None:
            return None
        spec = ModuleSpec(
            fullname, self, origin=copied.origin, is_package=copied.submodule_search_locations is not None
        )
        spec.submodule_search_locations = copied.submodule_search_locations
        spec.has_location = copied.has_location
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Import the module of the copy, to be used under the alias as well."""
        module = import_module(COPY + spec.name.removeprefix(ALIAS))
        self.specs[module.__name__] = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Restore the module's own spec."""
        # The import system has written the alias into it; it has run already, under its own name.
        module.__spec__ = self.specs[module.__name__]


sys.meta_path.insert(0, Alias())
