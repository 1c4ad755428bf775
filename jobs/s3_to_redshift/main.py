"""A run of the job: each dataset on its own, or their tables' maintenance; then the report."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache

import boto3

from . import arguments, ledger_sql, report, spec
from .clean import clean_staging
from .lineage import Lineage
from .load import load_dataset
from .maintain import maintain, publish
from .metrics import send_ages, send_metrics
from .plan import TargetColumn
from .redshift import CLIENT_CONFIG, Redshift
from .run import Run
from .session import spark_session
from .storage import Storage


class JobFailedError(RuntimeError):
    """At least one dataset was not loaded, or one table not maintained. The message names each, with the reason."""


def main(argv: Sequence[str]) -> None:
    """Load what the spec says, or with ``--task maintain`` look after the tables. The last line of the output is the
    report, which also lies under the reports prefix.

    Raises:
        JobFailedError: a dataset or table failed; the others are done all the same.
        ValueError: arguments or spec are wrong; nothing was done.
    """
    started_at = datetime.now(UTC)
    options = arguments.parse(argv)
    storage = Storage(boto3.client("s3", config=CLIENT_CONFIG))
    wanted = spec.parse(storage.read(options.spec_bucket, options.spec_key).decode())
    redshift = Redshift(boto3.client("redshift-data", config=CLIENT_CONFIG), wanted.warehouse)
    spark = cache(lambda: spark_session(options.job_name))
    glue = boto3.client("glue")
    run = Run(
        wanted, options.job_name, options.run_id, started_at, spark, glue, storage, redshift, options.full_listing
    )
    datasets = _chosen(wanted, options.datasets)
    if options.task == "maintain":
        _maintain(run, datasets)
    else:
        _load(run, datasets, lambda: spark().stop() if spark.cache_info().currsize else None)


def _maintain(run: Run, datasets: list[spec.Dataset]) -> None:
    _create_ledger(run)
    maintenance = maintain(run, datasets)
    publish(run, maintenance)
    send_ages(boto3.client("cloudwatch"), run.spec.metrics_namespace, maintenance)
    if maintenance.failed:
        raise JobFailedError("; ".join(f"table {failed.table}: {failed.error}" for failed in maintenance.failed))


def _load(run: Run, datasets: list[spec.Dataset], stop_spark: Callable[[], None]) -> None:
    run_report = report.RunReport(run.run_id, run.job_name, run.spec.pipeline, run.started_at)
    lineage = Lineage(run.spec, run.job_name, run.run_id, run.started_at, run.glue.meta.region_name)
    try:
        _create_ledger(run)
    except Exception as error:
        run_report.datasets = [_failed(dataset, error) for dataset in datasets]
    else:
        run_report.datasets = [_load_one(run, dataset, lineage) for dataset in datasets]
    finally:
        stop_spark()
    run_report.finished_at = datetime.now(UTC)
    _publish(run, run_report)
    lineage.close(run.storage)
    send_metrics(boto3.client("cloudwatch"), run.spec.metrics_namespace, run_report)
    # The last line of the output, where whoever follows the log finds it.
    print(report.line(run_report.document()), flush=True)
    if run_report.failed:
        raise JobFailedError("; ".join(f"dataset {failed.dataset}: {failed.error}" for failed in run_report.failed))


def _create_ledger(run: Run) -> None:
    pipeline = run.spec.pipeline
    steps = ledger_sql.create_ledger(pipeline)
    run.redshift.retried(
        lambda attempt: run.redshift.run(steps, f"{pipeline}/ledger", f"{run.run_id}/ledger/{attempt}")
    )


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


def _load_one(run: Run, dataset: spec.Dataset, lineage: Lineage) -> report.DatasetReport:
    start = time.monotonic()
    result = _new_report(dataset)
    columns: Sequence[TargetColumn] = ()
    lineage.start(dataset)
    try:
        columns = load_dataset(run, dataset, result)
    # Whatever it is, it must not keep the other datasets from being loaded.
    except Exception as error:
        traceback.print_exc()
        result.status, result.error = "FAILED", _text(error)
    clean_staging(run, dataset)
    result.seconds.total = time.monotonic() - start
    lineage.end(dataset, result, columns)
    return result


def _text(error: Exception) -> str:
    # Errors of Spark go on with a plan or a Java stack for pages.
    return str(error).strip().split("\n")[0] or type(error).__name__


def _publish(run: Run, run_report: report.RunReport) -> None:
    key = f"{run.spec.work.reports_prefix}{run.run_id}.json"
    text = json.dumps(run_report.document(), indent=2, ensure_ascii=False)
    run.storage.write(run.spec.work.bucket, key, text.encode())
