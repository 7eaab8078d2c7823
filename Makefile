# Everything that is done to this repository has a name here; CI uses the same names.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash -o pipefail

PYTHON := .venv/bin/python
LOCAL := $(PYTHON) -m deploy.local
# Two parts of the tests that take about the same time: what shares no platform, and what remains.
APART := tests/e2e/test_demo.py tests/faults tests/unit \
         $(filter-out %_stuck.py,$(wildcard $(addprefix tests/integration/test_,webhook_* store* retried*)))
COMPILE := .venv/bin/uv pip compile --quiet pyproject.toml --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-header

# Variables that are given, on the command line or in the environment, reach what the targets run.
ifdef COUNTRY
export TOONO_COUNTRY := $(COUNTRY)
endif
export LANG_UI
export TOONO_PORT_BASE
export TOONO_AMQP_URI
export TOONO_MONGO_URI

##@ Run it
up: setup ## Start the platform on this machine, and wait until it is ready
	@$(LOCAL) up

down: setup ## Stop everything that `make up` has started
	@$(LOCAL) down

restart-rolling: setup ## Replace every process while the platform is in use; no request fails
	@$(LOCAL) restart-rolling

status: setup ## Show every process; fails unless all are ready
	@$(LOCAL) status

logs: setup ## Follow the logs of all processes; of one: NAME=gateway
	@$(LOCAL) logs --follow $(NAME)

demo: setup ## Show what the platform does, on invented data
	@$(PYTHON) -m deploy.demo

##@ Change it
setup: ## Install what is missing, from the lock; the other targets do it by themselves
	@deploy/local/setup

format: setup ## Lay out the code as `make check` wants it
	@.venv/bin/ruff format
	@.venv/bin/ruff check --fix

check: setup ## Style, types, boundaries between modules, contracts, shell, locks (under two minutes)
	@deploy/local/check

contracts: setup ## Accept what was added to events and their schemas: from then on it is promised
	@$(PYTHON) -m deploy.contracts --accept

test: ## All tests; some: ARGS="tests/unit -k area"
	@deploy/local/setup --tests
ifdef ARGS
	@$(PYTHON) -m pytest $(ARGS)
else
	@$(MAKE) --jobs 2 --keep-going test-apart test-together
endif

test-apart:
	@$(PYTHON) -u -m pytest -p no:cacheprovider $(APART) 2>&1 | sed --unbuffered 's/^/[apart] /'

test-together:
	@$(PYTHON) -u -m pytest $(APART:%=--ignore %) 2>&1 | sed --unbuffered 's/^/[together] /'

lock: ## Pin the dependencies of pyproject.toml anew; newer versions: ARGS=--upgrade
	@deploy/local/setup --tests
	@$(COMPILE) $(ARGS) --output-file requirements.txt >/dev/null
	@$(COMPILE) $(ARGS) --group dev --constraint requirements.txt --output-file requirements-dev.txt >/dev/null
	@npm install --package-lock-only --prefix tests/contract/partner >/dev/null

##@ Try it hard
bench: ## Measure the platform beside its peers
	@deploy/local/setup --bench
	@$(PYTHON) -m tests.benchmarks

faults: ## Break things on purpose; one: ROW=... SEED=...
	@deploy/local/setup --tests
	@$(PYTHON) -m tests.faults $(if $(ROW),--row $(ROW)) $(if $(SEED),--seed $(SEED))

##@ Leave it
clean: down ## Remove all that the platform has stored here: data, secrets, logs
	@rm -rf .local

##@ Variables
# COUNTRY          country of a new installation, ISO 3166-1 alpha-2 (KZ)
# LANG_UI          language of the demonstration: kk, ru, mn or en
# TOONO_PORT_BASE  first of this copy's hundred ports (17000, or the next that are free)
# TOONO_AMQP_URI   a RabbitMQ to use in place of the embedded one
# TOONO_MONGO_URI  a MongoDB replica set to use in place of the embedded one

help:
	@awk 'BEGIN {FS = ":.*## "} \
	    /^##@ / {variables = /Variables/; printf "\n%s\n", substr($$0, 5)} \
	    /^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2} \
	    variables && /^# / {print "  " substr($$0, 3)}' $(MAKEFILE_LIST)

.PHONY: contracts up down restart-rolling status logs demo setup format check test test-apart test-together lock bench faults clean help
