"""Runs the suites: an ephemeral Great Expectations context, one checkpoint, Data Docs."""

import logging
import os
from pathlib import Path

# Before the import: Great Expectations reads it then.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
from great_expectations.checkpoint import Checkpoint, CheckpointResult, UpdateDataDocsAction
from great_expectations.core import RunIdentifier
from great_expectations.data_context import EphemeralDataContext
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent import SQLDatasource

from .suite import Suite

SITE = "expectations"

# The result is rolled back before it is read unless DuckDB commits by itself.
READ_ONLY = {
    "isolation_level": "AUTOCOMMIT",
    "skip_autocommit_rollback": True,
    "connect_args": {"read_only": True},
}


def run_checkpoint(
    suites: list[Suite], warehouse: Path, data_docs: Path, run_name: str
) -> CheckpointResult:
    """Validate every suite against its rows and write the Data Docs.

    Args:
        suites: with at least one expectation each.
        warehouse: DuckDB file, opened for reading only.
        data_docs: folder of the site, without pages, see folder.py.
        run_name: what the Data Docs call this run.

    Returns:
        The result of the checkpoint; nothing is raised for an expectation that fails or that
        could not be evaluated.
    """
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = _context(data_docs)
    source = context.data_sources.add_sql(
        "warehouse",
        connection_string=f"duckdb:///{warehouse.resolve()}",
        create_temp_table=False,
        kwargs=READ_ONLY,
    )
    checkpoint = context.checkpoints.add(
        Checkpoint(
            name="last_weeks",
            validation_definitions=[_validation(context, source, suite) for suite in suites],
            actions=[UpdateDataDocsAction(name="write_data_docs", site_names=[SITE])],
            # Counts and shares only: the values of rows stay in the warehouse.
            result_format={"result_format": "SUMMARY", "partial_unexpected_count": 0},
        )
    )
    result = checkpoint.run(run_id=RunIdentifier(run_name=run_name))
    _close(source)
    return result


def _close(source: SQLDatasource) -> None:
    """Let go of the file: DuckDB keeps it for the process as long as a connection is open."""
    execution = source.get_execution_engine()
    execution.close()
    execution.engine.dispose()
    source.get_engine().dispose()


def _context(data_docs: Path) -> EphemeralDataContext:
    """A context in memory that calls nobody and whose only site is in `data_docs`."""
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(enable=False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    for site in list(context.list_data_docs_sites()):
        context.delete_data_docs_site(site)
    view = {"module_name": f"{__package__}.data_docs"}
    page = {"view": {**view, "class_name": "OfflinePageView"}}
    context.add_data_docs_site(
        SITE,
        {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(data_docs.resolve()),
            },
            "site_index_builder": {
                "class_name": "DefaultSiteIndexBuilder",
                "view": {**view, "class_name": "OfflineIndexView"},
            },
            "site_section_builders": {"expectations": page, "validations": page},
        },
    )
    return context


def _validation(
    context: EphemeralDataContext, source: SQLDatasource, suite: Suite
) -> gx.ValidationDefinition:
    """The suite, tied to its rows."""
    rows = source.add_query_asset(suite.name, query=suite.query)
    held = context.suites.add(
        gx.ExpectationSuite(
            name=suite.name, expectations=suite.expectations, notes=suite.skipped or None
        )
    )
    return context.validation_definitions.add(
        gx.ValidationDefinition(
            name=suite.name, data=rows.add_batch_definition_whole_table("recent_weeks"), suite=held
        )
    )
