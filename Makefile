# make demo    a made-up city, served at http://127.0.0.1:8501
# make test    everything: style, types, tests, a real browser
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STORE ?= store

.PHONY: demo test check bench docs lock clean

demo: $(VENV)/.ready
	$(BIN)/linju --store "$(STORE)" demo

test: $(VENV)/.ready
	bash .ci/browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

check: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -m "not browser"

bench: $(VENV)/.ready-bench
	bash .ci/browser
	$(BIN)/python -m tests.bench

docs: $(VENV)/.ready
	$(BIN)/python -m etl.docs docs

# The same wheels on every machine: pinned with hashes, whatever index the machine is set to use.
$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Linju needs Python 3.11 or newer; name one with PYTHON=") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

# What only the bench compares with; the product needs none of it.
$(VENV)/.ready-bench: $(VENV)/.ready tests/bench/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/bench/requirements.lock
	touch $@

lock:
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 \
	  --extra dev pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --python-version 3.11 \
	  -c requirements.lock tests/bench/requirements.in -o tests/bench/requirements.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
