# Clustermark. Needs Python 3.11 to 3.13 and make; everything else is installed into .venv.
#   make demo    set up and run the four-clusters example
#   make sample  add the libraries for texts and run the made-up sample cluster
#   make test    everything the project checks
#   make test-spark  add Apache Spark (needs Java 17) and check that it counts what DuckDB counts
#   make check   the quick part of it, under two minutes
#   make docs    write the generated pages under docs/catalogue again
#   make golden  write the golden findings of the example again, after a change that is meant to change them
#   make images  write the pictures of the report in docs/images again
#   make bench   time and memory; prints a table and writes docs/performance.md
#   make bench-read   the reading of large files; writes docs/performance-reading.md
#   make bench-valuechain   the world-table engine against one matrix inverse; writes docs/performance-valuechain.md
#   make bench-text   texts, from words to associations, up to a million; writes docs/performance-text.md

SHELL := /bin/sh
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
EXAMPLE := examples/four-clusters
SAMPLE := examples/sample-cluster
export PYTHONUTF8 := 1

# The first interpreter that is new enough; `make demo PYTHON=/path/to/python` overrides it.
SUITABLE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	if $$python -c '$(SUITABLE)' >/dev/null 2>&1; then echo $$python; break; fi; done)

.PHONY: help demo sample test test-spark check lint docs golden images bench bench-read bench-text bench-valuechain lock clean

help:
	@sed -n 's/^#   //p' Makefile

demo: .venv/run.stamp
	@$(BIN)/clustermark run $(EXAMPLE)

sample: .venv/text.stamp
	@$(BIN)/clustermark run $(SAMPLE)

.venv/python.stamp:
	@if [ -z "$(PYTHON)" ]; then echo "No Python 3.11, 3.12 or 3.13 with venv was found. Install one, or say which: make demo PYTHON=/path/to/python"; exit 1; fi
	@if [ ! -x $(BIN)/python ]; then echo "Making .venv with $$($(PYTHON) --version)"; $(PYTHON) -m venv .venv; fi
	@touch $@

# Wheels with known hashes only; then this folder itself, which needs no download.
.venv/run.stamp: .venv/python.stamp requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Installing what a run needs (once)"
	@$(PIP) install --quiet --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/text.stamp: .venv/run.stamp requirements/text.txt
	@echo "Installing what texts need (once)"
	@$(PIP) install --quiet --require-hashes -r requirements/text.txt
	@touch $@

.venv/spark.stamp: .venv/dev.stamp requirements/spark.txt
	@echo "Installing Apache Spark (once; 500 MB)"
	@$(PIP) install --quiet --require-hashes -r requirements/spark.txt
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	@echo "Installing what the tests need (once)"
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

lint: .venv/dev.stamp
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >.venv/imports.txt || { cat .venv/imports.txt; exit 1; }

test: lint
	@CLUSTERMARK_HOSTILE_EXAMPLES=2000 $(BIN)/pytest -n auto

test-spark: .venv/spark.stamp
	@$(BIN)/pytest -m spark tests/engine

check: lint
	@$(BIN)/pytest -n auto -m "not slow and not browser and not research and not spark"

docs: .venv/dev.stamp
	@$(BIN)/python tools/make_docs.py
	@$(BIN)/python tools/make_robustness.py

golden: .venv/dev.stamp
	@$(BIN)/python tools/make_golden.py

images: .venv/dev.stamp
	@$(BIN)/python tools/make_images.py

bench: .venv/run.stamp
	@$(BIN)/python tools/bench.py

bench-read: .venv/run.stamp
	@$(BIN)/python tools/bench_read.py

bench-text: .venv/text.stamp
	@$(BIN)/python tools/bench_text.py $(BENCH)

bench-valuechain: .venv/run.stamp
	@$(BIN)/python tools/bench_valuechain.py $(BENCH)

# Locks for Python 3.11 to 3.13 on every platform, with hashes and without an index. Needs uv.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links
lock:
	$(LOCK) pyproject.toml --extra text --extra survey --group dev --group build -o requirements/dev.txt
	$(LOCK) pyproject.toml -c requirements/dev.txt -o requirements/run.txt
	$(LOCK) pyproject.toml --extra text -c requirements/dev.txt -o requirements/text.txt
	$(LOCK) pyproject.toml --extra interviews -c requirements/dev.txt -o requirements/interviews.txt
	$(LOCK) pyproject.toml --extra text --extra spark -c requirements/dev.txt -o requirements/spark.txt
	$(LOCK) --group build -c requirements/dev.txt -o requirements/build.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis $(EXAMPLE)/report $(EXAMPLE)/.clustermark $(SAMPLE)/report $(SAMPLE)/.clustermark
