import { dataApiNeeds } from "../../access/warehouse";
import { AwsError, type AwsRequest, type EmulatedService } from "../../gateway/service";
import { ByteLimits } from "../database/limits";
import type { WarehouseDeps } from "../deps";
import { catalogActions } from "./catalog";
import { describe, listed, submitted } from "./describe";
import { page, pageOf, tokenOf } from "./pages";
import { run } from "./run";
import { type Statement, Statements } from "./statements";
import { submit } from "./submit";

/** Statements that run at a time; the others wait, as in Redshift's own queue. */
const MOST_RUNNING = 25;
const USUAL_LIST = 100;

/**
 * The Redshift Data API over PostgreSQL.
 * @see https://docs.aws.amazon.com/redshift-data/latest/APIReference/Welcome.html
 */
export function createRedshiftData(deps: WarehouseDeps): EmulatedService {
  const statements = new Statements();
  const limits = new ByteLimits(deps.warehouse);
  const waiting: Statement[] = [];
  const running = new Map<Statement, Promise<void>>();

  const startNext = () => {
    while (running.size < MOST_RUNNING && waiting.length > 0) {
      const statement = waiting.shift()!;
      if (statement.status !== "SUBMITTED") continue;
      statement.status = "PICKED";
      const ended = run(statement, deps, limits).finally(() => {
        running.delete(statement);
        startNext();
      });
      running.set(statement, ended);
    }
  };

  const execute = async (request: AwsRequest) => {
    const { statement, fresh } = await submit(request, deps, statements);
    if (fresh) {
      waiting.push(statement);
      startNext();
    }
    return submitted(statement);
  };

  const cancel = async (statement: Statement) => {
    if (["FINISHED", "FAILED", "ABORTED"].includes(statement.status)) {
      throw new AwsError(
        "ValidationException",
        `Could not cancel a query that is already in ${statement.status} state with ID: ${statement.id}`,
      );
    }
    statement.cancelled.abort();
    if (!running.has(statement))
      Object.assign(statement, {
        status: "ABORTED",
        error: "Query cancelled on user's request",
        updatedAt: Date.now(),
      });
    else if (statement.pid !== undefined) {
      await deps.warehouse.administer(undefined, (client) =>
        client.query("SELECT pg_cancel_backend($1)", [statement.pid]),
      );
    }
  };

  return {
    id: "redshift-data",
    actions: {
      ExecuteStatement: execute,
      BatchExecuteStatement: execute,
      ...catalogActions(deps),

      async DescribeStatement({ input }) {
        const { statement, step } = statements.find(input.Id);
        return describe(statement, step);
      },

      async GetStatementResult({ input }) {
        const { statement, step } = statements.find(input.Id);
        const result = (step ?? (statement.batch ? undefined : statement.steps[0]))?.result;
        if (!result)
          throw new AwsError(
            "ResourceNotFoundException",
            "Query does not have result. Please check query status with DescribeStatement.",
          );
        const number = pageOf(input.NextToken);
        const found = result.read(number);
        if (!found)
          throw new AwsError(
            "ValidationException",
            `NextToken ${JSON.stringify(input.NextToken)} is beyond the result`,
          );
        const NextToken = found.more ? tokenOf(number + 1) : undefined;
        return { ColumnMetadata: result.columns, Records: found.records, TotalNumRows: result.rows, NextToken };
      },

      async ListStatements({ input }) {
        const { Status, StatementName, Database, MaxResults, NextToken } = input as Record<string, string | undefined>;
        const isOf = (name: "WorkgroupName" | "ClusterIdentifier", endpoint: Partial<Record<typeof name, string>>) =>
          input[name] === undefined || input[name] === endpoint[name];
        const matching = statements
          .list()
          .filter(
            ({ status, name, target }) =>
              (Status === undefined || Status === "ALL" || Status === status) &&
              (StatementName === undefined || (name?.startsWith(StatementName) ?? false)) &&
              (Database === undefined || Database === target.database) &&
              isOf("WorkgroupName", target.endpoint) &&
              isOf("ClusterIdentifier", target.endpoint),
          );
        const { items, ...next } = page(matching, NextToken, Number(MaxResults ?? USUAL_LIST));
        return { Statements: items.map(listed), ...next };
      },

      async CancelStatement({ input }) {
        await cancel(statements.find(input.Id).statement);
        return { Status: true };
      },
    },
    needs: (request) =>
      dataApiNeeds(request, {
        ...deps,
        workgroup: (name) => deps.warehouse.registry.workgroup(name),
        cluster: (name) => deps.warehouse.clusters.byName.get(name),
        ownerOf: (id) => statements.ownerOf(id),
      }),
    fallsThroughToMoto: () => false,
    async close() {
      waiting.length = 0;
      for (const statement of running.keys()) await cancel(statement).catch(() => undefined);
      await Promise.allSettled(running.values());
    },
  };
}
