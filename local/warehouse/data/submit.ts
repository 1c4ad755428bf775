import { AwsError, type AwsRequest } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import type { SqlParameter } from "../sql/parameters";
import { bindParameters } from "../sql/parameters";
import { tokenise } from "../sql/tokens";
import type { Statement, Statements } from "./statements";
import { targetOf } from "./target";

const MOST_STATEMENTS = 40;
const MOST_BYTES = 100 * 1024;

/** Parameters of the API that would change what happens and that nothing here does. */
const NOT_EMULATED = ["SessionId", "SessionKeepAliveSeconds", "WithEvent"];

/**
 * Checks a call as AWS does before it answers, and writes the statement down.
 * @returns the statement, and whether this call made it: a repeated client token does not
 * @see https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html
 */
export async function submit(
  request: AwsRequest,
  deps: WarehouseDeps,
  statements: Statements,
): Promise<{ statement: Statement; fresh: boolean }> {
  const { input } = request;
  const batch = request.action === "BatchExecuteStatement";
  const sqls = batch ? strings(input, "Sqls") : [string(input, "Sql")];
  const parameters = parametersOf(input.Parameters);
  checkSqls(sqls);
  for (const name of NOT_EMULATED)
    if (input[name]) throw invalid(`${name} is not emulated by the local Redshift Data API`);
  if (input.ResultFormat !== undefined && input.ResultFormat !== "JSON")
    throw invalid(`ResultFormat ${String(input.ResultFormat)} is not emulated locally; use JSON`);
  const target = await targetOf(request, deps);
  if (!batch) checkParameters(sqls[0], parameters);
  const token = input.ClientToken === undefined ? undefined : `${request.caller.arn} ${String(input.ClientToken)}`;
  const earlier = statements.earlier(token);
  if (earlier) return { statement: earlier, fresh: false };
  const name = input.StatementName as string | undefined;
  const owner = request.caller.userId;
  return { statement: statements.add(target, sqls, { owner, batch, name, parameters, token }), fresh: true };
}

function checkSqls(sqls: string[]): void {
  if (sqls.length === 0 || sqls.length > MOST_STATEMENTS)
    throw invalid(`Sqls: ${sqls.length} statements; 1 to ${MOST_STATEMENTS} are accepted`);
  sqls.forEach((sql, i) => {
    const bytes = Buffer.byteLength(sql);
    if (bytes > MOST_BYTES) throw invalid(`Statement ${i + 1} has ${bytes} bytes; up to ${MOST_BYTES} are accepted`);
  });
}

/** A statement that cannot be read fails later, when it runs, as on AWS. */
function checkParameters(sql: string, parameters: SqlParameter[]): void {
  let tokens;
  try {
    tokens = tokenise(sql);
  } catch {
    return;
  }
  bindParameters(tokens, parameters);
}

function parametersOf(value: unknown): SqlParameter[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? (value as Partial<SqlParameter>[]) : [];
  if (list.length === 0 || list.some(({ name, value: text }) => typeof name !== "string" || typeof text !== "string")) {
    throw invalid("Parameters: a list of { name, value } texts, not empty, is accepted");
  }
  return list as SqlParameter[];
}

function string(input: Record<string, unknown>, name: string): string {
  const value = input[name];
  if (typeof value !== "string" || value === "") throw invalid(`${name}: a text that is not empty is accepted`);
  return value;
}

function strings(input: Record<string, unknown>, name: string): string[] {
  const value = input[name];
  if (!Array.isArray(value) || value.some((one) => typeof one !== "string"))
    throw invalid(`${name}: a list of texts is accepted`);
  return value as string[];
}

const invalid = (message: string) => new AwsError("ValidationException", message);
