"""What CloudWatch holds after a run, read back from moto."""

from __future__ import annotations

import re
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from s3_to_redshift.maintain import MaintenanceReport, TableReport
from s3_to_redshift.metrics import send_ages, send_metrics
from s3_to_redshift.reconcile import Counts
from s3_to_redshift.report import DatasetReport, RunReport, Seconds

NAMESPACE = "S3ToRedshift"


@pytest.fixture
def cloudwatch(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "local")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield boto3.client("cloudwatch", region_name="us-east-1")


def report(*datasets: DatasetReport) -> RunReport:
    return RunReport("jr_1", "shop-test", "shop", datetime.now(UTC), list(datasets))


def dataset(name: str, status: str = "LOADED", **values) -> DatasetReport:
    return DatasetReport(name, f"sales.{name}", "append", status=status, seconds=Seconds(total=12.5), **values)


def sums(cloudwatch, name: str) -> dict[str, tuple[float, str]]:
    """Of each dataset: the metric's sum and its unit."""
    now = datetime.now(UTC)
    found = {}
    for metric in cloudwatch.list_metrics(Namespace=NAMESPACE, MetricName=name)["Metrics"]:
        dimensions = {dimension["Name"]: dimension["Value"] for dimension in metric["Dimensions"]}
        assert dimensions.keys() == {"Pipeline", "Dataset"}
        assert dimensions["Pipeline"] == "shop"
        (point,) = cloudwatch.get_metric_statistics(
            **{key: metric[key] for key in ("Namespace", "MetricName", "Dimensions")},
            StartTime=now - timedelta(hours=1),
            EndTime=now + timedelta(hours=1),
            Period=7200,
            Statistics=["Sum"],
        )["Datapoints"]
        found[dimensions["Dataset"]] = (point["Sum"], point["Unit"])
    return found


def test_each_dataset_has_its_numbers_with_their_units(cloudwatch):
    orders = dataset("orders", counts=Counts(read=10, loaded=7, quarantined=2, filtered=1), lag_seconds=90.25)

    send_metrics(cloudwatch, NAMESPACE, report(orders, dataset("visits", counts=Counts(read=3, loaded=3))))

    assert sums(cloudwatch, "RowsRead") == {"orders": (10, "Count"), "visits": (3, "Count")}
    assert sums(cloudwatch, "RowsLoaded") == {"orders": (7, "Count"), "visits": (3, "Count")}
    assert sums(cloudwatch, "RowsQuarantined") == {"orders": (2, "Count"), "visits": (0, "Count")}
    assert sums(cloudwatch, "Duration") == {"orders": (12.5, "Seconds"), "visits": (12.5, "Seconds")}


def test_the_lag_is_left_out_where_it_is_not_known(cloudwatch):
    send_metrics(cloudwatch, NAMESPACE, report(dataset("orders", lag_seconds=90.25), dataset("visits", "NOTHING_NEW")))

    assert sums(cloudwatch, "NewestFileLag") == {"orders": (90.25, "Seconds")}


def test_a_dataset_that_failed_is_told_from_those_that_did_not(cloudwatch):
    send_metrics(
        cloudwatch,
        NAMESPACE,
        report(dataset("orders", "FAILED"), dataset("visits", "NOTHING_NEW"), dataset("returns", "LOADED")),
    )

    failed = sums(cloudwatch, "DatasetFailed")
    assert failed == {"orders": (1, "Count"), "visits": (0, "Count"), "returns": (0, "Count")}


def test_more_metrics_than_a_call_takes_are_sent_in_several(cloudwatch):
    sizes: list[int] = []
    cloudwatch.meta.events.register(
        "before-parameter-build.cloudwatch.PutMetricData",
        lambda params, **_: sizes.append(len(params["MetricData"])),
    )

    send_metrics(cloudwatch, NAMESPACE, report(*(dataset(f"d{i}", lag_seconds=1.0) for i in range(250))))

    assert sizes == [1000, 500]
    assert len(sums(cloudwatch, "NewestFileLag")) == 250


def test_the_ages_of_tables_are_put_where_they_are_known(cloudwatch):
    tables = [TableReport("sales.orders", "orders", hours_since_load=3.5), TableReport("sales.new", "new")]
    ledger = TableReport("ledger", None, hours_since_load=1.0)

    send_ages(
        cloudwatch, NAMESPACE, MaintenanceReport("jr_1", "shop-test", "shop", datetime.now(UTC), [*tables, ledger])
    )

    assert sums(cloudwatch, "HoursSinceLoad") == {"orders": (3.5, "None")}


def test_the_page_has_each_of_them_with_its_unit(cloudwatch):
    page = (Path(__file__).parents[2] / "docs" / "monitoring.md").read_text()
    section = page.split("\n## Metrics\n")[1].split("\n## ")[0]
    told = dict(re.findall(r"^\| `(\w+)` +\| (\w+) +\|", section, flags=re.MULTILINE))

    send_metrics(cloudwatch, NAMESPACE, report(dataset("orders", lag_seconds=90.25)))
    tables = [TableReport("sales.orders", "orders", hours_since_load=3.5)]
    send_ages(cloudwatch, NAMESPACE, MaintenanceReport("jr_1", "shop-test", "shop", datetime.now(UTC), tables))

    names = [metric["MetricName"] for metric in cloudwatch.list_metrics(Namespace=NAMESPACE)["Metrics"]]
    assert told == {name: sums(cloudwatch, name)["orders"][1] for name in names}
    assert f"`metricsNamespace` (`{NAMESPACE}`)" in section


def test_without_a_namespace_nothing_is_sent(cloudwatch):
    send_metrics(cloudwatch, None, report(dataset("orders")))

    assert cloudwatch.list_metrics()["Metrics"] == []


def test_a_cloudwatch_that_cannot_be_reached_is_printed_and_fails_nothing(capsys):
    settings = Config(retries={"total_max_attempts": 1})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound, but nobody listens
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}"
        keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
        client = boto3.client("cloudwatch", region_name="us-east-1", endpoint_url=endpoint, config=settings, **keys)

        send_metrics(client, NAMESPACE, report(dataset("orders")))

    assert capsys.readouterr().out == (
        "metrics: CloudWatch did not take them for the namespace S3ToRedshift: "
        f'Could not connect to the endpoint URL: "{endpoint}/"\n'
    )
