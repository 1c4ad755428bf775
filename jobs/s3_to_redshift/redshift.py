"""Redshift through its Data API: no driver, no network path and no password.

https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html
"""

from __future__ import annotations

import hashlib
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.config import Config
from botocore.exceptions import ClientError

from .spec import Warehouse
from .statement import Step

T = TypeVar("T")

# boto3 retries throttling by itself; these it does not know to be passing.
_PASSING = {"ActiveStatementsExceededException", "ActiveSessionsExceededException", "ThrottlingException"}
_TRIES = 8
_FIRST_WAIT, _LONGEST_WAIT = 0.05, 5.0
_ATTEMPTS = 6
_DAY = 24 * 60 * 60

CLIENT_CONFIG = Config(retries={"mode": "standard", "max_attempts": 8})


class RedshiftError(RuntimeError):
    """A statement failed. The message says in plain words which, and what Redshift said."""


class PassingError(RedshiftError):
    """Nothing is wrong with the statement: another transaction or a lost connection was in the way. Whether a lost one
    was committed is unknown."""


# https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation-serializable-isolation-troubleshooting.html
_PASSING_FAILURE = re.compile(
    r"\b1023\b|serializable isolation violation|could not serialize|deadlock detected|conflict with concurrent"
    r"|connection (to .* )?(was )?(lost|reset|closed|refused|terminated)|terminating connection|"
    r"server closed the connection|duplicate key value violates unique constraint \"?pg_|tuple concurrently updated|"
    r"ECONNREFUSED|is not yet accepting connections|(is|are) (shutting down|starting up|restarting)"
    r"|cluster is (resizing|paused)",
    re.IGNORECASE,
)

# A batch takes so many statements of so many bytes: https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html
MOST_STATEMENTS, MOST_BYTES = 40, 100_000


@dataclass(frozen=True)
class Done:
    """A committed transaction."""

    affected: dict[str, int]
    """Rows by the step's name."""
    seconds: dict[str, float]
    """By the step's name."""
    statement_ids: dict[str, str]
    """By the step's name: under which ``Redshift.rows`` gives its result."""


class Redshift:
    def __init__(
        self,
        client: Any,
        warehouse: Warehouse,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._where = _address(warehouse)
        self._sleep = sleep
        self._clock = clock

    def query(self, sql: str, name: str) -> list[tuple[Any, ...]]:
        """All rows of a SELECT.

        Raises:
            RedshiftError: it failed.
        """

        def ask(_: int) -> list[tuple[Any, ...]]:
            sent = self._send(self._client.execute_statement, Sql=sql, StatementName=name)
            done = self._wait(sent["Id"], name)
            if done["Status"] != "FINISHED":
                raise _error(f"{name}: {done.get('Error') or done['Status']}")
            return self.rows(sent["Id"])

        return self.retried(ask)

    def retried(self, attempt: Callable[[int], T], note: Callable[[PassingError, float], None] | None = None) -> T:
        """The result of ``attempt``, which gets its number, made again after a while where it raises ``PassingError``.

        Args:
            note: hears of each such error and of the seconds until the next attempt.

        Raises:
            PassingError: the last attempt raised it too.
        """
        for number in range(1, _ATTEMPTS + 1):
            try:
                return attempt(number)
            except PassingError as error:
                if number == _ATTEMPTS:
                    raise
                # Not all at the same moment, where several runs were in each other's way.
                wait = min(_LONGEST_WAIT, 0.5 * 2.0**number) * random.uniform(0.5, 1.0)
                if note is not None:
                    note(error, wait)
                self._sleep(wait)
        raise AssertionError("unreachable")

    def rows(self, statement_id: str) -> list[tuple[Any, ...]]:
        """The rows that a finished statement gave."""
        pages = self._client.get_paginator("get_statement_result").paginate(Id=statement_id)
        return [tuple(_value(field) for field in row) for page in pages for row in page["Records"]]

    def run(self, steps: Sequence[Step], name: str, token: str) -> Done:
        """Run the steps as one transaction.

        ``token`` names the transaction: sent twice with the same one, by a retried call, it runs once.

        Raises:
            PassingError: it may be tried again.
            RedshiftError: a step failed and nothing was done, or the steps are more than Redshift takes at once.
        """
        if len(steps) > MOST_STATEMENTS:
            raise RedshiftError(
                f"{name}: {len(steps)} statements, and a transaction of the Data API takes {MOST_STATEMENTS}"
            )
        for step in steps:
            if (size := len(step.sql.encode())) > MOST_BYTES:
                raise RedshiftError(
                    f"{name}: step {step.name!r} has {size} bytes, and a statement of the Data API at most "
                    f"{MOST_BYTES}: the table has too many columns for it, or too long names"
                )
        sent = self._send(
            self._client.batch_execute_statement,
            Sqls=[step.sql for step in steps],
            StatementName=name,
            ClientToken=hashlib.sha256(token.encode()).hexdigest(),
        )
        done = self._wait(sent["Id"], name)
        results = done.get("SubStatements", [])
        if done["Status"] != "FINISHED":
            raise _error(f"{name}: {_failure(steps, results, done)}")
        named = [(step.name, result) for step, result in zip(steps, results, strict=True)]
        return Done(
            affected={step: result["ResultRows"] for step, result in named},
            seconds={step: result.get("Duration", 0) / 1e9 for step, result in named},
            statement_ids={step: result["Id"] for step, result in named},
        )

    def run_alone(self, step: Step, name: str) -> None:
        """Run a statement that Redshift takes outside a transaction only, and that may be repeated.

        Raises:
            RedshiftError: it failed.
        """

        def send(_: int) -> None:
            sent = self._send(self._client.execute_statement, Sql=step.sql, StatementName=name)
            done = self._wait(sent["Id"], name)
            if done["Status"] != "FINISHED":
                raise _error(f"{name}: {_failure([step], [{**done, 'Status': 'FAILED'}], done)}")

        self.retried(send)

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


def _address(warehouse: Warehouse) -> dict[str, str]:
    """What a call names the warehouse by. It names no user: the Data API logs in the job's own role."""
    kind = "WorkgroupName" if warehouse.workgroup_name is not None else "ClusterIdentifier"
    return {kind: warehouse.name, "Database": warehouse.database}


def _error(text: str) -> RedshiftError:
    return (PassingError if _PASSING_FAILURE.search(text) else RedshiftError)(text)


def _failure(steps: Sequence[Step], results: Sequence[dict[str, Any]], done: dict[str, Any]) -> str:
    for step, result in zip(steps, results, strict=False):
        if result["Status"] == "FAILED":
            said = result.get("Error") or done.get("Error") or "no reason"
            return f"step {step.name!r} failed: " + (f"{step.failure} ({said})" if step.failure else said)
    return done.get("Error") or f"the transaction was {done['Status']}"


def _value(field: dict[str, Any]) -> Any:
    return None if field.get("isNull") else next(iter(field.values()))
