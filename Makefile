# Two commands do everything: `make build` and `make test`. Both install what they need
# into .venv from requirements.lock; a fresh machine needs Python 3.11 and make.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

# How large the shop is that `make bench` measures.
TICKETS ?= 1000000

# Where BI tools and leaders find the marts and the scorecard page.
PUBLISHED ?= published
PUBLISH = PYTHONPATH=scripts $(BIN)/python -m publish --to "$$PUBLISHED"

# The sample's tests never touch the warehouse that a user builds.
TEST_WAREHOUSE := $(CURDIR)/target/test/warehouse.duckdb

# What a change is compared with, and the build that `make slim` starts from: the manifest
# and the test warehouse of BASE.
BASE ?= origin/main
STATE := target/state

.PHONY: help build publish test test-duckdb2 install lint lint-changed test-sql slim test-python docs expectations postgres superset bench sample lock clean

help: ## say what each target does
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

# `make build VARS='{raw_location: "/data/export/{name}.parquet"}'` is dbt's --vars.
export VARS PUBLISHED
build: install ## build and test the warehouse, publish its marts and the scorecard
	@$(BIN)/dbt build --exclude-resource-type unit_test $(if $(VARS),--vars "$$VARS") \
		|| { echo; echo 'Nothing was published. What went wrong is above; where a test failed, the'; \
		echo 'line "Build failed" names it and "Gate" lines say what to open.'; exit 1; }
	@$(PUBLISH)

publish: install ## publish the last build again, if it passed
	@$(PUBLISH)

test: lint test-sql test-python ## lint, unit and data tests on the sample, pytest

install: $(INSTALLED) ## create .venv with the exact versions of requirements.lock

$(INSTALLED): requirements.lock
	command -v $(PYTHON) >/dev/null && $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Python 3.11 is needed, found " + sys.version)'
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.lock
	touch $@

lint: install ## sqlfluff, ruff and yamllint
	$(BIN)/ruff check scripts tests/python
	$(BIN)/ruff format --check scripts tests/python
	$(BIN)/yamllint --strict .
	mkdir -p $(dir $(TEST_WAREHOUSE))
	WAREHOUSE_PATH=$(TEST_WAREHOUSE) $(BIN)/sqlfluff lint --processes 2 models analyses tests

lint-changed: install ## lint, but only the SQL that differs from BASE (origin/main)
	$(BIN)/ruff check scripts tests/python
	$(BIN)/ruff format --check scripts tests/python
	$(BIN)/yamllint --strict .
	git diff --merge-base --name-only --diff-filter=d $(BASE) -- \
		'models/*.sql' 'analyses/*.sql' 'tests/*.sql' \
		| WAREHOUSE_PATH=:memory: xargs --no-run-if-empty $(BIN)/sqlfluff lint

test-sql: install ## dbt's unit and data tests on the sample
	mkdir -p $(dir $(TEST_WAREHOUSE))
	rm -f $(TEST_WAREHOUSE)
	WAREHOUSE_PATH=$(TEST_WAREHOUSE) $(BIN)/dbt build --no-partial-parse

slim: install ## build and test what differs from the build in target/state; all without one
	if test -f $(STATE)/manifest.json; then \
		mkdir -p $(dir $(TEST_WAREHOUSE)) \
		&& cp $(STATE)/warehouse.duckdb $(TEST_WAREHOUSE) \
		&& WAREHOUSE_PATH=$(TEST_WAREHOUSE) $(BIN)/dbt build --no-partial-parse \
			--select state:modified+ --defer --state $(STATE); \
	else $(MAKE) test-sql; fi

test-python: install ## pytest: commands, inputs, scenarios, properties
	$(BIN)/pytest

test-duckdb2: install ## the same SQL on DuckDB 2: dbt's unit and data tests
	mkdir -p target && grep '^dbt-' requirements.lock > target/duckdb2.txt
	test -d target/duckdb2 || python3 -m venv target/duckdb2
	target/duckdb2/bin/pip install --quiet --requirement target/duckdb2.txt 'duckdb>=2,<3'
	rm -f target/duckdb2/warehouse.duckdb
	WAREHOUSE_PATH=target/duckdb2/warehouse.duckdb target/duckdb2/bin/dbt build \
		--no-partial-parse --target-path target/duckdb2/target

docs: install ## the documentation of the warehouse on one page: target/static_index.html
	$(BIN)/dbt docs generate --static --no-partial-parse

expectations: install ## hold the last weeks of the warehouse to the weeks before; Data Docs
	PYTHONPATH=scripts $(BIN)/python -m expectations

postgres: install ## copy the published marts into PostgreSQL: PGSERVICE, or PGHOST and the like
	PYTHONPATH=scripts $(BIN)/python -m to_postgres --published "$$PUBLISHED"

superset: install ## try Apache Superset on the published marts, in an environment of its own
	PYTHONPATH=scripts $(BIN)/python -m try_superset --published "$$PUBLISHED"

bench: install ## build a made-up shop of TICKETS (1000000), tell where the time goes
	PYTHONPATH=scripts $(BIN)/python -m bench --tickets $(TICKETS)

sample: install ## write seeds/raw again: the same bytes every time
	PYTHONPATH=scripts $(BIN)/python -m sample_shop

lock: install ## resolve requirements.lock again from pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --python-version 3.11 \
		--no-header --quiet --upgrade --output-file requirements.lock

clean: ## remove what builds leave behind, but no warehouse and no environment
	@for kept in "$${WAREHOUSE_PATH:-warehouse.duckdb}" "$$PUBLISHED"; do \
		case "$$(realpath -m -- "$$kept")" in "$$(realpath -m target)"/*|"$$(realpath -m logs)"/*) \
			echo "clean: $$kept would be removed, too: move it first" >&2; exit 1;; esac; done
	rm -rf target logs
