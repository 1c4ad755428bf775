"""Redshift through its Data API: no driver, no network path and no password.

https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from .statement import Step

# boto3 retries throttling by itself; these it does not know to be passing.
_PASSING = {"ActiveStatementsExceededException", "ActiveSessionsExceededException", "ThrottlingException"}
_TRIES = 8
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0
_DAY = 24 * 60 * 60

CLIENT_CONFIG = Config(retries={"mode": "standard", "max_attempts": 8})


class RedshiftError(RuntimeError):
    """A statement failed. The message says in plain words which, and what Redshift said."""


class Redshift:
    def __init__(
        self,
        client: Any,
        workgroup_name: str,
        database: str,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._where = {"WorkgroupName": workgroup_name, "Database": database}
        self._sleep = sleep
        self._clock = clock

    def query(self, sql: str, name: str) -> list[tuple[Any, ...]]:
        """All rows of a SELECT.

        Raises:
            RedshiftError: it failed.
        """
        sent = self._send(self._client.execute_statement, Sql=sql, StatementName=name)
        done = self._wait(sent["Id"], name)
        if done["Status"] != "FINISHED":
            raise RedshiftError(f"{name}: {done.get('Error') or done['Status']}")
        pages = self._client.get_paginator("get_statement_result").paginate(Id=sent["Id"])
        return [tuple(_value(field) for field in row) for page in pages for row in page["Records"]]

    def run(self, steps: Sequence[Step], name: str, token: str) -> dict[str, int]:
        """Run the steps as one transaction; returns the number of rows that each affected, by the step's name.

        ``token`` names the transaction: sent twice with the same one, by a retried call, it runs once.

        Raises:
            RedshiftError: a step failed and nothing was done.
        """
        sent = self._send(
            self._client.batch_execute_statement,
            Sqls=[step.sql for step in steps],
            StatementName=name,
            ClientToken=hashlib.sha256(token.encode()).hexdigest(),
        )
        done = self._wait(sent["Id"], name)
        results = done.get("SubStatements", [])
        if done["Status"] != "FINISHED":
            raise RedshiftError(f"{name}: {_failure(steps, results, done)}")
        return {step.name: result["ResultRows"] for step, result in zip(steps, results, strict=True)}

    def _send(self, call: Callable[..., Any], **arguments: Any) -> Any:
        for attempt in range(1, _TRIES + 1):
            try:
                return call(**self._where, **arguments)
            except ClientError as error:
                if error.response["Error"]["Code"] not in _PASSING or attempt == _TRIES:
                    raise
                self._sleep(min(_LONGEST_WAIT, 2.0 ** (attempt - 1)))
        raise AssertionError("unreachable")

    def _wait(self, statement_id: str, name: str) -> dict[str, Any]:
        # A statement cannot take longer: https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html (limits)
        deadline, wait = self._clock() + _DAY, _FIRST_WAIT
        while True:
            found = self._client.describe_statement(Id=statement_id)
            if found["Status"] in ("FINISHED", "FAILED", "ABORTED"):
                return found
            if self._clock() > deadline:
                raise RedshiftError(f"{name}: statement {statement_id} is still {found['Status']} after 24 hours")
            self._sleep(wait)
            wait = min(_LONGEST_WAIT, wait * 1.5)


def _failure(steps: Sequence[Step], results: Sequence[dict[str, Any]], done: dict[str, Any]) -> str:
    for step, result in zip(steps, results, strict=False):
        if result["Status"] == "FAILED":
            said = result.get("Error") or done.get("Error") or "no reason"
            return f"step {step.name!r} failed: " + (f"{step.failure} ({said})" if step.failure else said)
    return done.get("Error") or f"the transaction was {done['Status']}"


def _value(field: dict[str, Any]) -> Any:
    return None if field.get("isNull") else next(iter(field.values()))
