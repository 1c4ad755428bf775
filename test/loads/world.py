"""The local AWS as the tests use it: files go into the source, the job itself runs, and what came of it is read."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import boto3
from botocore.client import BaseClient

from s3_to_redshift import main as job

SOURCE, WORK, CATALOG = "loads-source", "loads-work", "loads"
WORKGROUP, DATABASE = "loads", "dev"
COPY_ROLE = "copy"

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Stored:
    """A file in the source as a listing shows it."""

    key: str
    etag: str
    modified: float
    """Seconds since 1970; S3 knows no parts of them."""


@dataclass(frozen=True)
class Result:
    """What a run of the job left."""

    run_id: str
    report: dict[str, Any] | None
    """None: it did not come so far."""
    error: BaseException | None

    @property
    def dataset(self) -> dict[str, Any]:
        """The report of the only dataset."""
        assert self.report is not None, self.error
        (only,) = self.report["datasets"]
        return only

    def of(self, dataset: str) -> dict[str, Any]:
        assert self.report is not None, self.error
        return next(found for found in self.report["datasets"] if found["dataset"] == dataset)


class World:
    """One bucket of files, one work bucket and one database for all pipelines of the tests."""

    def __init__(self, account_id: str, loader_role: str) -> None:
        self.s3 = boto3.client("s3")
        self.glue = boto3.client("glue")
        self.data = boto3.client("redshift-data")
        self.copy_role_arn = f"arn:aws:iam::{account_id}:role/{COPY_ROLE}"
        self.loader_role = loader_role
        self._numbers = count(1)
        self._prepare(loader_role)

    def _prepare(self, loader_role: str) -> None:
        for bucket in (SOURCE, WORK):
            self.s3.create_bucket(Bucket=bucket)
        self.glue.create_database(DatabaseInput={"Name": CATALOG})
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "redshift.amazonaws.com"}}
        policy = {"Version": "2012-10-17", "Statement": [trust]}
        # Roles are for the account itself to make.
        iam = boto3.client("iam", aws_access_key_id="local", aws_secret_access_key="local", aws_session_token="")
        iam.create_role(RoleName=COPY_ROLE, AssumeRolePolicyDocument=json.dumps(policy))
        iam.attach_role_policy(RoleName=COPY_ROLE, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        serverless = boto3.client("redshift-serverless")
        namespace = serverless.create_namespace(
            namespaceName=WORKGROUP, dbName=DATABASE, manageAdminPassword=True, iamRoles=[self.copy_role_arn]
        )["namespace"]
        serverless.create_workgroup(workgroupName=WORKGROUP, namespaceName=WORKGROUP)
        user = f'"IAMR:{loader_role}"'
        # The same as what components/warehouse/grants.ts lets a loader do, and no more.
        for statement in (
            f"CREATE USER {user} PASSWORD DISABLE",
            f"GRANT CREATE, TEMP ON DATABASE {DATABASE} TO {user}",
        ):
            self.query(statement, SecretArn=namespace["adminPasswordSecretArn"])

    def query(self, sql: str, **login: str) -> list[Row]:
        """Runs a statement, as the loader unless ``login`` says otherwise; its rows, if it has any."""
        return [tuple(record.values()) for record in self.records(sql, **login)]

    def records(self, sql: str, **login: str) -> list[dict[str, Any]]:
        """The same, with the columns' names."""
        started = self.data.execute_statement(WorkgroupName=WORKGROUP, Database=DATABASE, Sql=sql, **login)
        ended = self.ended(started["Id"])
        assert ended["Status"] == "FINISHED", f"{sql}: {ended.get('Error')}"
        if not ended["HasResultSet"]:
            return []
        pages = list(self.data.get_paginator("get_statement_result").paginate(Id=started["Id"]))
        names = [column["name"] for column in pages[0]["ColumnMetadata"]]
        rows = [map(_value, record) for page in pages for record in page["Records"]]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def ended(self, statement_id: str) -> dict[str, Any]:
        deadline = time.monotonic() + 60
        while True:
            found = self.data.describe_statement(Id=statement_id)
            if found["Status"] in ("FINISHED", "FAILED", "ABORTED"):
                return found
            assert time.monotonic() < deadline, f"statement {statement_id} is still {found['Status']}"
            time.sleep(0.005)

    def pipeline(self) -> Pipeline:
        """A new one, with nothing in it."""
        return Pipeline(self, f"p{next(self._numbers)}")

    def next_run_id(self) -> str:
        return f"jr_{next(self._numbers)}"

    def keys(self, bucket: str, prefix: str) -> list[str]:
        return [found["Key"] for found in self._objects(bucket, prefix)]

    def json_lines(self, prefix: str) -> list[dict[str, Any]]:
        """All rows of the files under a prefix of the work bucket."""
        bodies = [self.s3.get_object(Bucket=WORK, Key=key)["Body"].read() for key in self.keys(WORK, prefix)]
        return [json.loads(line) for body in bodies for line in body.decode().split("\n") if line]

    def _objects(self, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
        for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            yield from page.get("Contents", [])


@dataclass
class Pipeline:
    """A pipeline of its own: folder, schema and ledger."""

    world: World
    name: str
    datasets: dict[str, dict[str, Any]] = field(default_factory=dict)
    """As in the spec, by name."""
    maintenance: dict[str, int] = field(default_factory=dict)
    """As in the spec."""
    catalog_targets: dict[str, str] | None = None
    """As in the spec; each dataset then names its ``catalogTarget``."""

    def dataset(self, name: str, **parts: Any) -> None:
        """Declares a dataset, or declares it anew; ``target`` may leave out schema and table."""
        target = {"schema": self.name, "table": name.replace("-", "_"), **parts.pop("target", {})}
        fixed = {"name": name, "prefix": self.prefix(name), "catalogTable": f"{self.name}_{name}"}
        self.datasets[name] = {**fixed, "load": {"mode": "append"}, "format": "csv", **parts, "target": target}

    def prefix(self, dataset: str) -> str:
        return f"{self.name}/{dataset}/"

    def spec(self) -> dict[str, Any]:
        return {
            "version": 1,
            "pipeline": self.name,
            "source": {"bucket": SOURCE, "catalogDatabase": CATALOG},
            "work": {
                "bucket": WORK,
                **{f"{name}Prefix": f"{name}/" for name in ("staging", "quarantine", "mended", "reports", "lineage")},
            },
            "warehouse": {
                "workgroupName": WORKGROUP,
                "database": DATABASE,
                "copyRoleArn": self.world.copy_role_arn,
            },
            "datasets": list(self.datasets.values()),
            "maintenance": self.maintenance,
            **({} if self.catalog_targets is None else {"catalogTargets": self.catalog_targets}),
        }

    def put(self, dataset: str, name: str, content: str | bytes) -> Stored:
        """Writes a file of the dataset."""
        body = content.encode() if isinstance(content, str) else content
        key = self.prefix(dataset) + name
        self.world.s3.put_object(Bucket=SOURCE, Key=key, Body=body)
        found = self.world.s3.head_object(Bucket=SOURCE, Key=key)
        return Stored(key, found["ETag"], found["LastModified"].timestamp())

    def remove(self, dataset: str, name: str) -> None:
        self.world.s3.delete_object(Bucket=SOURCE, Key=self.prefix(dataset) + name)

    def maintain(self) -> Result:
        """Runs the job's other task."""
        return self.run(task="maintain")

    def run(self, *names: str, full_listing: bool = False, kill: Kill | None = None, task: str = "load") -> Result:
        """Runs the job, of the named datasets or of all, to whatever end it comes."""
        run_id, spec_key = self.world.next_run_id(), f"code/{self.name}.json"
        self.world.s3.put_object(Bucket=WORK, Key=spec_key, Body=json.dumps(self.spec()).encode())
        argv = ["--JOB_NAME", "load", "--JOB_RUN_ID", run_id, "--spec_uri", f"s3://{WORK}/{spec_key}"]
        argv += ["--datasets", ",".join(names)] if names else []
        argv += ["--full_listing", "true"] if full_listing else []
        argv += ["--task", task] if task != "load" else []
        error: BaseException | None = None
        calls = Calls(kill)
        try:
            with calls:
                job.main(argv)
        except (Exception, Killed) as ended:
            error = ended
        for statement_id in calls.statements:
            self.world.ended(statement_id)
        report_key = f"reports/{'maintenance/' if task == 'maintain' else ''}{run_id}.json"
        written = self.world.keys(WORK, report_key)
        report = json.loads(self.world.s3.get_object(Bucket=WORK, Key=report_key)["Body"].read()) if written else None
        return Result(run_id, report, error)

    def records(self, dataset: str) -> list[dict[str, Any]] | None:
        """The rows of the dataset's target; None while there is no such table."""
        target = self.datasets[dataset]["target"]
        where = f"schemaname = '{target['schema']}' AND tablename = '{target['table']}'"
        if not self.world.query(f"SELECT 1 FROM pg_tables WHERE {where}"):
            return None
        return self.world.records(f"SELECT * FROM {target['schema']}.{target['table']}")

    def table(self, dataset: str, *columns: str) -> list[Row]:
        """The same as tuples of the named columns, or of all, sorted."""
        rows = [tuple(row[name] for name in columns or row) for row in self.records(dataset) or []]
        return sorted(rows, key=lambda row: [(value is not None, value) for value in row])

    def quarantined(self, dataset: str, run_id: str) -> list[dict[str, Any]]:
        return self.world.json_lines(f"quarantine/{self.name}/{dataset}/{run_id}/")

    def staged(self) -> list[str]:
        """What lies in the staging prefix; nothing does after a run."""
        return self.world.keys(WORK, f"staging/{self.name}/")


def columns(*declared: str) -> list[dict[str, str]]:
    """Columns for a spec, each given as ``"name type"``; the name may have blanks, the type not."""
    pairs = [column.rsplit(" ", 1) for column in declared]
    return [{"name": name, "type": kind} for name, kind in pairs]


def _value(found: dict[str, Any]) -> Any:
    return None if found.get("isNull") else next(iter(found.values()))


class Killed(BaseException):
    """The job ends here, as if its process were gone."""


@dataclass(frozen=True)
class Kill:
    at: int
    """Which of the job's own calls to AWS (Spark's do not count) is its last, from 0."""
    answered: bool
    """Whether the call comes to its end, although the job does not hear of it."""


class Calls:
    """While this is entered all calls of boto3 are counted, and none gets through after the kill."""

    def __init__(self, kill: Kill | None) -> None:
        self._kill, self._lock, self._numbers = kill, threading.Lock(), count()
        self.statements: list[str] = []
        """Of the Data API."""

    def __enter__(self) -> None:
        self._call = BaseClient._make_api_call
        BaseClient._make_api_call = lambda client, name, arguments: self._counted(client, name, arguments)

    def __exit__(self, *_: object) -> None:
        BaseClient._make_api_call = self._call

    def _counted(self, client: BaseClient, name: str, arguments: dict[str, Any]) -> Any:
        with self._lock:
            number = next(self._numbers)
        if self._kill and (number > self._kill.at or (number == self._kill.at and not self._kill.answered)):
            raise Killed(f"before call {number}, {name}")
        answer = self._call(client, name, arguments)
        if name in ("ExecuteStatement", "BatchExecuteStatement"):
            self.statements.append(answer["Id"])
        if self._kill and number == self._kill.at:
            raise Killed(f"after call {number}, {name}")
        return answer
