"""A run's events, made of the OpenLineage library's classes. Only ``lineage`` imports this: the library may be missing.

Names follow https://openlineage.io/docs/spec/naming, so that what other tools say of the same tables meets them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import parent_run, set_producer
from openlineage.client.generated.data_quality_assertions_dataset import Assertion, DataQualityAssertionsDatasetFacet
from openlineage.client.generated.data_quality_metrics_input_dataset import DataQualityMetricsInputDatasetFacet
from openlineage.client.generated.error_message_run import ErrorMessageRunFacet
from openlineage.client.generated.input_statistics_input_dataset import InputStatisticsInputDatasetFacet
from openlineage.client.generated.job_type_job import JobTypeJobFacet
from openlineage.client.generated.nominal_time_run import NominalTimeRunFacet
from openlineage.client.generated.output_statistics_output_dataset import OutputStatisticsOutputDatasetFacet
from openlineage.client.generated.parent_run import ParentRunFacet
from openlineage.client.generated.schema_dataset import SchemaDatasetFacet, SchemaDatasetFacetFields
from openlineage.client.naming.dataset import S3, Redshift
from openlineage.client.transport.file import FileConfig, FileTransport
from openlineage.client.transport.http import HttpConfig, HttpTransport
from openlineage.client.uuid import generate_static_uuid

from .plan import TargetColumn
from .report import DatasetReport, iso
from .spec import Dataset, Lineage, Spec

Facets = Mapping[str, Any]
NONE: Facets = MappingProxyType({})

_PRODUCER = "urn:s3-to-redshift"
_PORT = "5439"  # Redshift's default, which stands in a table's name whichever way it is reached
_RETRIES = {"total": 2, "read": 2, "connect": 2}


class Events:
    def __init__(
        self, spec: Spec, wanted: Lineage, job_name: str, run_id: str, started_at: datetime, region: str
    ) -> None:
        set_producer(_PRODUCER)
        self._spec, self._namespace, self._region = spec, wanted.namespace, region
        self._job_name, self._run_id, self._started_at = job_name, run_id, started_at
        self._folder = TemporaryDirectory(prefix="lineage-")
        self._file = Path(self._folder.name) / "events.jsonl"
        self._transport = (
            FileTransport(FileConfig(log_file_path=str(self._file), append=True))
            if wanted.url is None
            else HttpTransport(_http_config(wanted.url))
        )

    def start(self, dataset: Dataset) -> None:
        self._emit(dataset, RunState.START)

    def end(self, dataset: Dataset, report: DatasetReport, columns: Sequence[TargetColumn]) -> None:
        self._emit(
            dataset,
            RunState.FAIL if report.status == "FAILED" else RunState.COMPLETE,
            run_facets=_error(report),
            input_facets=_read(report),
            dataset_facets=_schema(columns),
            output_facets={"outputStatistics": OutputStatisticsOutputDatasetFacet(rowCount=report.counts.loaded)},
        )

    def close(self) -> bytes:
        """All events as JSON lines, where they went to a file."""
        self._transport.close()
        content = self._file.read_bytes() if self._file.exists() else b""
        self._folder.cleanup()
        return content

    def _emit(
        self,
        dataset: Dataset,
        state: RunState,
        run_facets: Facets = NONE,
        input_facets: Facets = NONE,
        dataset_facets: Facets = NONE,
        output_facets: Facets = NONE,
    ) -> None:
        """Run, job and datasets are the same at the start and at the end; the facets are what only the end knows."""
        spec, warehouse, target = self._spec, self._spec.warehouse, dataset.target
        job_type = JobTypeJobFacet(processingType="BATCH", integration="GLUE", jobType="JOB")
        glue_run = ParentRunFacet(
            parent_run.Run(self._uuid(self._run_id)), parent_run.Job(self._namespace, self._job_name)
        )
        run_facets = {"parent": glue_run, "nominalTime": NominalTimeRunFacet(iso(self._started_at)), **run_facets}
        joined = [other for other in spec.datasets if other.name in dataset.transform.tables]
        table = Redshift(warehouse.name, self._region, _PORT, warehouse.database, target.schema, target.table)
        event = RunEvent(
            eventTime=iso(datetime.now(UTC)),
            eventType=state,
            run=Run(self._uuid(f"{self._run_id}/{dataset.name}"), run_facets),
            job=Job(self._namespace, f"{spec.pipeline}.{dataset.name}", {"jobType": job_type}),
            inputs=[self._input(dataset, input_facets), *(self._input(other, NONE) for other in joined)],
            outputs=[
                OutputDataset(table.get_namespace(), table.get_name(), dict(output_facets), facets=dict(dataset_facets))
            ],
        )
        self._transport.emit(event)

    def _input(self, dataset: Dataset, facets: Facets) -> InputDataset:
        folder = S3(self._spec.source.bucket, dataset.prefix.rstrip("/"))
        return InputDataset(folder.get_namespace(), folder.get_name(), dict(facets))

    def _uuid(self, name: str) -> str:
        """The same for the same name within a run of the Glue job, and another one in the next run."""
        return str(generate_static_uuid(self._started_at, name.encode()))


def _error(report: DatasetReport) -> Facets:
    return NONE if report.error is None else {"errorMessage": ErrorMessageRunFacet(report.error, "PYTHON")}


def _schema(columns: Sequence[TargetColumn]) -> Facets:
    fields = [
        SchemaDatasetFacetFields(name=column.name, type=column.type.sql, ordinal_position=place)
        for place, column in enumerate(columns, start=1)
    ]
    return {"schema": SchemaDatasetFacet(fields=fields)} if fields else NONE


def _read(report: DatasetReport) -> Facets:
    rows, size, files = report.counts.read, report.bytes, report.files
    facets = {
        "inputStatistics": InputStatisticsInputDatasetFacet(rows, size, files),
        "dataQualityMetrics": DataQualityMetricsInputDatasetFacet(
            columnMetrics={}, rowCount=rows, bytes=size, fileCount=files, lastUpdated=report.newest_file
        ),
    }
    assertions = [
        Assertion(
            assertion="rule",
            name=rule.name,
            success=rule.rows == 0,
            severity="error" if rule.on_fail == "fail" else "warn",
            actual=f"{rule.rows} rows break it",
        )
        for rule in report.rules
    ]
    return {**facets, "dataQualityAssertions": DataQualityAssertionsDatasetFacet(assertions)} if assertions else facets


def _http_config(url: str) -> HttpConfig:
    """OpenLineage's servers take events at ``/api/v1/lineage``; a URL that has a path already is taken as it stands."""
    config: dict = {"url": url, "retry": _RETRIES}
    return HttpConfig.from_dict(config if urlsplit(url).path in ("", "/") else {**config, "endpoint": ""})
