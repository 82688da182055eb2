"""What is printed of a module of models."""

from typing import Any

import pytest

from tools.generate.grouping import Group
from tools.generate.models import Model
from tools.generate.modules import ModelsModule
from tools.generate.normalise import normalise
from tools.generate.values import Values

INTEGERS = {"type": "array", "items": {"type": "integer"}}
STRINGS = {"type": "array", "items": {"type": "string"}}
OTHER = {"$ref": "#/components/schemas/Other"}


def module(home: str, **schemas: Any) -> ModelsModule:
    """The module `things`, of all schemas but `Other`, which stands in the module `home`."""
    found = {name: {"type": "object", "properties": properties} for name, properties in schemas.items()}
    normal = normalise({"components": {"schemas": found | {"Other": {"type": "object", "properties": {"a": {}}}}}})
    values = Values(normal)
    group = Group("things", "Things.", tuple(schemas))
    models = [Model(name, normal.schemas[name], values, normal.places[name]) for name in group.schemas]
    return ModelsModule(group, models, {**dict.fromkeys(schemas, "things"), "Other": home})


def test_a_decoder_is_made_once_for_a_name_and_another_one_has_another_name() -> None:
    made = module(
        "other", A={"ids": INTEGERS, "names": STRINGS}, B={"ids": INTEGERS}, C={"ids": STRINGS, "names": STRINGS}
    )
    assert made.decoders == ["_ids = array(integer)", "_names = array(string)", "_ids2 = array(string)"]
    assert [[field.decode for field in model.fields] for model in made.classes] == [
        ["_ids", "_names"],
        ["_ids"],
        ["_ids2", "_names"],
    ]


def test_a_decoder_does_not_take_the_name_of_an_import() -> None:
    date = {"type": "string", "format": "date"}
    made = module("other", A={"datetime": date, "datetime_": INTEGERS})
    assert "import datetime as _datetime_" in made.imports
    assert made.decoders == ["_datetime_2 = array(integer)"]


@pytest.mark.parametrize(("home", "imported"), [("things", []), ("other", ["from .other import Other"])])
def test_only_what_stands_elsewhere_is_imported(home: str, imported: list[str]) -> None:
    made = module(home, A={"other": OTHER, "b": {"$ref": "#/components/schemas/B"}}, B={"others": OTHER})
    assert [line for line in made.imports if line.startswith(("from .o", "from .t"))] == imported
