import { type Client, DatabaseError, type FieldDef, Query, type QueryArrayConfig, type QueryResult } from "pg";
import { copyInto } from "../copy/copy";
import type { ByteLimits } from "../database/limits";
import type { WarehouseDeps } from "../deps";
import { RedshiftError } from "../sql/error";
import { type Translated, translate } from "../sql/translate";
import type { ByteLimit } from "../sql/types";
import { connectTo, DatabaseMissing } from "./connect";
import { errorText } from "./error-text";
import { columnMetadata } from "./fields";
import { ResultSet } from "./result-set";
import type { Statement, Step } from "./statements";

/**
 * Runs a statement to its end and writes down what became of it; never throws. The steps of a batch are one transaction in one
 * session: the first that fails rolls all back.
 */
export async function run(statement: Statement, deps: WarehouseDeps, limits: ByteLimits): Promise<void> {
  let client: Client | undefined;
  try {
    mark(statement, "STARTED");
    client = await connectTo(deps.warehouse, statement.target);
    statement.pid = (await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0].pid;
    await limits.ensure(
      statement.target.home,
      statement.steps.flatMap((step) => limitsOf(step, statement)),
    );
    if (statement.batch) await client.query("BEGIN");
    for (const step of statement.steps) await runStep(client, step, statement, deps);
    if (statement.batch) await client.query("COMMIT");
    mark(statement, "FINISHED");
  } catch (error) {
    fail(statement, error);
  } finally {
    // The server rolls back what was not committed.
    await client?.end().catch(() => undefined);
  }
}

/**
 * The domains that a step needs. They are made before the transaction begins, whose snapshot would not show what is made later. What
 * is wrong with a step is told when its turn comes.
 */
function limitsOf(step: Step, statement: Statement): ByteLimit[] {
  try {
    const translated = translate(step.sql, statement.target.home, statement.parameters);
    return translated.kind === "copy" ? [] : translated.limits;
  } catch {
    return [];
  }
}

async function runStep(client: Client, step: Step, statement: Statement, deps: WarehouseDeps): Promise<void> {
  statement.cancelled.signal.throwIfAborted();
  mark(step, "STARTED");
  const translated = translate(step.sql, statement.target.home, statement.parameters);
  if (translated.kind === "copy") {
    step.rows = await copyInto(client, translated, { deps, statement, step });
  } else {
    if (statement.batch && translated.alone) throw new RedshiftError(translated.alone, "25001");
    await runTranslated(client, translated, step, statement.batch).catch((error: unknown) => {
      // A place in the translated text would mislead.
      if (error instanceof DatabaseError && translated.sql !== step.sql) error.position = undefined;
      throw error;
    });
  }
  mark(step, "FINISHED");
}

async function runTranslated(
  client: Client,
  translated: Translated,
  step: Step,
  inTransaction: boolean,
): Promise<void> {
  const { before, after } = translated;
  const own = !inTransaction && before.length + after.length > 0;
  if (own) await client.query("BEGIN");
  for (const sql of before) await client.query(sql);
  await query(client, translated, step);
  for (const sql of after) await client.query(sql);
  if (own) await client.query("COMMIT");
}

/** Values stay PostgreSQL's text: the Data API has its own types. */
const asText = { getTypeParser: () => (text: string) => text };

async function query(client: Client, { sql, values }: Translated, step: Step): Promise<void> {
  const results = new ResultSet();
  const result = await new Promise<QueryResult>((resolve, reject) => {
    const running = client.query(new Query({ text: sql, values, rowMode: "array", types: asText } as QueryArrayConfig));
    let broken: unknown;
    running.on("row", (row: (string | null)[], partial) => {
      if (broken !== undefined) return;
      try {
        results.add(row, (partial as unknown as { fields: FieldDef[] }).fields);
      } catch (error) {
        broken = error;
      }
    });
    running.on("error", reject);
    running.on("end", (end) => (broken === undefined ? resolve(end as unknown as QueryResult) : reject(broken)));
  });
  step.rows = result.rowCount ?? 0;
  if (result.fields.length === 0) return;
  results.columns = await columnMetadata(client, result.fields);
  step.result = results;
}

function mark(what: Statement | Step, status: Step["status"]): void {
  what.status = status;
  what.updatedAt = Date.now();
  if (status === "STARTED") what.startedAt = what.updatedAt;
}

/** The step at fault gets the error; what ran before it is rolled back with it, what comes after never starts. */
function fail(statement: Statement, error: unknown): void {
  const cancelled = statement.cancelled.signal.aborted;
  const text = cancelled
    ? "Query cancelled on user's request"
    : error instanceof DatabaseMissing
      ? `FATAL: ${error.message}`
      : errorText(error);
  const failed = statement.steps.findIndex(({ status }) => status === "STARTED");
  statement.steps.forEach((step, i) => {
    step.result = undefined;
    step.rows = -1;
    mark(step, i === failed && !cancelled ? "FAILED" : "ABORTED");
  });
  if (failed !== -1) statement.steps[failed].error = text;
  statement.error = statement.batch && failed !== -1 ? `Query #${failed + 1} failed with ${text}` : text;
  mark(statement, cancelled ? "ABORTED" : "FAILED");
}
