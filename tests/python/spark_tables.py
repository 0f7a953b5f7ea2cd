"""Makes tables of a metastore, run by a Python that has PySpark: each folder of Parquet files in a
folder becomes a table of its name, which reads them where they are.

    python spark_tables.py SPARK_WAREHOUSE SCHEMA FOLDER
"""

import sys
from pathlib import Path

from pyspark.sql import SparkSession


def session(warehouse: str, **settings: str) -> SparkSession:
    """Spark in this process, on the tables that dbt built.

    Args:
        warehouse: folder of tables and metastore, as profiles.yml has it.
        settings: of Spark's SQL, without spark.sql before them.
    """
    metastore = f"jdbc:derby:;databaseName={warehouse}/metastore;create=true"
    builder = (
        SparkSession.builder.master("local[1]")
        .config("spark.sql.warehouse.dir", warehouse)
        .config("spark.hadoop.javax.jdo.option.ConnectionURL", metastore)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
    )
    for name, value in settings.items():
        builder = builder.config(f"spark.sql.{name.replace('_', '.')}", value)
    return builder.enableHiveSupport().getOrCreate()


def main(warehouse: str, schema: str, folder: str) -> None:
    """Make the tables.

    Args:
        warehouse: folder of tables and metastore, as profiles.yml has it.
        schema: made where it is missing.
        folder: holds the folders of files.
    """
    spark = session(warehouse)
    spark.sql(f"create schema if not exists {schema}")
    for place in sorted(Path(folder).iterdir()):
        spark.sql(f"create table {schema}.{place.name} using parquet location '{place}'")
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
