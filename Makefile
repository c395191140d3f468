# Needs python3 (3.11 or newer) and make; everything else is installed under .venv, node_modules and var.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
UV := $(BIN)/uv pip install --quiet --no-deps --require-hashes
export UV_PYTHON_DOWNLOADS := never
# Trust what the machine trusts, as pip and curl do: behind an office's own proxy the tools' bundled certificates are not enough.
CERTIFICATES := /etc/ssl/certs/ca-certificates.crt
ifneq ($(wildcard $(CERTIFICATES)),)
export UV_SYSTEM_CERTS ?= true
export NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
endif
export DJANGO_SETTINGS_MODULE ?= filiera.settings.dev

.PHONY: setup setup-dev demo test lint audit bench clean help

help:
	@echo "make setup   prepare the environment; the command is then .venv/bin/filiera"
	@echo "make demo    the working product with the demo's content, on port $(PORT)"
	@echo "make test    everything: rules, SQLite, PostgreSQL, browser"
	@echo "make audit   known vulnerabilities of the packages, asked of osv.dev"
	@echo "make bench   speed and a simulated year of needs, beside what they are measured against"

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit("Filiera needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python lacks venv: install it (on Debian and Ubuntu: apt install python3-venv), then try again."; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/.runtime: requirements/runtime.lock requirements/territory.lock pyproject.toml | .venv/bin/uv
	@echo "Installing the Python packages"
	@$(UV) -r requirements/runtime.lock -r requirements/territory.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

node_modules/.done: package-lock.json package.json | .venv/.runtime
	@echo "Installing the front-end packages"
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund; \
	 else $(UV) -r requirements/node.lock && $(BIN)/python -m tools.run_npm ci --silent --no-audit --no-fund; fi
	@touch $@

var/.setup: node_modules/.done .venv/.runtime tools/build_territory.py tools/build_model.py tools/vendor_frontend.py tools/build_fonts.py instances/lombardia-cosmetica/instance.yaml
	@mkdir -p var
	@$(BIN)/python tools/vendor_frontend.py
	@$(BIN)/python tools/build_territory.py
	@$(BIN)/python tools/build_model.py
	@$(BIN)/python tools/build_fonts.py
	@touch $@

setup: var/.setup
	@$(BIN)/python tools/compile_messages.py

.venv/.dev: requirements/dev.lock .venv/.runtime
	@echo "Installing the development packages"
	@$(UV) -r requirements/dev.lock
	@touch $@

setup-dev: setup .venv/.dev

demo: setup
	@$(BIN)/filiera demo --port $(PORT)

test: setup-dev
	@$(BIN)/python tools/run_tests.py $(ARGS)

lint: setup-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/mypy

audit: .venv/.runtime
	@$(BIN)/python tools/audit_dependencies.py $(ARGS)

bench: setup-dev
	@$(BIN)/python -m benchmarks.run_all

clean:
	@rm -rf .venv node_modules var
