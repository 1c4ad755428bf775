from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from jobs.staged import ORDERS, TEXT, Result, a_dataset, run, source, table
from s3_to_redshift.session import spark_session

# Spark's S3 jars, as the project's set-up puts them; only what reads from S3 needs them.
JARS = Path(__file__).parents[2] / ".local" / "tools" / "jars"


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """Spark with the job's own settings, as small as it goes."""
    builder = SparkSession.builder.master("local[2]")
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraClassPath": f"{JARS}/*",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    builder.getOrCreate()
    session = spark_session("test")
    yield session
    session.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Path]:
    """Writes files, given by name and content, and returns the folder."""

    def write(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


@pytest.fixture
def orders(spark, folder, tmp_path_factory) -> Callable[..., Result]:
    """Runs a dataset over CSV files with ``ORDERS``, by default with three good rows."""

    def result(text: str = TEXT, columns: dict[str, str] = ORDERS, **more: Any) -> Result:
        own = {key: more.pop(key) for key in ("tables", "script", "types", "file_column") if key in more}
        part = source(folder({"orders/f.csv": text}) / "orders", table(columns))
        return run(spark, tmp_path_factory.mktemp("out"), [part], a_dataset(**more), **own)

    return result
