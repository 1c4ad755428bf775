"""The numbers of a run as CloudWatch metrics, each with the dimensions ``Pipeline`` and ``Dataset``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from .report import DatasetReport, RunReport

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
_MOST_PER_CALL = 1000


def send_metrics(cloudwatch: Any, namespace: str | None, report: RunReport) -> None:
    """Put the metrics of every dataset of the run through a boto3 client; without a namespace none.

    A failure is printed and no more: the rows are loaded by then.
    """
    if namespace is None:
        return
    now = datetime.now(UTC)
    metrics = [
        {
            "MetricName": name,
            "Dimensions": [
                {"Name": "Pipeline", "Value": report.pipeline},
                {"Name": "Dataset", "Value": dataset.dataset},
            ],
            "Timestamp": now,
            "Value": value,
            "Unit": unit,
        }
        for dataset in report.datasets
        for name, value, unit in _numbers(dataset)
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
