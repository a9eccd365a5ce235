# make demo    audit the practice region and write reports/demo/
# make test    the whole test suite
# make check   lint, format, types, import rules
# make bench   measure (ARGS=first, crawling, recrawl, discover, papers, recap, fleet: other subjects)
# make compiled  build the hot modules with mypyc now, or fail (needs a C compiler); make pure removes the build
# make lock    renew requirements.lock after a change of dependencies in pyproject.toml
# make clean   remove what the other targets made (crawl data and reports stay)
#
# demo, test, check and bench set everything up first (.ci/setup); the second time at once. demo and bench run
# the compiled form where a C compiler is there (.ci/form), test the pure one; AUDITOR_PURE=1, FORM=compiled choose.

SHELL := /bin/sh
BIN := .venv/bin
OUT ?= reports/demo
WORKERS ?= 2

.PHONY: demo test check bench compiled pure lock clean setup
.DEFAULT_GOAL := demo

setup:
	@.ci/setup

demo: setup
	@.ci/form
	@$(BIN)/auditor demo --out $(OUT)

test: setup
	@$(if $(filter compiled,$(FORM)),,AUDITOR_PURE=1) $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup
	@.ci/form
	@$(BIN)/python -m auditor.bench $(ARGS)

# What is built runs only while its sources stay as they are (auditor/form.py).
compiled: setup
	@AUDITOR_COMPILE=1 $(BIN)/python setup.py -q build_ext --inplace --force >build.log 2>&1 \
		|| { tail -n 20 build.log; exit 1; }
	@rm -f build.log
	@$(BIN)/auditor --version | grep compiled

pure:
	find auditor -name '*.so' -delete
	rm -rf build auditor/compiled.sums

# One lock for Python 3.11-3.13 on every platform, every file with its hash, no index named in it.
# uv is the only tool needed (https://docs.astral.sh/uv/); UV=/path/to/uv where it is not on PATH.
UV ?= uv
lock:
	$(UV) pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --output-file requirements.lock $(ARGS) pyproject.toml

clean: pure
	rm -rf .venv *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
