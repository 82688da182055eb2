"""Builds `generated/` from `openapi/` and `generator-config.yaml`: normalise, generate, print.

- `normalise/` rewrites the document into few forms, and refuses what cannot be served;
- `operations`, `parameters`, `bodies`, `pages` and `values` read from it what there is, `names` says what it is called;
- `models`, `dicts`, `methods`, `client`, `service` and `exports` decide what is printed, with the types of
  `annotations`, the readers of `decoders`, and the words of `documentation`; `grouping` and `modules` in which files;
- `generator` drives openapi-python-client, whose templates in `openapi/templates/` lay all this out;
- `copies` are the hand-written modules, without what is for their editors;
- `build` adds these and imports what was made, and `command` puts it in place whole.
"""

from .build import build, check_imports, differences
from .command import main

__all__ = ("build", "check_imports", "differences", "main")
