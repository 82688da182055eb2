# The comment behind a target is its help; `make` lists them below the headings, which say who calls them.
.DEFAULT_GOAL := help
# The first interpreter that is new enough; PYTHON= names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUN := $(VENV)/$(BIN)/python
ENV := $(VENV)/.complete
INTEGRATIONS := $(VENV)/.integrations
DOCS := $(VENV)/.docs
CANARY := $(VENV)-canary
# Warnings that are errors break pip itself, and the others send packages past the environment.
BARE := env -u PYTHONWARNINGS -u PIP_USER -u PIP_TARGET -u PIP_PREFIX
# The lists are complete: nothing is resolved, so it is the same on every day and with every pip.
INSTALL := $(BARE) $(RUN) -m pip install --quiet --disable-pip-version-check --no-deps
PINNED := $(INSTALL) --require-hashes --requirement
FITS := $(BARE) $(RUN) -m pip --disable-pip-version-check check
# Datadog's contract of the release that the benchmarks pin, so that the same is surveyed on each day.
SURVEYED = $$(sed -n 's/^datadog-api-client==\([0-9.]*\).*/\1/p' requirements/bench.txt)
# These alone are to cover the runtime; to trace the others would only make them slow.
UNIT_TESTS := tests/runtime tests/package/test_secrets.py
OWN = $$($(RUN) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
export PYTHONDONTWRITEBYTECODE := 1
# The command line beats these, and the environment does not: some systems export NAME for themselves.
NAME = datadog_llm_client
FORCE =
# Tools end with 1 where they found something and with 2 where they failed. Where finding is the job, only 2 is an error.
FINDINGS_ARE_FINE = || test $$? -eq 1
# These reach the tools through the environment: no shell reads what is in them, and no process list shows it.
export DEST INDEX_URL SIMPLE_URL DRY_RUN LIVE NAME

.PHONY: help
help:
	@awk -F ':.* # ' '/^## / { print substr($$0, 4) } /^[a-z-]+:.* # / { printf "  %-16s %s\n", $$1, $$2 }' Makefile

## For users: who calls the API, and who vendors the package

.PHONY: demo
demo: $(ENV) # List accounts and run inferences: on the sandbox, or on Datadog where DD_API_KEY and DD_APP_KEY are set
	@$(RUN) -m tools.generate
	@$(RUN) -m tools.demo

.PHONY: sandbox
PORT ?= 8765
sandbox: $(ENV) # Run the stand-in for Datadog in the foreground, on PORT (8765): ARGS="--latency 0.5 --fail 0.1 --rate-limit 10 --quiet"
	@$(RUN) -m sandbox --port $(PORT) $(ARGS)

.PHONY: vendor
vendor: $(ENV) # Copy the package into another repository: DEST=../app/src/acme/_vendor, NAME=dd_llm, FORCE=1
	@$(RUN) -m tools.generate --check
	@$(RUN) -m tools.vendoring --name "$$NAME" $(if $(filter-out 0,$(FORCE)),--force) -- "$$DEST"

.PHONY: vendor-check
vendor-check: $(ENV) # Compare such a copy with what was vendored, and its version with the one here: DEST=, NAME=
	@$(RUN) -m tools.vendoring --check --name "$$NAME" -- "$$DEST"

## For contributors

.PHONY: env
env: $(ENV) # Make .venv with the pinned tools, from hash-checked requirements
$(ENV): requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	$(BARE) $(PYTHON) -m venv --clear $(VENV)
	$(PINNED) requirements/dev.txt
	$(INSTALL) --no-build-isolation --editable .
	$(FITS)
	@touch $@

$(INTEGRATIONS): $(ENV) requirements/integrations.txt requirements/recipes.txt
	$(PINNED) requirements/integrations.txt
	$(PINNED) requirements/recipes.txt
	$(FITS)
	@touch $@

.PHONY: test
test: $(ENV) # Run the tests, without network
	$(RUN) -m pytest -m "not slow" --numprocesses auto $(UNIT_TESTS) --cov
	$(RUN) -m pytest -m "not slow" --numprocesses auto $(UNIT_TESTS:%=--ignore=%)

.PHONY: test-all
test-all: $(ENV) $(INTEGRATIONS) # Run also what takes longer: heavy runs, a small survey, the build, the wheel and a vendored copy on this Python
	$(RUN) -m pytest -m slow --numprocesses auto
	$(RUN) -m tools.survey --sample 8 $(SURVEYED)
	$(RUN) -m tools.build
	$(RUN) -m tools.matrix wheel $(OWN)
	$(RUN) -m tools.matrix vendored $(OWN)

.PHONY: lint
FOLLOWS := $(RUN) -m check_jsonschema --builtin-schema
lint: $(ENV) # Check that generated/ is what the inputs give, and lint everything: the fast part of `make check`
	$(RUN) -m tools.generate --check
	$(RUN) -m tools.docs --check
	$(RUN) -m tools.templates
	$(RUN) -m ruff check .
	$(RUN) -m ruff check --config 'extend-exclude = []' --select D --ignore D105,D107,D417 generated
	$(RUN) -m ruff format --check .
	$(VENV)/$(BIN)/zizmor --offline --quiet .github
	$(FOLLOWS) vendor.github-workflows .github/workflows/*.yml
	$(FOLLOWS) vendor.dependabot .github/dependabot.yml
	$(FOLLOWS) vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	$(FOLLOWS) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml

.PHONY: check
check: lint # Check everything: lint, and the types
	$(RUN) -m mypy
	$(RUN) -m basedpyright --level error

.PHONY: format
format: $(ENV) # Format the hand-written code
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

.PHONY: generate
generate: $(ENV) # Rebuild generated/ from openapi/ and generator-config.yaml, and what docs/ has of it
	@$(RUN) -m tools.generate
	@$(RUN) -m tools.docs

$(DOCS): $(ENV) requirements/docs.txt
	$(PINNED) requirements/docs.txt
	$(FITS)
	@touch $@

.PHONY: docs
docs: $(ENV) $(DOCS) # Build the site into site/: a warning, or a link that leads nowhere, is an error
	@$(RUN) -m tools.docs --check
	@$(RUN) -m tools.docs --build

.PHONY: docs-serve
docs-serve: $(ENV) $(DOCS) # Show the site as you write, on PORT (8765)
	@$(RUN) -m zensical serve --dev-addr 127.0.0.1:$(PORT)

.PHONY: bench
bench: $(ENV) # Measure speed beside other clients; QUICK=1 takes a minute, ONLY=one_call names one benchmark
	@$(PINNED) requirements/bench.txt
	@$(FITS)
	@$(RUN) -m benchmarks $(if $(QUICK),--quick) $(ONLY)

.PHONY: clean
clean: # Remove what the other targets made, .venv included
	rm -rf $(VENV) $(CANARY) .coverage .coverage.* benchmarks/results.json .pytest_cache .mypy_cache .ruff_cache .hypothesis .cache dist site

## For the maintainer: the API, the generator or a library changed

.PHONY: drift
drift: $(ENV) # Compare the contract with Datadog's own, the newest or UPSTREAM (a file, a URL or a version); JSON=1
	@$(RUN) -m tools.drift $(if $(JSON),--json) $(if $(UPSTREAM),'$(UPSTREAM)') $(FINDINGS_ARE_FINE)

.PHONY: survey
survey: $(ENV) # Count the operations of Datadog's contract that would work: UPSTREAM= as for drift, ONLY=, SAMPLE=, JSON=1
	@$(RUN) -m tools.survey $(if $(ONLY),--only '$(ONLY)') $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) \
	  $(if $(JSON),--json) $(if $(UPSTREAM),-- '$(UPSTREAM)') $(FINDINGS_ARE_FINE)

.PHONY: diff
diff: $(ENV) # Report what changed for callers since REF (a tag or commit), and the next version; JSON=1
	@$(RUN) -m tools.generate --check >&2
	@$(RUN) -m tools.diff $(if $(JSON),--json) '$(or $(REF),$(error REF is missing: make diff REF=v0.1.0))' $(FINDINGS_ARE_FINE)

.PHONY: record
record: $(ENV) # Record the cassettes anew: from the sandbox, with LIVE=1 from Datadog; DRY_RUN=1 only tells
	@$(RUN) -m tools.record

.PHONY: canary
canary: $(ENV) # Run what we lean on in other libraries beyond their documentation against their newest releases
	$(BARE) $(RUN) -m uv venv --quiet --clear --python $(RUN) $(CANARY)
	$(BARE) $(RUN) -m uv pip install --quiet --python $(CANARY) --no-deps --require-hashes --requirement requirements/dev.txt
	$(BARE) $(RUN) -m uv pip install --quiet --python $(CANARY) --no-deps --no-build-isolation --editable .
	$(BARE) $(RUN) -m uv pip install --quiet --python $(CANARY) --no-deps --upgrade httpx httpcore h11 anyio aiohttp
	$(CANARY)/$(BIN)/python -m pytest -m canary tests/canary

.PHONY: weekly
weekly: $(ENV) # Look as the weekly job does, and open an issue for what is found: LOOK=drift, survey or canary, DRY_RUN=1
	@$(RUN) -m tools.weekly $(if $(UPSTREAM),--upstream '$(UPSTREAM)') $(LOOK)

.PHONY: templates-check
templates-check: $(ENV) # Check that the templates were written for the generator that is pinned
	@$(RUN) -m tools.templates

.PHONY: lock
LOCK := $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" --output-file
lock: $(ENV) # Pin in requirements/ the newest that the groups of pyproject.toml allow, and the lowest dependencies
	$(LOCK) requirements/dev.txt --group dev pyproject.toml
	$(LOCK) requirements/lowest.txt --resolution lowest-direct --extra aiohttp --extra cli --extra pydantic pyproject.toml
	$(LOCK) requirements/bench.txt --constraint requirements/dev.txt --group pyproject.toml:bench
	$(LOCK) requirements/integrations.txt --constraint requirements/dev.txt --constraint requirements/bench.txt \
	  --group pyproject.toml:integrations
	$(LOCK) requirements/recipes.txt --constraint requirements/dev.txt --constraint requirements/bench.txt \
	  --constraint requirements/integrations.txt --group pyproject.toml:recipes
	$(LOCK) requirements/docs.txt --constraint requirements/dev.txt --constraint requirements/bench.txt \
	  --constraint requirements/integrations.txt --constraint requirements/recipes.txt --group pyproject.toml:docs

## For a release

.PHONY: release-notes
release-notes: $(ENV) # Draft the section of CHANGELOG.md for what changed since REF
	@$(RUN) -m tools.release_notes '$(or $(REF),$(error REF is missing: make release-notes REF=v0.1.0))'

.PHONY: build
build: $(ENV) # Build the wheel and the sdist into dist/, and check them
	@$(RUN) -m tools.generate --check
	@$(RUN) -m tools.build

.PHONY: test-wheel
test-wheel: $(ENV) # Run the tests against the installed wheel, on each Python that is here: PYTHONS="3.11 3.12"
	$(RUN) -m tools.matrix wheel $(PYTHONS)

.PHONY: test-lowest
test-lowest: $(ENV) # The same, with the lowest versions of the dependencies
	$(RUN) -m tools.matrix lowest $(PYTHONS)

.PHONY: test-vendored
test-vendored: $(ENV) # Run the tests against a vendored copy in a nested package: PYTHONS=
	$(RUN) -m tools.matrix vendored $(PYTHONS)

.PHONY: publish
publish: $(ENV) # Publish a tagged release: INDEX_URL=https://pypi.example.com/team/; DRY_RUN=1 shows what would be, and what is missing
	@$(RUN) -m tools.publish
