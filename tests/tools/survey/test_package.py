"""One bad operation does not count against its neighbours. The generator is scripted here."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.console import ToolError
from tools.survey.contract import Contract, Operation
from tools.survey.document import dump
from tools.survey.outcome import Outcome, Stage
from tools.survey.package import Package
from tools.survey.run import no_trial, survey
from tools.survey.schemas import Node
from tools.survey.workshop import Workshop

from .support import contract, operation

Faults = list[tuple[Path, str]]
NAMES = [f"get_dog_{letter}" for letter in "abcdefgh"]
PATHS = {f"/dogs/{name[-1]}": {"get": operation(name=name)} for name in NAMES}


class Scripted(Workshop):
    """A workshop whose generator and types complain as they are told to."""

    def __init__(
        self,
        directory: Path,
        build: Callable[[set[str]], str] = lambda names: "",
        types: Callable[[set[str]], Faults] = lambda names: [],
    ) -> None:
        self.root, self.package, self.contract = directory, directory / "package", directory / "contract.yaml"
        self._build, self._types = build, types
        self.names: set[str] = set()
        self.builds = 0

    def build(self, root: Node) -> str:
        self.names = {node["operationId"] for item in root["paths"].values() for node in item.values()}
        self.builds += 1
        dump(root, self.contract)
        modules = self.package / "api" / "dogs"
        modules.mkdir(parents=True, exist_ok=True)
        for name in self.names:
            text = f"from ...models.{name[-1]} import Dog\nfrom ...models import shared\n"
            (modules / f"{name}.py").write_text(text, encoding="utf-8")
            (self.package / "models").mkdir(exist_ok=True)
            (self.package / "models" / f"{name[-1]}.py").touch()
            (self.package / "models" / "shared.py").touch()
        return self._build(self.names)

    def check(self) -> None:
        return

    def types(self) -> Faults:
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


def test_a_refusal_names_a_schema(tmp_path: Path) -> None:
    reference = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Outer"}}}}
    answer = operation(name="get_dog_a", responses={"200": {"description": "Done."} | reference})
    paths = PATHS | {"/dogs/a": {"get": answer}}
    schemas = {"Outer": {"properties": {"example": {"$ref": "#/components/schemas/Inner"}}}, "Inner": {}}

    def build(names: set[str]) -> str:
        return "#/components/schemas/Inner: no" if "get_dog_a" in names else ""

    standing, outcomes = settle(Scripted(tmp_path, build), contract(paths, schemas=schemas))
    assert standing == set(NAMES) - {"get_dog_a"}
    assert "Inner" in outcomes["get_dog_a"].reason


def line_of(file: Path, text: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return 1 + next(number for number, line in enumerate(lines) if text in line)


def test_a_refusal_points_into_an_operation(tmp_path: Path) -> None:
    node = operation(name="get_dog_a", parameters=[{"name": "lead", "in": "cookie"}])
    paths = PATHS | {"/dogs/a": {"get": node, "put": operation(name="put_dog")}}

    def build(names: set[str]) -> str:
        line = line_of(tmp_path / "contract.yaml", "cookie") if "get_dog_a" in names else 0
        return f"openapi/contract.yaml:{line}: cookies: no" if line else ""

    standing, outcomes = settle(Scripted(tmp_path, build), contract(paths))
    assert standing == {*NAMES, "put_dog"} - {"get_dog_a"}
    assert outcomes["get_dog_a"].stage is Stage.REFUSED
    assert outcomes["get_dog_a"].reason == "#/paths/~1dogs~1a/get: cookies: no"


def test_a_refusal_points_into_a_component(tmp_path: Path) -> None:
    path = "/dogs/a/" + "long" * 40  # for which YAML has another spelling
    parameters = {"fine": {"name": "p", "in": "query"}, "bad": {"name": "lead", "in": "cookie"}}
    bad, fine = ([{"$ref": f"#/components/parameters/{name}"}] for name in ("bad", "fine"))
    paths = {
        path: {"get": operation(name="get_dog_a", parameters=bad)},
        "/dogs/b": {"get": operation(name="get_dog_b", parameters=fine)},
    }

    def build(names: set[str]) -> str:
        line = line_of(tmp_path / "contract.yaml", "cookie") if "get_dog_a" in names else 0
        return f"openapi/contract.yaml:{line}: lead: no" if line else ""

    standing, outcomes = settle(Scripted(tmp_path, build), contract(paths, parameters=parameters))
    assert standing == {"get_dog_b"}
    assert outcomes["get_dog_a"].reason == "#/components/parameters/bad: lead: no"


@pytest.mark.parametrize("bad", [{"get_dog_a"}, {"get_dog_d", "get_dog_e"}, set(NAMES[1:]), set(NAMES)])
def test_a_crash_names_nothing(tmp_path: Path, bad: set[str]) -> None:
    crash = "the generator stopped:\nKeyError: 5"
    standing, outcomes = settle(Scripted(tmp_path, lambda names: crash if names & bad else ""))
    assert set(outcomes) == bad
    assert standing == set(NAMES) - bad
    assert {outcome.stage for outcome in outcomes.values()} == {Stage.BUILD}


def test_a_generator_that_imports_what_it_built(tmp_path: Path) -> None:
    def build(names: set[str]) -> str:
        return "the package cannot be imported:\nmodels.dog: NameError: no" if "get_dog_b" in names else ""

    _, outcomes = settle(Scripted(tmp_path, build))
    assert {name: outcome.stage for name, outcome in outcomes.items()} == {"get_dog_b": Stage.IMPORT}


def test_two_that_do_not_go_together(tmp_path: Path) -> None:
    def build(names: set[str]) -> str:
        return "duplicate models" if {"get_dog_b", "get_dog_g"} <= names else ""

    standing, outcomes = settle(Scripted(tmp_path, build))
    assert standing == set(NAMES) - {"get_dog_g"}
    assert "beside its neighbours" in outcomes["get_dog_g"].reason


def test_a_module_that_does_not_type_check_counts_against_those_that_need_it(tmp_path: Path) -> None:
    def types(names: set[str]) -> Faults:
        return [(tmp_path / "package" / "models" / "c.py", "NameError: name 'Cat' is not defined")] * (
            "get_dog_c" in names
        )

    standing, outcomes = settle(Scripted(tmp_path, types=types))
    assert standing == set(NAMES) - {"get_dog_c"}
    assert outcomes["get_dog_c"].stage is Stage.TYPES
    assert outcomes["get_dog_c"].kind == "NameError: name ... is not defined"


def test_a_module_of_nobody_that_does_not_type_check(tmp_path: Path) -> None:
    def types(names: set[str]) -> Faults:
        return [(Path(), "SyntaxError")] * ("get_dog_f" in names)

    standing, outcomes = settle(Scripted(tmp_path, types=types))
    assert standing == set(NAMES) - {"get_dog_f"}
    assert outcomes["get_dog_f"].stage is Stage.TYPES


def test_a_module_that_all_need_and_one_spoils(tmp_path: Path) -> None:
    def types(names: set[str]) -> Faults:
        return [(tmp_path / "package" / "models" / "shared.py", "NameError")] * ("get_dog_d" in names)

    standing, outcomes = settle(Scripted(tmp_path, types=types))
    assert standing == set(NAMES) - {"get_dog_d"}
    assert outcomes["get_dog_d"].stage is Stage.TYPES


def test_each_tag_has_a_package_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[set[str]] = []

    def build(names: set[str]) -> str:
        built.append(names)
        return ""

    def make(directory: Path) -> Scripted:
        directory.mkdir(exist_ok=True)
        return Scripted(directory, build)

    monkeypatch.setattr("tools.survey.run.Workshop", make)
    small = contract(PATHS | {"/cats": {"get": operation("cats", "get_cats"), "put": operation("cats", "put_cats")}})
    operations: list[Operation] = list(small.operations)
    outcomes = [one for found in survey(small, operations, no_trial, jobs=2) for one in found]
    assert {outcome.stage for outcome in outcomes} == {Stage.WORKS}
    assert sorted(outcome.name for outcome in outcomes) == sorted([*NAMES, "get_cats", "put_cats"])
    assert sorted(built, key=len) == [{"get_cats", "put_cats"}, set(NAMES)]


@pytest.mark.generated
def test_a_generator_that_cannot_even_build_our_own_contract_ends_the_survey(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.contract.write_text("openapi: 3.1.0\n", encoding="utf-8")
    with pytest.raises(ToolError, match="does not build our own contract"):
        workshop.check()
