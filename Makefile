.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
PATH := $(CURDIR)/.venv/bin:$(PATH)
SOURCES := crm_portal members meetings decisions finance
# Settings as in production, for checks that reach no server.
IN_PRODUCTION := DEMONSTRATION=0 SITE_URL=https://portal.example.org \
    ALLOWED_HOSTS=portal.example.org DATABASE_URL=postgresql://nobody@localhost:1/nowhere \
    SECRET_KEY=only-checked-0123456789-abcdefghijklmnopqrstuvwxyz-never-used
# Compiled once for every process that the targets start, out of sight of the checkout.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/compiled
LOCK := .venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate \
    --python-version 3.11 $(UPGRADE)
.PHONY: run test check lint types messages seed bench drill crawl lock clean help

run: ## Install what is missing and run everything, with a demonstration, until Ctrl-C
	@scripts/bootstrap run
	@exec $(PYTHON) -m crm_portal.devstack run --with-parent

test: ## Install what is missing and run every test
	@scripts/bootstrap test
	@$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint types ## Everything that CI asks before the tests
	@$(IN_PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
	@$(IN_PRODUCTION) $(PYTHON) -W ignore manage.py makemigrations --check --dry-run
	@$(IN_PRODUCTION) $(PYTHON) manage.py messages --check

lint: ## Style, and which part may import which
	@scripts/bootstrap test
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@.venv/bin/lint-imports

types: ## Types
	@scripts/bootstrap test
	@$(IN_PRODUCTION) $(PYTHON) -m mypy $(SOURCES)

messages: ## Read the sources for messages and update the catalogues
	@scripts/bootstrap test
	@$(IN_PRODUCTION) $(PYTHON) manage.py messages

seed: ## Load the reference data and the demonstration again
	@scripts/bootstrap run
	@$(PYTHON) -m crm_portal.devstack seed

bench: ## Measure the pages, the paper and the tick against this machine's floor
	@scripts/bootstrap test
	@$(PYTHON) -m benchmarks $(ARGS)

drill: ## Kill processes, move clocks, and count what is lost
	@scripts/bootstrap test
	@$(PYTHON) -m drills $(ARGS)

crawl: ## Follow every link as everybody: broken, failed or leaked pages, axe, policy
	@scripts/bootstrap test
	@$(PYTHON) -m drills.crawl $(ARGS)

lock: ## Lock the packages again; UPGRADE=--upgrade takes newer ones
	@scripts/bootstrap test
	$(LOCK) -o requirements/uv.txt requirements/uv.in
	$(LOCK) -o requirements.txt requirements/local.in
	$(LOCK) -c requirements.txt -o requirements-production.txt requirements/base.in
	$(LOCK) -c requirements.txt -o requirements-test.txt requirements/test.in
	$(LOCK) -c requirements.txt -o requirements-browser.txt requirements/browser.in

clean: ## Remove the data of make run, and what tools leave behind
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m crm_portal.devstack clean; fi
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	@find $(SOURCES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12
