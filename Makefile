PORT ?= 8080
DATA ?= .local
PYTHON := .venv/bin/python
ARGS ?=

.PHONY: serve test browser rehearse check bench lock explorer site chromium setup clean

setup: ## the Python environment and the repository's JavaScript tools
	@./setup-venv.sh

serve: setup explorer site ## the whole product at one address, with demonstration data
	@exec $(PYTHON) -m local serve --port $(PORT) --data $(DATA)

test: check chromium ## everything that proves it
	$(PYTHON) -m pytest -n 2 --no-loadscope-reorder $(ARGS)

browser: setup site chromium ## the site in Chromium alone: the whole way of a manager, every page, Lighthouse
	$(PYTHON) -m pytest tests/browser $(ARGS)

rehearse: setup node_modules/.installed site ## a whole deployment, on the emulator of AWS
	$(PYTHON) -m pytest tests/infrastructure/rehearsal $(ARGS)

check: setup node_modules/.installed build/checkov/.installed explorer site
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	npm run --silent lint
	cd frontend && npm run --silent test

bench: setup ## what each operation costs as the data grows
	$(PYTHON) -m bench

lock: setup ## compile requirements/*.in, with hashes
	@for name in lambda dev checkov; do \
	  UV_CUSTOM_COMPILE_COMMAND="make lock" $(PYTHON) -m uv pip compile --quiet --upgrade --universal \
	    --python-version 3.11 --generate-hashes --no-emit-index-url requirements/$$name.in -o requirements/$$name.txt; \
	done

explorer: local/explorer/dist/.built

local/explorer/dist/.built: local/explorer/package-lock.json local/explorer/vite.config.js $(wildcard local/explorer/*.jsx local/explorer/*.js local/explorer/*.css local/explorer/*.html)
	@echo "Building the explorer ..."
	@cd local/explorer && npm ci --silent --no-audit --no-fund && npm run --silent build
	@touch $@

site: frontend/dist/.built ## the site, as it is deployed

frontend/dist/.built: schema.graphql frontend/node_modules/.installed frontend/index.html frontend/vite.config.ts frontend/tsconfig.json $(shell find frontend/src frontend/public frontend/scripts frontend/tests -type f ! -name schema.d.ts)
	@echo "Building the site ..."
	@cd frontend && npm run --silent build
	@touch $@

chromium: setup ## for the browser tests: an installed one, Playwright's, or the system's package
	@$(PYTHON) -m tests.browser.chromium

frontend/node_modules/.installed: frontend/package-lock.json
	@cd frontend && npm ci --silent --no-audit --no-fund
	@touch $@

# in an environment of its own: it wants older versions of what the rest is tested with
build/checkov/.installed: requirements/checkov.txt
	@echo "Installing checkov ..."
	@$(PYTHON) -m venv --clear build/checkov
	@build/checkov/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

node_modules/.installed: package-lock.json
	@npm ci --silent --no-audit --no-fund
	@touch $@

clean: ## forget what was built and installed; the data of `make serve` stays
	rm -rf .venv node_modules local/explorer/node_modules local/explorer/dist frontend/node_modules frontend/dist build
