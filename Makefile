# Every command of the project; `make` alone prints them.

.DEFAULT_GOAL := help
PYTHON_IN := .venv/bin/python

# Relaxes secrets and HTTPS, and nothing else; a production server sets none of this.
export LIVESAFE_DEBUG ?= 1
# Servers and databases are broken one after the other: beside other tests their own pace would tell nothing.
PYTEST = $(PYTHON_IN) -m pytest --numprocesses=2 --dist=worksteal $(if $(ARGS),$(ARGS),-m "not faults")
FAULTS = $(if $(ARGS),,$(PYTHON_IN) -m pytest -m faults)

.PHONY: help
help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: environment ## set everything up and serve http://localhost:8000 with demo content
	@$(PYTHON_IN) manage.py demo

.PHONY: test
test: environment browser lint ## set everything up and run every check, on SQLite
	$(PYTEST)
	$(FAULTS)

.PHONY: test-services
test-services: environment browser ## run the same tests on PostgreSQL and Redis (DATABASE_URL, REDIS_URL)
	@: $${DATABASE_URL:?names no PostgreSQL database to test on} $${REDIS_URL:?names no Redis to test on}
	$(PYTHON_IN) manage.py makemigrations --check --dry-run
	$(PYTEST)
	$(FAULTS)

.PHONY: bench
bench: environment ## measure what the design promises, as ratios taken in one run
	@PYTHONPATH=. $(PYTHON_IN) tests/bench.py

.PHONY: lint
lint: environment ## check everything that needs no test: style, types, imports, migrations
	$(PYTHON_IN) -m ruff check
	$(PYTHON_IN) -m ruff format --check
	git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --target-version 5.2 --check
	$(PYTHON_IN) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PYTHON_IN) manage.py makemigrations --check --dry-run

.PHONY: format
format: environment ## put code and templates into their form
	$(PYTHON_IN) -m ruff check --fix-only
	$(PYTHON_IN) -m ruff format
	-git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --target-version 5.2

.PHONY: messages
messages: environment ## read the interface's words anew into locale/ (needs gettext)
	$(PYTHON_IN) manage.py makemessages --all --no-obsolete --no-wrap --ignore=.venv
	$(PYTHON_IN) manage.py compilemessages --ignore=.venv

.PHONY: lock
lock: environment ## choose the packages anew, within the ranges of pyproject.toml
	$(PYTHON_IN) -m pip install --quiet --disable-pip-version-check uv
	$(PYTHON_IN) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra dev \
		--generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --output-file requirements.txt pyproject.toml

.PHONY: environment
environment:
	@.ci/environment

.PHONY: browser
browser: environment
	@.ci/browser > /dev/null
