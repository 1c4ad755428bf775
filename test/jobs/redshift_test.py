from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from botocore.stub import ANY, Stubber

from s3_to_redshift.redshift import Redshift, RedshiftError
from s3_to_redshift.spec import Warehouse
from s3_to_redshift.statement import Step

WHERE = {"WorkgroupName": "wg-1", "Database": "dev"}
COPY_ROLE = "arn:aws:iam::123456789012:role/copy"
WAREHOUSE = Warehouse(database="dev", copy_role_arn=COPY_ROLE, workgroup_name="wg-1")
ID = "d9b6c0c9-0747-4bf4-b142-e8883122f766"
STEPS = [Step("lock", "LOCK TABLE a"), Step("check", "SELECT 1", "the counts differ"), Step("apply", "INSERT")]


class Play:
    """A Redshift whose answers the test gives, and whose time passes only by sleeping."""

    def __init__(self, stubber: Stubber, client) -> None:
        self.stubber, self.client = stubber, client
        self.slept: list[float] = []
        self.redshift = Redshift(client, WAREHOUSE, sleep=self.slept.append, clock=lambda: sum(self.slept))

    def batch(self) -> None:
        expected = {
            **WHERE,
            "Sqls": ["LOCK TABLE a", "SELECT 1", "INSERT"],
            "StatementName": "load",
            "ClientToken": ANY,
        }
        self.stubber.add_response("batch_execute_statement", {"Id": ID}, expected)

    def describe(self, status: str, parts: list[dict] | None = None, error: str | None = None) -> None:
        answer = {"Id": ID, "Status": status, "SubStatements": parts or [], **({"Error": error} if error else {})}
        self.stubber.add_response("describe_statement", answer, {"Id": ID})


@pytest.fixture
def play() -> Iterator[Play]:
    client = boto3.client(
        "redshift-data", region_name="us-east-1", aws_access_key_id="local", aws_secret_access_key="local"
    )
    with Stubber(client) as stubber:
        yield Play(stubber, client)
        stubber.assert_no_pending_responses()


def part(number: int, status: str, rows: int = -1, error: str = "") -> dict:
    return {"Id": f"{ID}:{number}", "Status": status, "ResultRows": rows, "Error": error}


def test_a_transaction_is_waited_for_and_says_what_each_step_affected(play):
    play.batch()
    play.describe("SUBMITTED")
    play.describe("STARTED")
    play.describe(
        "FINISHED",
        [part(1, "FINISHED", 0), part(2, "FINISHED", 1), {**part(3, "FINISHED", 42), "Duration": 1_500_000_000}],
    )

    done = play.redshift.run(STEPS, "load", "jr_1/airports")

    assert done.affected == {"lock": 0, "check": 1, "apply": 42}
    assert done.seconds == {"lock": 0, "check": 0, "apply": 1.5}
    assert done.statement_ids["apply"] == f"{ID}:3"
    assert play.slept == [0.05, pytest.approx(0.075)]


def test_the_step_that_failed_is_told_in_plain_words(play):
    play.batch()
    parts = [part(1, "FINISHED"), part(2, "FAILED", error="ERROR: Divide by zero"), part(3, "ABORTED")]
    play.describe("FAILED", parts, "Query #2 failed with ERROR: Divide by zero")

    with pytest.raises(
        RedshiftError, match=r"^load: step 'check' failed: the counts differ \(ERROR: Divide by zero\)$"
    ):
        play.redshift.run(STEPS, "load", "jr_1/airports")


def test_a_step_without_words_of_its_own_fails_with_those_of_redshift(play):
    play.batch()
    play.describe("FAILED", [part(1, "FAILED", error='ERROR: relation "a" does not exist')])

    with pytest.raises(RedshiftError, match=r"step 'lock' failed: ERROR: relation .a. does not exist$"):
        play.redshift.run(STEPS, "load", "jr_1/airports")


def test_a_cancelled_transaction_fails(play):
    play.batch()
    play.describe("ABORTED", [part(n, "ABORTED") for n in (1, 2, 3)])

    with pytest.raises(RedshiftError, match=r"^load: the transaction was ABORTED$"):
        play.redshift.run(STEPS, "load", "jr_1/airports")


def test_a_busy_redshift_is_asked_again(play):
    for _ in range(2):
        play.stubber.add_client_error("batch_execute_statement", "ActiveStatementsExceededException")
    play.batch()
    play.describe("FINISHED", [part(n, "FINISHED", 0) for n in (1, 2, 3)])

    play.redshift.run(STEPS, "load", "jr_1/airports")

    assert play.slept == [1.0, 2.0]


def test_other_errors_are_not_tried_again(play):
    play.stubber.add_client_error("batch_execute_statement", "ValidationException", "no such workgroup")

    with pytest.raises(Exception, match="no such workgroup"):
        play.redshift.run(STEPS, "load", "jr_1/airports")


def test_a_statement_that_never_ends_is_given_up(play):
    play.batch()
    play.describe("STARTED")
    play.redshift._clock = iter([0.0, 90_000.0]).__next__

    with pytest.raises(RedshiftError, match=r"is still STARTED after 24 hours"):
        play.redshift.run(STEPS, "load", "jr_1/airports")


def test_a_query_returns_the_rows_of_all_pages(play):
    expected = {**WHERE, "Sql": "SELECT", "StatementName": "ledger"}
    play.stubber.add_response("execute_statement", {"Id": ID}, expected)
    play.describe("FINISHED")
    page = {"Records": [[{"stringValue": "a"}, {"longValue": 1}]], "NextToken": "t"}
    play.stubber.add_response("get_statement_result", page, {"Id": ID})
    play.stubber.add_response(
        "get_statement_result", {"Records": [[{"isNull": True}, {"longValue": 2}]]}, {"Id": ID, "NextToken": "t"}
    )

    assert play.redshift.query("SELECT", "ledger") == [("a", 1), (None, 2)]


def test_a_query_that_fails_says_why(play):
    play.stubber.add_response("execute_statement", {"Id": ID}, {**WHERE, "Sql": "SELECT", "StatementName": "ledger"})
    play.describe("FAILED", error="ERROR: permission denied")

    with pytest.raises(RedshiftError, match=r"^ledger: ERROR: permission denied$"):
        play.redshift.query("SELECT", "ledger")


def test_a_cluster_is_named_as_one_and_logs_the_role_in_by_itself(play):
    warehouse = Warehouse(database="dev", copy_role_arn=COPY_ROLE, cluster_identifier="shop")
    where = {"ClusterIdentifier": "shop", "Database": "dev"}
    play.stubber.add_response("execute_statement", {"Id": ID}, {**where, "Sql": "VACUUM", "StatementName": "alone"})
    play.describe("FINISHED")
    play.stubber.add_response(
        "batch_execute_statement",
        {"Id": ID},
        {**where, "Sqls": ["VACUUM"], "StatementName": "load", "ClientToken": ANY},
    )
    play.describe("FINISHED", [part(1, "FINISHED", 0)])

    redshift = Redshift(play.client, warehouse)
    redshift.run_alone(Step("vacuum", "VACUUM"), "alone")
    redshift.run([Step("vacuum", "VACUUM")], "load", "jr_1/airports")
