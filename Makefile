# Everything sets itself up first: `make run` and `make test` are all one needs to know. See packaging/setup_env.py.
PYTHON ?= python3
PY := .venv/bin/python
# Tests in parallel, one process more than there are cores, because tests of the window wait now and then;
# `make test JOBS=0` runs them in one process, ARGS goes to pytest as it is.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench gallery soak mutants corpus farm lock package package-test package-ci release clean

help:
	@echo 'make run      open the window (without a display: a demonstration, saved as build/window.png)'
	@echo 'make test     run all tests'
	@echo 'make check    lint, formatting, types, layers'
	@echo 'make bench    measure; writes build/bench.md and build/bench.json'
	@echo 'make gallery  paint every page, dialog and control in all looks into build/gallery/index.html, and look for cuts'
	@echo 'make soak     half an hour and more of killing, opening and monkeying, each script of tests/soak in turn (ARGS=short: minutes)'
	@echo 'make mutants  draw 100 small faults and say which of them no test notices (ARGS="--rooms core --count 20")'
	@echo 'make corpus   build corpus/normalised and the index from corpus/raw'
	@echo 'make farm     a Dask scheduler and two workers on this machine, to try corpus build --scheduler (Ctrl+C ends them)'
	@echo 'make format   put the code into its standard form'
	@echo 'make lock     choose newer dependencies within pyproject.toml'
	@echo 'make package  build the Debian package into dist/ (ARGS=all: every package; see packaging/README.md)'
	@echo 'make package-test  install it in bare Debian systems and use it there (root)'
	@echo 'make package-ci    the next version cut for trial, its .deb used in one system, as .ci/run does'
	@echo 'make release VERSION=0.2.0  cut a version (ARGS=--dry-run: all but the branch and the tag)'
	@echo 'make clean    remove what was built (not .venv)'

setup:
	@$(PYTHON) packaging/setup_env.py

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		exec $(PY) -m reader $(ARGS); \
	else \
		mkdir -p build; \
		echo 'No display: showing the window offscreen, with a throw-away profile in build/demo.'; \
		QT_QPA_PLATFORM=offscreen exec $(PY) -m reader --data-dir build/demo --screenshot build/window.png $(ARGS); \
	fi

test: setup
	@$(PY) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: setup
	@$(PY) packaging/check.py

format: setup
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format .

bench: setup
	@QT_QPA_PLATFORM=offscreen $(PY) tests/bench/run.py $(ARGS)

gallery: setup
	@$(PY) tests/gallery/run.py $(ARGS)

soak: setup
	@$(PY) tests/soak/every_script.py $(ARGS)

mutants: setup
	@$(PY) tests/mutants/sample.py $(ARGS)

corpus: setup
	@$(PY) -m reader.ingest.build $(ARGS)

farm: setup
	@$(PY) tests/farm_here.py $(ARGS)

lock: setup
	@$(PY) packaging/lock.py $(ARGS)

package:
	@$(PYTHON) packaging/build.py $(or $(ARGS),deb)

package-test: package
	@$(PYTHON) packaging/try_deb.py

package-ci:
	@$(PYTHON) packaging/ci.py

release:
	@$(PYTHON) packaging/release.py $(VERSION) $(ARGS)

clean:
	rm -rf build dist corpus/index corpus/integrity.json .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find reader tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
