# Each target makes its own .venv when it is missing: Python 3.11 or newer, make and git are all it needs.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
FUZZED := tests/build/test_build_machine.py tests/build/test_build_faults.py tests/markdown/test_fast_path.py

.PHONY: build serve test check bench bench-import bench-images bench-fetch fuzz lighthouse deploy clean

build: $(READY)
	$(BIN)/backfile build

serve: $(READY)
	$(BIN)/backfile serve

test: $(READY)
	$(BIN)/python -m pytest -n auto

check: $(READY)
	$(BIN)/ruff format --check generator tests bench docs
	$(BIN)/ruff check generator tests bench docs
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python bench/run.py $(ARGS)

bench-import: $(READY)
	$(BIN)/python bench/importing.py

bench-images: $(READY)
	$(BIN)/python bench/pictures.py

bench-fetch: $(READY)
	$(BIN)/python bench/fetching.py

# Scores of every kind of page of output/ on a simulated phone: `make lighthouse ARGS=FOLDER` for another; needs Node.js and Chromium.
LIGHTHOUSE ?= npx --yes lighthouse@12.2.3

lighthouse: $(READY)
	LIGHTHOUSE="$(LIGHTHOUSE)" $(BIN)/python bench/scores.py $(ARGS)

# Random tests, FUZZ times as many and others each time: 10 take a quarter of an hour on two cores, 1000 a day.
FUZZ ?= 10

fuzz: $(READY)
	FUZZ=$(FUZZ) $(BIN)/python -m pytest -n auto $(FUZZED)

deploy: $(READY)
	$(BIN)/backfile build --offline
	$(BIN)/backfile check

clean:
	rm -rf .venv .backfile dist
	find output -mindepth 1 -not -name .gitignore -delete

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $(READY)
