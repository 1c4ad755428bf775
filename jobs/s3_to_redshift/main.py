"""A run of the job: each dataset on its own, then the report."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

import boto3

from . import arguments, ledger_sql, report, spec
from .clean import clean_staging
from .load import Run, load_dataset
from .redshift import CLIENT_CONFIG, Redshift
from .session import spark_session
from .storage import Storage


class JobFailedError(RuntimeError):
    """At least one dataset was not loaded. The message names each, with the reason."""


def main(argv: Sequence[str]) -> None:
    """Load what the spec says. The last line of the output is the report, which also lies under the reports prefix.

    Raises:
        JobFailedError: a dataset failed; the others are loaded all the same.
        ValueError: arguments or spec are wrong; nothing was done.
    """
    started_at = datetime.now(UTC)
    options = arguments.parse(argv)
    storage = Storage(boto3.client("s3"))
    wanted = spec.parse(storage.read(options.spec_bucket, options.spec_key).decode())
    warehouse = wanted.warehouse
    redshift = Redshift(
        boto3.client("redshift-data", config=CLIENT_CONFIG), warehouse.workgroup_name, warehouse.database
    )
    spark = cache(lambda: spark_session(options.job_name))
    run = Run(wanted, options.job_name, options.run_id, started_at, spark, boto3.client("glue"), storage, redshift)
    datasets = _chosen(wanted, options.datasets)
    run_report = report.RunReport(options.run_id, options.job_name, wanted.pipeline, started_at)
    try:
        try:
            redshift.run(ledger_sql.create_ledger(), f"{wanted.pipeline}/ledger", f"{run.run_id}/ledger")
        except Exception as error:
            run_report.datasets = [_failed(dataset, error) for dataset in datasets]
        else:
            run_report.datasets = [_load(run, dataset) for dataset in datasets]
    finally:
        if spark.cache_info().currsize:
            spark().stop()
    _publish(run, run_report)
    if run_report.failed:
        raise JobFailedError("; ".join(f"dataset {failed.dataset}: {failed.error}" for failed in run_report.failed))


def _chosen(wanted: spec.Spec, names: Sequence[str]) -> list[spec.Dataset]:
    known = {dataset.name: dataset for dataset in wanted.datasets}
    for name in names:
        if name not in known:
            raise ValueError(f"job argument --datasets: no dataset {name!r}; the spec has {', '.join(known)}")
    return [known[name] for name in names] if names else list(known.values())


def _new_report(dataset: spec.Dataset) -> report.DatasetReport:
    target = f"{dataset.target.schema}.{dataset.target.table}"
    return report.DatasetReport(dataset.name, target, dataset.load.mode)


def _failed(dataset: spec.Dataset, error: Exception) -> report.DatasetReport:
    failed = _new_report(dataset)
    failed.error = _text(error)
    return failed


def _load(run: Run, dataset: spec.Dataset) -> report.DatasetReport:
    start = time.monotonic()
    result = _new_report(dataset)
    try:
        load_dataset(run, dataset, result)
    # Whatever it is, it must not keep the other datasets from being loaded.
    except Exception as error:
        traceback.print_exc()
        result.status, result.error = "FAILED", _text(error)
    clean_staging(run, dataset)
    result.seconds.total = time.monotonic() - start
    return result


def _text(error: Exception) -> str:
    # Errors of Spark go on with a plan or a Java stack for pages.
    return str(error).strip().split("\n")[0] or type(error).__name__


def _publish(run: Run, run_report: report.RunReport) -> None:
    document = run_report.document()
    key = f"{run.spec.work.reports_prefix}{run.run_id}.json"
    run.storage.write(run.spec.work.bucket, key, json.dumps(document, indent=2, ensure_ascii=False).encode())
    print(report.line(document), flush=True)
