"""One bad operation does not count against its neighbours. The generator is scripted here."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.console import ToolError
from tools.survey import run, trial
from tools.survey.contract import Contract
from tools.survey.document import dump
from tools.survey.outcome import Outcome, Stage
from tools.survey.package import Package
from tools.survey.schemas import Node
from tools.survey.workshop import Workshop

from .support import contract, operation

NAMES = [f"get_dog_{letter}" for letter in "abcdefgh"]
PATHS = {f"/dogs/{name[-1]}": {"get": operation(name=name)} for name in NAMES}

Complain = Callable[[set[str]], str]


class Scripted(Workshop):
    """A workshop whose generator and type checker complain as scripted."""

    def __init__(self, directory: Path, build: Complain = lambda names: "", types: Complain = lambda names: "") -> None:
        directory.mkdir(exist_ok=True)
        self.root, self.contract = directory, directory / "contract.yaml"
        self._build, self._types = build, types
        self.names: set[str] = set()
        self.builds = 0

    def build(self, root: Node) -> str:
        self.names = {node["operationId"] for item in root["paths"].values() for node in item.values()}
        self.builds += 1
        dump(root, self.contract)
        return self._build(self.names)

    def check(self) -> None:
        return

    def type_error(self) -> str:
        return self._types(self.names)


def settle(workshop: Scripted, small: Contract | None = None) -> tuple[set[str], dict[str, Outcome]]:
    small = small or contract(PATHS)
    package = Package(small, workshop)
    standing = {one.name for one in package.settle(small.operations)}
    outcomes = {outcome.name: outcome for outcome in package.outcomes}
    assert len(outcomes) == len(package.outcomes), "each has one outcome"
    assert not standing & set(outcomes)
    assert not standing or workshop.names == standing, "what stands is what is left built"
    return standing, outcomes


def test_all_stand(tmp_path: Path) -> None:
    workshop = Scripted(tmp_path)
    assert settle(workshop) == (set(NAMES), {})
    assert workshop.builds == 1


@pytest.mark.parametrize(
    "complaint",
    [
        "contract.yaml: #/paths//dogs/c/get: no",
        "contract.yaml:5: #/paths/~1dogs~1c/get/responses: no",
        "contract.yaml:5: GET /dogs/c: no",
        "contract.yaml:5: get_dog_c: no",
    ],
)
def test_a_refusal_names_its_operation(tmp_path: Path, complaint: str) -> None:
    workshop = Scripted(tmp_path, lambda names: complaint if "get_dog_c" in names else "")
    standing, outcomes = settle(workshop)
    assert standing == set(NAMES) - {"get_dog_c"}
    assert outcomes["get_dog_c"].stage is Stage.REFUSED
    assert outcomes["get_dog_c"].reason.endswith("no")
    assert "contract.yaml" not in outcomes["get_dog_c"].reason, "its lines tell a reader nothing"
    assert workshop.builds == 2


@pytest.mark.parametrize("place", ["schemas/Inner", "parameters/bad"])
def test_a_refusal_points_into_a_component(tmp_path: Path, place: str) -> None:
    def reference(kind: str, name: str) -> Node:
        return {"$ref": f"#/components/{kind}/{name}"}

    content = {"application/json": {"schema": reference("schemas", "Outer")}}
    bad = operation(
        name="get_dog_a", parameters=[reference("parameters", "bad")], responses={"200": {"content": content}}
    )
    fine = operation(name="get_dog_b", parameters=[reference("parameters", "fine")])
    schemas = {"Outer": {"properties": {"example": reference("schemas", "Inner")}}, "Inner": {}}
    parameters = {"fine": {"name": "p", "in": "query"}, "bad": {"name": "lead", "in": "cookie"}}
    small = contract({"/a": {"get": bad}, "/b": {"get": fine}}, schemas=schemas, parameters=parameters)
    complaint = f"openapi/contract.yaml:7: #/components/{place}: no"
    workshop = Scripted(tmp_path, lambda names: complaint if "get_dog_a" in names else "")
    standing, outcomes = settle(workshop, small)
    assert (standing, workshop.builds) == ({"get_dog_b"}, 2)
    assert outcomes["get_dog_a"].stage is Stage.REFUSED
    assert outcomes["get_dog_a"].reason == f"#/components/{place}: no"


@pytest.mark.parametrize("bad", [{"get_dog_a"}, {"get_dog_d", "get_dog_e"}, set(NAMES[1:]), set(NAMES)])
@pytest.mark.parametrize(
    ("complaint", "stage"),
    [
        ("the generator stopped:\nKeyError: 5", Stage.BUILD),
        ("the package cannot be imported:\nmodels.dog: NameError: no", Stage.IMPORT),
        ("client.py:5: name 'Cat' is not defined", Stage.TYPES),
    ],
)
def test_a_complaint_that_names_nothing(tmp_path: Path, bad: set[str], complaint: str, stage: Stage) -> None:
    def complain(names: set[str]) -> str:
        return complaint if names & bad else ""

    workshop = Scripted(tmp_path, types=complain) if stage is Stage.TYPES else Scripted(tmp_path, complain)
    standing, outcomes = settle(workshop)
    assert set(outcomes) == bad
    assert standing == set(NAMES) - bad
    assert {outcome.stage for outcome in outcomes.values()} == {stage}


def test_two_that_do_not_go_together(tmp_path: Path) -> None:
    def build(names: set[str]) -> str:
        return "duplicate models" if {"get_dog_b", "get_dog_g"} <= names else ""

    standing, outcomes = settle(Scripted(tmp_path, build))
    assert standing == set(NAMES) - {"get_dog_g"}
    assert "beside its neighbours" in outcomes["get_dog_g"].reason


def test_each_tag_has_a_package_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[set[str]] = []

    def build(names: set[str]) -> str:
        built.append(names)
        return ""

    def call(contract: Contract, workshop: Workshop, operations: list[Node], seed: int) -> list[str]:
        return [f"{one.name} {seed}" for one in operations]  # type: ignore[attr-defined]

    monkeypatch.setattr(run, "Workshop", lambda directory: Scripted(directory, build))
    monkeypatch.setattr(trial, "call", call)
    small = contract(PATHS | {"/cats": {"get": operation("cats", "get_cats"), "put": operation("cats", "put_cats")}})
    outcomes = [str(one) for found in run.survey(small, small.operations, 7) for one in found]
    assert sorted(outcomes) == [f"{name} 7" for name in sorted([*NAMES, "get_cats", "put_cats"])]
    assert sorted(built, key=len) == [{"get_cats", "put_cats"}, set(NAMES)]


@pytest.mark.generated
def test_a_generator_that_cannot_even_build_our_own_contract_ends_the_survey(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.contract.write_text("openapi: 3.1.0\n", encoding="utf-8")
    with pytest.raises(ToolError, match="does not build our own contract"):
        workshop.check()
