PYTHON ?= python3
BIN := .venv/bin
OUT ?= demo
WORKERS ?= 2

.PHONY: demo test test-all check docs bench clean

demo: .venv/run
	$(BIN)/safeground demo river-town --out $(OUT)

test: .venv/test
	$(BIN)/pytest -n $(WORKERS) -m "not large"

test-all: .venv/test
	$(BIN)/pytest -n $(WORKERS)

check: .venv/check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) docs

docs: .venv/check
	$(BIN)/sphinx-build -W -q -b html docs docs/_build/html

bench: .venv/test
	$(BIN)/python -m benchmarks --docs
	$(BIN)/python -m benchmarks.ledger --docs

# Each stamp installs what its targets need, and no more; kernels are compiled once, here.
.venv/pip:
	$(PYTHON) -m venv .venv
	touch $@

.venv/run: .venv/pip pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	$(BIN)/python -m safeground.flow.kernels
	touch $@

.venv/test: .venv/run
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	touch $@

.venv/check: .venv/test
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test,check]"
	touch $@

clean:
	rm -rf .venv $(OUT) docs/_build
