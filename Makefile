# Two commands do everything: `make build` and `make test`. Both install what they need
# into .venv from requirements.lock; a fresh machine needs make and one of these Pythons.

PYTHONS := 3.11 3.12 3.13
# `make install PYTHON=/path/to/python3.12` takes that one.
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# Whoever builds on Apache Spark has it in an environment of its own.
SPARK_VENV := .venv-spark
SPARK_BIN := $(SPARK_VENV)/bin
# Nothing is installed but the files whose hashes are in a lock.
PIP_INSTALL := pip install --quiet --disable-pip-version-check --require-hashes --requirement

# Ends well when a Python is one of PYTHONS. A name on the PATH does not say so: pyenv's
# are there for every version it has, and run none but the one that was chosen.
FITS := -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] not in "$(PYTHONS)".split())'

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

# Connections switch models on, and parts of models: those are linted as if there were one of
# each system and loader.
CONNECTED = $(BIN)/sqlfluff lint --config .ci/connected/pyproject.toml
IS_CONNECTED = 'is_connected|connected_systems|is_identified'
ALWAYS_SQL = $(filter-out models/connectors,$(patsubst %/,%,$(wildcard models/*/))) analyses tests
CONNECTED_SQL = models/connectors $(shell grep -rlE $(IS_CONNECTED) --include=*.sql \
	models/intermediate models/marts analyses tests)

.PHONY: help build build-spark publish publish-spark test test-duckdb2 test-dlt test-spark test-spark-cluster test-pythons install install-spark lint lint-changed test-sql slim test-python docs expectations postgres superset unmapped bench bench-spark picture sample contract metrics lock clean

help: ## say what each target does
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

# `make build VARS='{raw_location: "/data/export/{name}.parquet"}'` is dbt's --vars, SELECT its
# --select; VERBOSE=1 shows dbt's own output.
export VARS SELECT PUBLISHED
build: install ## build and test the warehouse, publish its marts and the scorecard
	@PYTHONPATH=scripts $(BIN)/python -m make_build --vars "$$VARS" --select "$$SELECT" \
		$(if $(VERBOSE),--verbose)
	@$(if $(SELECT),,$(PUBLISH))

publish: install ## publish the last build again, if it passed
	@$(PUBLISH)

# DBT_TARGET=spark_thrift builds on the cluster that profiles.yml names.
SPARK_PYTHON = DBT_TARGET="$${DBT_TARGET:-spark}" PYTHONPATH=scripts $(SPARK_BIN)/python
build-spark: install-spark ## the same on Apache Spark, in this process: docs/spark.md
	@$(SPARK_PYTHON) -m make_build --vars "$$VARS" --select "$$SELECT" \
		$(if $(VERBOSE),--verbose)
	@$(if $(SELECT),,$(SPARK_PYTHON) -m publish --to "$$PUBLISHED")

publish-spark: install-spark ## publish the last build on Apache Spark again, if it passed
	@$(SPARK_PYTHON) -m publish --to "$$PUBLISHED"

test: lint test-sql test-python ## lint, unit and data tests on the sample, pytest

install: $(INSTALLED) ## create .venv with the exact versions of requirements.lock

install-spark: $(SPARK_VENV)/.installed ## create .venv-spark likewise, of requirements-spark.lock

$(INSTALLED): requirements.lock
$(SPARK_VENV)/.installed: requirements-spark.lock
$(INSTALLED) $(SPARK_VENV)/.installed:
	@for python in $(or $(PYTHON),$(PYTHONS:%=python%) python3); do \
		if "$$python" $(FITS) 2>/dev/null; then exec "$$python" -m venv $(@D); fi; \
	done; \
	echo 'make install: no Python of $(PYTHONS) among $(or $(PYTHON),$(PYTHONS:%=python%) python3);' \
		'install one, or name it: make install PYTHON=/path/to/python' >&2; exit 1
	$(@D)/bin/$(PIP_INSTALL) $<
	touch $@

lint: install ## sqlfluff, ruff and yamllint
	$(BIN)/ruff check scripts tests/python
	$(BIN)/ruff format --check scripts tests/python
	$(BIN)/yamllint --strict .
	mkdir -p $(dir $(TEST_WAREHOUSE))
	WAREHOUSE_PATH=$(TEST_WAREHOUSE) $(BIN)/sqlfluff lint --processes 2 $(ALWAYS_SQL)
	WAREHOUSE_PATH=$(TEST_WAREHOUSE) $(CONNECTED) --processes 2 $(CONNECTED_SQL)

lint-changed: install ## lint, but only the SQL that differs from BASE (origin/main)
	$(BIN)/ruff check scripts tests/python
	$(BIN)/ruff format --check scripts tests/python
	$(BIN)/yamllint --strict .
	git diff --merge-base --name-only --diff-filter=d $(BASE) -- \
		'models/*.sql' 'analyses/*.sql' 'tests/*.sql' \
		| WAREHOUSE_PATH=:memory: xargs --no-run-if-empty $(BIN)/sqlfluff lint
	git diff --merge-base --name-only --diff-filter=d $(BASE) -- \
		'models/*.sql' 'analyses/*.sql' 'tests/*.sql' \
		| xargs --no-run-if-empty grep -lE $(IS_CONNECTED) \
		| WAREHOUSE_PATH=:memory: xargs --no-run-if-empty $(CONNECTED)

test-sql: install ## dbt's unit and data tests on the sample
	mkdir -p $(dir $(TEST_WAREHOUSE))
	rm -f $(TEST_WAREHOUSE)
	WAREHOUSE_PATH=$(TEST_WAREHOUSE) $(BIN)/dbt build --no-partial-parse
	$(BIN)/python tests/python/sample_build.py

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
	mkdir -p target
	test -d target/duckdb2 || $(BIN)/python -m venv target/duckdb2
	target/duckdb2/bin/$(PIP_INSTALL) requirements-duckdb2.lock
	rm -f target/duckdb2/warehouse.duckdb
	WAREHOUSE_PATH=target/duckdb2/warehouse.duckdb target/duckdb2/bin/dbt build \
		--no-partial-parse --target-path target/duckdb2/target

test-dlt: install ## that tables of dlt are read: it loads Shopify's documents, then dbt builds
	mkdir -p target
	test -d target/dlt || $(BIN)/python -m venv target/dlt
	target/dlt/bin/$(PIP_INSTALL) requirements-dlt.lock
	DLT_PYTHON=$(CURDIR)/target/dlt/bin/python $(BIN)/pytest tests/python/test_connectors_dlt.py

# With one process for all: Spark takes the cores that there are.
SPARK_PYTEST = SPARK_PYTHON=$(CURDIR)/$(SPARK_BIN)/python $(BIN)/pytest -n 0
test-spark: install install-spark ## that Apache Spark builds what DuckDB builds, cell by cell
	$(SPARK_PYTEST) tests/python/test_spark.py tests/python/test_spark_inputs.py \
		tests/python/test_spark_scale.py

test-spark-cluster: install install-spark ## the same on a cluster of Spark whose machines fail
	SPARK_CLUSTER=yes $(SPARK_PYTEST) tests/python/test_spark_cluster.py

# Each Python has its own environment and warehouse under target; pyenv's are found, too.
test-pythons: ## the lock and a build of the sample on every Python of 3.11, 3.12, 3.13 here
	@for version in $(PYTHONS); do \
		found=; place=target/python$$version; \
		for python in python$$version "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/$$version.*/bin/python; do \
			if "$$python" $(FITS) 2>/dev/null; then found=$$python; break; fi; \
		done; \
		if [ -z "$$found" ]; then echo "Python $$version: skipped, it is not here"; continue; fi; \
		"$$found" -m venv $$place && $$place/bin/$(PIP_INSTALL) requirements.lock \
		&& rm -f $$place/warehouse.duckdb \
		&& WAREHOUSE_PATH=$$place/warehouse.duckdb $$place/bin/dbt build --no-partial-parse \
			--exclude-resource-type unit_test --target-path $$place/target --log-path $$place/logs \
			> $$place/build.txt \
		&& grep -h 'Build passed' $$place/build.txt | sed "s/^/Python $$version: /" \
		|| { echo "Python $$version: failed, see $$place/build.txt"; exit 1; }; \
	done

docs: install ## the documentation of the warehouse on one page: target/static_index.html
	$(BIN)/dbt docs generate --static --no-partial-parse
	@echo 'Open $(CURDIR)/target/static_index.html in a browser.'

expectations: install ## hold the last weeks of the warehouse to the weeks before; Data Docs
	PYTHONPATH=scripts $(BIN)/python -m expectations

postgres: install ## copy the published marts into PostgreSQL: PGSERVICE, or PGHOST and the like
	PYTHONPATH=scripts $(BIN)/python -m to_postgres --published "$$PUBLISHED"

superset: install ## try Apache Superset on the published marts, in an environment of its own
	PYTHONPATH=scripts:scripts/makers $(BIN)/python -m try_superset --published "$$PUBLISHED"

unmapped: install ## write the tags that are not in reason_tag_map.csv to OUT, ready to append
	PYTHONPATH=scripts $(BIN)/python -m unmapped $(if $(OUT),--to "$(OUT)")

bench: install ## build a made-up shop of TICKETS (1000000), tell where the time goes
	PYTHONPATH=scripts/makers $(BIN)/python -m bench --tickets $(TICKETS)

# ENGINE=spark_thrift: on a cluster of processes on this machine.
ENGINE ?= spark
bench-spark: install install-spark ## the same shop on Apache Spark, in one process or by ENGINE
	PYTHONPATH=scripts/makers $(BIN)/python -m bench --engine $(ENGINE) --tickets $(TICKETS)

# Whatever vars are set, the picture is of the made-up shop.
CHROMIUM ?= $(firstword $(shell command -v chromium chromium-browser google-chrome))
SCREENSHOT = "$(CHROMIUM)" --headless=new --no-sandbox --disable-gpu --hide-scrollbars

picture: install ## renew docs/scorecard.png, the page of the sample, with CHROMIUM
	@test -n "$(CHROMIUM)" || { echo 'make picture: no Chromium here; name one in CHROMIUM' >&2; exit 1; }
	mkdir -p target/picture
	export WAREHOUSE_PATH=$(CURDIR)/target/picture/warehouse.duckdb PYTHONPATH=scripts; \
	$(BIN)/python -m make_build --vars '{raw_location: null, raw_schema: null}' \
		&& $(BIN)/python -m publish --to target/picture/published
	$(SCREENSHOT) --window-size=1100,1150 --screenshot=docs/scorecard.png \
		"file://$(CURDIR)/target/picture/published/scorecard.html" 2> target/picture/chromium.log

sample: install ## write seeds/raw again: the same bytes every time
	PYTHONPATH=scripts/makers $(BIN)/python -m sample_shop

contract: install ## write what follows from the contracts that the base_ models state
	PYTHONPATH=scripts/makers $(BIN)/python -m contract

metrics: install ## write the metrics of the KPIs that macros/kpi/kpis.sql declares
	PYTHONPATH=scripts/makers $(BIN)/python -m metrics

LOCK = $(BIN)/uv pip compile --universal --python-version $(firstword $(PYTHONS)) \
	--generate-hashes --no-strip-extras --no-header --quiet --upgrade

# Universal: one lock for all systems and PYTHONS. pip of Python 3.11 knows a package with an
# extra by its whole name, hence --no-strip-extras. dbt-core 1.12 brings a parser whose package
# downloads a program while it is installed, which no hash covers: it is allowed, not locked.
lock: install ## resolve the locks again from pyproject.toml and try_superset/requirements.txt
	echo 'dbt-core<1.12' \
		| $(LOCK) pyproject.toml --group dev --constraints - --output-file requirements.lock
	grep -oE '^dbt-[a-z-]+==[^ ]+' requirements.lock \
		| $(LOCK) --group duckdb2 --constraints - --output-file requirements-duckdb2.lock
	grep -oE '^duckdb==[^ ]+' requirements.lock \
		| $(LOCK) --group dlt --constraints - --output-file requirements-dlt.lock
	$(LOCK) pyproject.toml --group spark --constraints requirements.lock \
		--output-file requirements-spark.lock
	$(LOCK) scripts/makers/try_superset/requirements.txt \
		--output-file scripts/makers/try_superset/requirements.lock

clean: ## remove what builds leave behind, but no warehouse and no environment
	@for kept in "$${WAREHOUSE_PATH:-warehouse.duckdb}" "$$PUBLISHED"; do \
		case "$$(realpath -m -- "$$kept")" in "$$(realpath -m target)"/*|"$$(realpath -m logs)"/*) \
			echo "clean: $$kept would be removed, too: move it first" >&2; exit 1;; esac; done
	rm -rf target logs
