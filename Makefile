# Workstate: `make run` to use it, `make test` to check it. `make help` lists everything.
# Needs Python 3.11 or newer, Node 20 or newer, and make; the rest is installed below this folder.

PYTHON ?= $(shell .ci/python)
VENV := .venv
BIN := $(VENV)/bin
THEME := workstate/theme/static_src
POETRY := .tools/poetry/bin/poetry
POETRY_VERSION := 2.5.1
POETRY_MIRROR_PLUGIN_VERSION := 0.6.5
STEP := .ci/step

# What the stylesheet and the scripts are made of; Tailwind reads the templates too.
ASSET_SOURCES := $(shell find $(THEME) -name node_modules -prune -o -type f -not -name .built -print 2>/dev/null) \
	$(shell find workstate -name '*.html' -not -path '*/node_modules/*' 2>/dev/null)

# Somebody may have removed what was built; its stamp is worth nothing then.
ifeq ($(wildcard workstate/theme/static/*),)
$(shell rm -f $(THEME)/.built)
endif

# Python keeps what it has compiled, whatever the machine says otherwise: each of our many processes starts in half the time.
unexport PYTHONDONTWRITEBYTECODE

# A clean room for checks: servers of their own, never the person's database, nor a secret that matters.
CLEAN := env -u DATABASE_URL -u DATABASE_URL_FILE -u REDIS_URL -u REDIS_URL_FILE -u CELERY_BROKER_URL \
	-u SITE_URL -u HOST -u PORT -u DEBUG -u ALLOWED_HOSTS -u WORKSTATE_DATA_DIR SECRET_KEY=for-checks-alone
SERVICES := $(CLEAN) $(BIN)/python -m workstate.embedded --fast --

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## Show what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(VENV)/.installed $(THEME)/.built ## Install what is missing and run Workstate; Ctrl+C stops it
	@.ci/pango
	@exec $(BIN)/workstate up

# Every check has its say before the verdict; the tests come last, so their summary is the last line. Types take as long as
# the rest of the checks: two at a time. The migrations run once, and each database of the tests is a copy of what they made.
TOGETHER := $(if $(findstring output-sync,$(.FEATURES)),--output-sync=target)
.PHONY: test
test: setup ## Run everything that guards the code
	@.ci/pango tests
	@CHROMIUM="$$(.ci/chromium)" && export CHROMIUM && failed=0; \
	$(MAKE) --no-print-directory --keep-going --jobs=2 $(TOGETHER) lint audit || failed=1; \
	$(SERVICES) sh -c '$(STEP) "Migrations are complete" $(BIN)/workstate makemigrations --check --dry-run; missing=$$?; \
	  $(STEP) "Migrations" $(BIN)/workstate migrate --verbosity=0 && export TEST_DATABASE_TEMPLATE=workstate; \
	  echo "== Tests"; $(BIN)/pytest -n 2 --dist loadgroup $(PYTEST) && exit $$missing' || failed=1; \
	exit $$failed

LINTS := lint-types lint-style lint-format lint-imports lint-security lint-templates
.PHONY: lint $(LINTS)
lint: $(LINTS) ## Style, format, import contracts, security, templates, types
$(LINTS): $(VENV)/.installed-for-development
lint-style:
	@$(STEP) "Style" $(BIN)/ruff check --quiet .
lint-format:
	@$(STEP) "Format" $(BIN)/ruff format --check --quiet .
lint-imports:
	@$(STEP) "Import contracts" $(BIN)/lint-imports --no-cache
lint-security:
	@$(STEP) "Security" $(BIN)/bandit -q --severity-level medium -c pyproject.toml -r workstate
lint-templates:
	@$(STEP) "Templates" $(BIN)/djlint workstate --lint --quiet
lint-types:
	@$(STEP) "Types" $(CLEAN) $(BIN)/mypy .

.PHONY: audit
audit: $(VENV)/.installed-for-development ## Known vulnerabilities of what we depend on
	@$(STEP) "Dependency audit" $(BIN)/python .ci/audit.py

.PHONY: bench
bench: setup ## Measure against quality.md's budgets, each beside its own floor
	@$(CLEAN) $(BIN)/python -m workstate.embedded -- $(BIN)/python -m bench $(BENCH)

STEPS ?= 1000000
.PHONY: soak
soak: setup ## Send a million requests of three devices about one timer, other ones each time (STEPS=…)
	@$(SERVICES) env WORKSTATE_STEPS=$(STEPS) $(BIN)/pytest -q workstate/timetracking/tests/test_machine.py

REMINDERS ?= 10000
.PHONY: soak-deliveries
soak-deliveries: setup ## Kill processes while ten thousand reminders and mentions fall due (REMINDERS=…)
	@$(CLEAN) WORKSTATE_REMINDERS=$(REMINDERS) $(BIN)/pytest -q -s --show-capture=no tests/faults/test_deliveries.py

.PHONY: setup
setup: $(VENV)/.installed-for-development $(THEME)/.built ## Install everything that development needs, and stop

.PHONY: assets
assets: $(THEME)/.built ## Build stylesheet, scripts, icons and fonts

.PHONY: hooks
hooks: setup ## Check every commit before it is made
	@$(BIN)/pre-commit install

.PHONY: clean
clean: ## Remove what was built and installed; the data in .workstate stays
	rm -rf $(VENV) .tools dist $(THEME)/node_modules $(THEME)/.built workstate/theme/static

# ---- What the commands above stand on ---------------------------------------------------------------------------

$(POETRY): Makefile
	@$(STEP) "Poetry" sh -c '.ci/venv "$(PYTHON)" .tools/poetry && .tools/poetry/bin/python -m pip install --quiet \
	  --disable-pip-version-check "poetry==$(POETRY_VERSION)" "poetry-plugin-pypi-mirror==$(POETRY_MIRROR_PLUGIN_VERSION)"'
	@touch $@

$(VENV)/.installed: pyproject.toml poetry.lock | $(POETRY)
	@$(STEP) "Packages" .ci/packages "$(PYTHON)" --only main
	@touch $@

$(VENV)/.installed-for-development: pyproject.toml poetry.lock | $(POETRY)
	@$(STEP) "Packages for development" .ci/packages "$(PYTHON)"
	@touch $(VENV)/.installed $@

$(THEME)/node_modules/.installed: $(THEME)/package-lock.json
	@.ci/node
	@$(STEP) "Packages of the theme" npm ci --prefix $(THEME) --no-audit --no-fund --loglevel=error
	@touch $@

$(THEME)/.built: $(THEME)/node_modules/.installed $(ASSET_SOURCES)
	@$(STEP) "Assets" npm run --prefix $(THEME) --silent build
	@touch $@
