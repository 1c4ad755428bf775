"""The spec: the one document in which the infrastructure tells the job what to do. components/job/spec.ts writes it.

Both sides are tested on the examples in test/spec.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from ..strict import SpecError, build, matching
from .dataset import Column, Dataset, Target
from .modes import Append, Deletes, History, ListAll, ListFromMark, Load, Replace, Snapshot, Upsert
from .patterns import BUCKET, CATALOG_NAME, CLUSTER, OWN_NAME, WORK_PREFIX, WORKGROUP, at_least
from .quality import Check, Freshness, NotAllNull, RowCount, Rule, Unique
from .transform import Derived, Transform

__all__ = [
    "Append",
    "CatalogTargets",
    "Check",
    "Column",
    "Dataset",
    "Deletes",
    "Derived",
    "Freshness",
    "History",
    "Lineage",
    "ListAll",
    "ListFromMark",
    "Load",
    "Maintenance",
    "NotAllNull",
    "Replace",
    "RowCount",
    "Rule",
    "Snapshot",
    "Source",
    "Spec",
    "Target",
    "Transform",
    "Unique",
    "Upsert",
    "Warehouse",
    "Work",
    "parse",
]


@dataclass(frozen=True)
class Source:
    bucket: str = matching(*BUCKET)
    catalog_database: str = matching(CATALOG_NAME, "the name of a Glue database")


@dataclass(frozen=True)
class Work:
    bucket: str = matching(*BUCKET)
    staging_prefix: str = matching(*WORK_PREFIX)
    quarantine_prefix: str = matching(*WORK_PREFIX)
    mended_prefix: str = matching(*WORK_PREFIX)
    """Rows from quarantine that a person has mended, to be loaded as if they were in the source."""
    reports_prefix: str = matching(*WORK_PREFIX)
    lineage_prefix: str = matching(*WORK_PREFIX)


@dataclass(frozen=True)
class Warehouse:
    database: str = matching(r"[a-z_][a-z0-9_$]{0,126}", "the name of a Redshift database")
    copy_role_arn: str = matching(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+", "the ARN of an IAM role")
    workgroup_name: str | None = matching(*WORKGROUP, default=None)
    """Of Redshift Serverless; any other warehouse has a ``cluster_identifier``."""
    cluster_identifier: str | None = matching(*CLUSTER, default=None)

    def __post_init__(self) -> None:
        if (self.workgroup_name is None) == (self.cluster_identifier is None):
            raise SpecError("", "must have either workgroupName or clusterIdentifier")

    @property
    def name(self) -> str:
        """Of the workgroup or cluster."""
        return str(self.workgroup_name or self.cluster_identifier)


@dataclass(frozen=True)
class Lineage:
    namespace: str
    """OpenLineage's namespace of the job."""
    url: str | None = matching(r"https?://\S+", "an http or https URL", default=None)
    """Where events are posted to; without it they become a file under ``work.lineage_prefix``."""


@dataclass(frozen=True)
class CatalogTargets:
    database: str = matching(CATALOG_NAME, "the name of a Glue database")
    """Holds the tables that describe the targets; each dataset's ``catalog_target`` names its own."""


@dataclass(frozen=True)
class Maintenance:
    """What the task ``maintain`` goes by."""

    keep_runs_days: int | None = None
    """Days that records of loads are kept in the warehouse; without it all are."""
    stale_after_hours: int | None = None
    """Hours without rows after which a table is called stale; without it none is."""

    def __post_init__(self) -> None:
        at_least(1, self.keep_runs_days, "keepRunsDays")
        at_least(1, self.stale_after_hours, "staleAfterHours")


@dataclass(frozen=True)
class Spec:
    version: Literal[1]
    source: Source
    work: Work
    warehouse: Warehouse
    datasets: tuple[Dataset, ...]
    pipeline: str = matching(*OWN_NAME)
    catalog_targets: CatalogTargets | None = None
    """Without it nothing in the catalog is kept in step with the targets."""
    metrics_namespace: str | None = matching(r"[\w./#:-]{1,255}", "a CloudWatch namespace", default=None)
    """Where the numbers of a run go; without it nowhere."""
    lineage: Lineage | None = None
    maintenance: Maintenance = Maintenance()

    def __post_init__(self) -> None:
        names = {dataset.name for dataset in self.datasets}
        for i, dataset in enumerate(self.datasets):
            for j, table in enumerate(dataset.transform.tables):
                if table not in names - {dataset.name}:
                    raise SpecError(f"datasets[{i}].transform.tables[{j}]", f"no other dataset {json.dumps(table)}")
            if (dataset.catalog_target is None) != (self.catalog_targets is None):
                raise SpecError(f"datasets[{i}].catalogTarget", "must be there where catalogTargets is, and only there")
        for what in ("name", "target"):
            first: dict[object, int] = {}
            for i, dataset in enumerate(self.datasets):
                value = (dataset.target.schema, dataset.target.table) if what == "target" else dataset.name
                if value in first:
                    raise SpecError(f"datasets[{i}].{what}", f"the same as datasets[{first[value]}].{what}")
                first[value] = i


def parse(text: str) -> Spec:
    """The spec in a JSON text.

    Raises:
        SpecError: the text is not JSON or not a spec; the message begins with the path of the fault.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise SpecError("", f"is not JSON: {error}") from None
    return build(Spec, document)
