# Two commands on a fresh machine: make run, make test. Python 3.11 or newer, pip and make are all they need.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DATASETTE_NEXT = 1.0a41

.PHONY: run serve test test-next lint wheel clean

run: $(VENV)/installed  ## Read the pages that ship with the source, into sample.db
	$(BIN)/ingest run --source kazinform --sample --log-format text

serve: $(VENV)/installed  ## Open sample.db in a browser
	$(BIN)/ingest serve --db sample.db --open

test: $(VENV)/tested  ## Install what the tests need and run them all
	$(BIN)/python -m pytest $(PYTEST_ARGS)

test-next: $(VENV)-next/tested  ## The tests of pages on the coming line of Datasette, in an environment of its own
	$(VENV)-next/bin/python -m pytest tests/publish $(PYTEST_ARGS)

lint: $(VENV)/linted  ## Style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: $(VENV)/linted  ## Build the wheel into dist/
	$(BIN)/python -m build --wheel

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group test
	@touch $@

$(VENV)/linted: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

$(VENV)-next/tested: pyproject.toml
	$(PYTHON) -m venv $(VENV)-next
	$(VENV)-next/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(VENV)-next/bin/python -m pip install --quiet --editable . "datasette==$(DATASETTE_NEXT)"
	$(VENV)-next/bin/python -m pip install --quiet --group test
	@touch $@

clean:  ## Remove the environment and the sample database
	rm -rf $(VENV) $(VENV)-next dist sample.db sample.archive.db
