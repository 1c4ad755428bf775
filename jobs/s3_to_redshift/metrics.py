"""The numbers of a run as CloudWatch metrics, each with the dimensions ``Pipeline`` and ``Dataset``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from .maintain import MaintenanceReport
from .report import DatasetReport, RunReport

Number = tuple[str, str, float, str]
"""Dataset, metric, value and unit."""

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
_MOST_PER_CALL = 1000


def send_metrics(cloudwatch: Any, namespace: str | None, report: RunReport) -> None:
    """Put the metrics of every dataset of the run through a boto3 client; without a namespace none.

    A failure is printed and no more: the rows are loaded by then.
    """
    numbers = [(dataset.dataset, *number) for dataset in report.datasets for number in _numbers(dataset)]
    _send(cloudwatch, namespace, report.pipeline, numbers)


def send_ages(cloudwatch: Any, namespace: str | None, report: MaintenanceReport) -> None:
    """Put how long ago each dataset was loaded last, in hours, as :func:`send_metrics` does."""
    ages = [
        (table.dataset, "HoursSinceLoad", table.hours_since_load, "None")
        for table in report.tables
        if table.dataset is not None and table.hours_since_load is not None
    ]
    _send(cloudwatch, namespace, report.pipeline, ages)


def _send(cloudwatch: Any, namespace: str | None, pipeline: str, numbers: Sequence[Number]) -> None:
    if namespace is None:
        return
    now = datetime.now(UTC)
    metrics = [
        {
            "MetricName": name,
            "Dimensions": [{"Name": "Pipeline", "Value": pipeline}, {"Name": "Dataset", "Value": dataset}],
            "Timestamp": now,
            "Value": value,
            "Unit": unit,
        }
        for dataset, name, value, unit in numbers
    ]
    try:
        for start in range(0, len(metrics), _MOST_PER_CALL):
            cloudwatch.put_metric_data(Namespace=namespace, MetricData=metrics[start : start + _MOST_PER_CALL])
    except Exception as error:
        print(f"metrics: CloudWatch did not take them for the namespace {namespace}: {error}", flush=True)


def _numbers(dataset: DatasetReport) -> Iterator[tuple[str, float, str]]:
    yield "RowsRead", dataset.counts.read, "Count"
    yield "RowsLoaded", dataset.counts.loaded, "Count"
    yield "RowsQuarantined", dataset.counts.quarantined, "Count"
    yield "DatasetFailed", float(dataset.status == "FAILED"), "Count"
    yield "Duration", dataset.seconds.total, "Seconds"
    if dataset.lag_seconds is not None:
        yield "NewestFileLag", dataset.lag_seconds, "Seconds"
