# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo

.PHONY: demo test check docs catalogues bench clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: $(VENV)/.installed ## environment, install, the founding demo, where to look
	rm -rf '$(DEMO)'
	$(BIN)/safeconduct demo '$(DEMO)'
	@echo "Open $(DEMO)/plan/brief.pdf and $(DEMO)/plan/map.html"

test: $(VENV)/.installed ## every test; tests that need the shared data say so when it is absent
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.installed ## lint, format, types, architecture contracts, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/make_reference.py --check
	$(BIN)/python docs/make_catalogues.py --check
	$(BIN)/python -m pytest tests/docs

docs: $(VENV)/.installed ## write the reference pages that are made from tables
	$(BIN)/python docs/make_reference.py

catalogues: $(VENV)/.installed ## bring the catalogues of translations up to the source
	$(BIN)/python docs/make_catalogues.py

bench: $(VENV)/.installed ## product and peers in one run, ratios
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) demo build dist
