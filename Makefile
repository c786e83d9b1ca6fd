# What a person does with this folder. `make` alone prints the list.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check any-order bench docs requirements clean

VENV := .venv/bin

help:  ## show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo:  ## install what is missing and start with fictional cases
	@scripts/set_up.sh app
	@$(VENV)/huisverbod demo

test:  ## install what the tests need as well, then run every check
	@scripts/set_up.sh test
	@$(MAKE) --no-print-directory check

check:  ## formatting, lint, types, import contracts, tests; stops at the first that fails
	@test -x $(VENV)/pytest || { echo "Nothing to check with yet: run 'make test' once." >&2; exit 1; }
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/pytest -n 2 --dist loadfile

any-order:  ## anyone tries anything, thousands of runs on both databases; RUNS=20000 for an hour's worth
	RUNS=$(or $(RUNS),2000) RUNS_ON_POSTGRESQL=$(or $(RUNS_ON_POSTGRESQL),1000) \
		$(VENV)/pytest -n 2 --dist loadfile -rP tests/any_order

bench:  ## measure what the documentation claims about speed
	@scripts/set_up.sh test
	$(VENV)/python -m benchmarks

docs:  ## draw docs/workflows.md again from workflows/
	@scripts/set_up.sh app
	$(VENV)/huisverbod draw --docs

requirements:  ## pin again after a change in pyproject.toml (UPGRADE=1: take newer versions)
	@scripts/pin.sh $(if $(UPGRADE),--upgrade)

clean:  ## remove the environment, the demonstration's data and all caches
	rm -rf .venv .demo build dist *.egg-info .hypothesis
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
