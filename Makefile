# One environment in .venv serves every target; it is built once and rebuilt only where its files changed.
#     make demo                     the landing of a real year, from a clean clone
#     make demo ARGS="--lang en"    with options of `forecast demo`
#     make test PYTHON=python3.12   with a chosen interpreter (the first time only)

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?=
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

# An environment that was moved, or whose interpreter is gone, is built anew: its scripts name their folder.
ifneq ($(shell test "$$(cat $(READY) 2>/dev/null)" = "$(CURDIR)" && $(BIN)/python -c '' 2>/dev/null && echo whole),whole)
$(VENV)/requirements $(READY): .FORCE
endif

.PHONY: .FORCE
.FORCE:

# --- environment ----------------------------------------------------------------------------------

# Prints the interpreter to use, or says what is missing.
define find_python
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'; \
python=; \
for candidate in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python); do \
    if "$$candidate" -c "$$new_enough" >/dev/null 2>&1; then python="$$candidate"; break; fi; \
done; \
if [ -z "$$python" ]; then \
    echo "Python 3.11 or newer is needed; found: $$("$(or $(PYTHON),python3)" --version 2>/dev/null || echo none)" >&2; \
    echo "Install it, or name it: make PYTHON=/path/to/python3.12" >&2; \
    exit 1; \
fi; \
if ! "$$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then \
    echo "The venv module of $$python is missing: install package python3-venv, e.g. \`sudo apt-get install python3-venv\`," >&2; \
    echo "or python3.X-venv where this is not the system's own Python. Then run make again." >&2; \
    exit 1; \
fi
endef

$(VENV)/requirements: requirements-dev.txt
	@whole='import os, pip, sys; sys.exit(os.path.realpath(sys.prefix) != os.path.realpath("$(VENV)") or sys.version_info < (3, 11))'; \
	built_in=$$(cat $(READY) 2>/dev/null || echo "$(CURDIR)"); \
	if [ "$$built_in" != "$(CURDIR)" ] || ! $(BIN)/python -c "$$whole" >/dev/null 2>&1; then \
	    $(find_python); \
	    echo "Setting up $(VENV) with $$("$$python" --version) ..." >&2; \
	    "$$python" -m venv --clear $(VENV); \
	fi
	@echo "Installing the requirements (once; about a minute) ..." >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(READY): $(VENV)/requirements pyproject.toml
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@echo "$(CURDIR)" > $@

.PHONY: setup
setup: $(READY) ## build the environment only
	@:

# --- use ------------------------------------------------------------------------------------------

.PHONY: demo
demo: $(READY) ## show the bundled landing; options by ARGS="--lang en"
	@$(BIN)/forecast demo $(ARGS)

.PHONY: bench
bench: ## print how the benchmark is run by hand
	@echo 'The benchmark takes long and its panels are not part of this repository; see docs/benchmarks.md. By hand:'
	@echo '    make setup'
	@echo '    PATH="$$PWD/$(BIN):$$PATH" python PATH/TO/bench.py                     all panels'
	@echo '    PATH="$$PWD/$(BIN):$$PATH" python PATH/TO/bench.py vn hospital --k 1   some panels, after one quarter'

# --- proof ----------------------------------------------------------------------------------------

.PHONY: test
test: $(READY) ## run the tests and the examples in docstrings; options by ARGS="-k word"
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

.PHONY: proof
proof: $(READY) ## the proofs that take long: kills, many processes, same bytes; the log goes to docs/proof.log
	@rm -f docs/proof.log
	@PROOF_LOG=docs/proof.log OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m proof tests $(ARGS)
	@cat docs/proof.log

.PHONY: check
check: format lint types layers test ## everything that must hold before a change is handed in

.PHONY: format
format: $(READY) ## is the code formatted? (`make tidy` does it)
	@$(BIN)/ruff format --check .

.PHONY: lint
lint: $(READY) ## rules of ruff
	@$(BIN)/ruff check .

.PHONY: types
types: $(READY) ## types by mypy
	@$(BIN)/mypy

.PHONY: layers
layers: $(READY) ## the import contract
	@$(BIN)/lint-imports --no-logo

.PHONY: tidy
tidy: $(READY) ## format the code and mend what ruff can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: docs
docs: $(READY) ## renew the generated pages, the output in examples, and the pictures
	@for part in reference findings examples pictures report_pictures; do $(BIN)/python -m docs.make_$$part; done

# --- release --------------------------------------------------------------------------------------

.PHONY: wheel
wheel: $(READY) ## build dist/*.tar.gz and, from it, dist/*.whl
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation .

.PHONY: requirements
requirements: $(READY) ## renew requirements-dev.txt (needs pip-compile on the PATH, from pip-tools)
	@pip-compile --quiet --upgrade --generate-hashes --strip-extras --no-header \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
	    --output-file requirements-dev.txt pyproject.toml requirements-dev.in

.PHONY: clean
clean: ## remove the environment, builds and caches
	@rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
