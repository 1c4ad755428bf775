import type { Statement, Step } from "./statements";

const seconds = (milliseconds: number) => milliseconds / 1000;

/** Nanoseconds, as AWS counts. */
const duration = ({ startedAt, updatedAt }: { startedAt?: number; updatedAt: number }) =>
  startedAt === undefined ? -1 : (updatedAt - startedAt) * 1_000_000;

const outcome = (step: Step) => ({
  HasResultSet: step.result !== undefined,
  ResultRows: step.rows,
  ResultSize: step.result?.bytes ?? (step.status === "FINISHED" ? 0 : -1),
});

const target = ({ target: { endpoint, database, secretArn, dbUser } }: Statement) => ({
  ...endpoint,
  Database: database,
  ...(secretArn === undefined ? { DbUser: dbUser } : { SecretArn: secretArn }),
});

/** Answer of ExecuteStatement and BatchExecuteStatement. */
export const submitted = (statement: Statement) => ({
  Id: statement.id,
  CreatedAt: seconds(statement.createdAt),
  DbGroups: [],
  ...target(statement),
});

/** @see https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeStatement.html */
export function describe(statement: Statement, step?: Step): object {
  if (step) return { ...subStatement(statement, step), ...statement.target.endpoint };
  const [first] = statement.steps;
  const common = {
    Id: statement.id,
    ...target(statement),
    Status: statement.status,
    CreatedAt: seconds(statement.createdAt),
    UpdatedAt: seconds(statement.updatedAt),
    Duration: duration(statement),
    Error: statement.error,
    RedshiftPid: statement.pid ?? 0,
    ResultFormat: "JSON",
  };
  if (statement.batch) {
    return {
      ...common,
      HasResultSet: statement.steps.some(({ result }) => result !== undefined),
      RedshiftQueryId: 0,
      ResultRows: -1,
      ResultSize: -1,
      SubStatements: statement.steps.map((one) => subStatement(statement, one)),
    };
  }
  const parameters = statement.parameters.length > 0 ? { QueryParameters: statement.parameters } : {};
  return { ...common, ...outcome(first), ...parameters, QueryString: first.sql, RedshiftQueryId: first.queryId };
}

function subStatement(statement: Statement, step: Step): object {
  return {
    Id: `${statement.id}:${statement.steps.indexOf(step) + 1}`,
    QueryString: step.sql,
    Status: step.status,
    CreatedAt: seconds(statement.createdAt),
    UpdatedAt: seconds(step.updatedAt),
    Duration: duration(step),
    Error: step.error,
    RedshiftQueryId: step.startedAt === undefined ? -1 : step.queryId,
    ...outcome(step),
  };
}

/** One line of ListStatements. */
export const listed = (statement: Statement) => ({
  Id: statement.id,
  StatementName: statement.name,
  Status: statement.status,
  IsBatchStatement: statement.batch,
  CreatedAt: seconds(statement.createdAt),
  UpdatedAt: seconds(statement.updatedAt),
  ResultFormat: "JSON",
  SecretArn: statement.target.secretArn,
  ...(statement.batch
    ? { QueryStrings: statement.steps.map(({ sql }) => sql) }
    : { QueryString: statement.steps[0].sql }),
});
