# OneDoor. `make help` lists what there is; every target does its own set-up on a fresh machine.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
NODE := PATH="$(CURDIR)/$(VENV)/bin:$$PATH"
DIST := admin/static/dist/manifest.json
FRONTEND := $(shell find admin/frontend -path admin/frontend/node_modules -prune -o -type f -print 2>/dev/null)
MESSAGES := $(wildcard admin/translations/*/LC_MESSAGES/*.po)
CHECKED := engine admin tests wsgi.py gunicorn.conf.py

.PHONY: help run setup test lint format bench lock browser pictures frontend-test clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: setup  ## Start everything on this machine; prints the address and the demo logins
	@$(PY) -m engine serve

setup: $(VENV)/.installed $(DIST) $(VENV)/.messages  ## Install what run and test need, without starting anything

test: setup browser frontend-test  ## Run everything that must pass, the browser included
	@$(PY) -m pytest -n 2

lint: $(VENV)/.installed  ## Check style, types and who may know whom
	@$(VENV)/bin/ruff check $(CHECKED)
	@$(VENV)/bin/ruff format --check $(CHECKED)
	@$(VENV)/bin/mypy
	@PYTHONPATH=. $(VENV)/bin/lint-imports --no-logo

format: $(VENV)/.installed  ## Format the Python code
	@$(VENV)/bin/ruff check --fix $(CHECKED)
	@$(VENV)/bin/ruff format $(CHECKED)

bench: setup  ## Measure, each figure beside its floor from the same run
	@$(PY) -m engine bench

lock: $(VENV)/.installed  ## Renew the lock files after a change of a requirements*.in
	@$(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 requirements.in -o requirements.txt
	@$(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt

browser:  ## Install Debian's Chromium and a Chinese font for the browser tests, where that is allowed
	@sh tests/browser/install.sh

pictures: setup browser  ## Renew the pictures in docs/screenshots; look at each before you commit them
	@ONEDOOR_SCREENSHOTS=docs/screenshots $(PY) -m pytest -q tests/browser/test_pictures.py

frontend-test: $(DIST)  ## Run the front end's own tests
	@cd admin/frontend && $(NODE) npm test

clean:  ## Remove what commands made, except the database in var/
	rm -rf $(VENV) admin/static/dist admin/frontend/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.installed: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本。/ Python 3.11 or newer is needed."; exit 1; }
	@echo "正在准备 Python 环境…… / Preparing the Python environment…"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { echo "无法建立虚拟环境，请安装 python3-venv。/ Cannot create a virtual environment; install python3-venv."; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

$(DIST): $(FRONTEND) engine/forms/sentences.json | $(VENV)/.installed
	@echo "正在构建页面…… / Building the pages…"
	@cd admin/frontend && $(NODE) npm ci --no-audit --no-fund --loglevel=error && $(NODE) npm run build --silent
	@touch $@

$(VENV)/.messages: $(MESSAGES) | $(VENV)/.installed
	@for po in $(MESSAGES); do $(VENV)/bin/pybabel --quiet compile -i $$po -o $${po%.po}.mo || exit 1; done
	@touch $@
