import { randomUUID } from "node:crypto";
import { AwsError } from "../../gateway/service";
import type { SqlParameter } from "../sql/parameters";
import type { Target } from "./target";
import type { ResultSet } from "./result-set";

export type Status = "SUBMITTED" | "PICKED" | "STARTED" | "FINISHED" | "FAILED" | "ABORTED";

/** One SQL text and what became of it. Times are epoch milliseconds. */
export interface Step {
  sql: string;
  status: Status;
  /** Rows returned or affected; -1 until known. */
  rows: number;
  result?: ResultSet;
  error?: string;
  startedAt?: number;
  updatedAt: number;
  queryId: number;
}

/** One ExecuteStatement or BatchExecuteStatement. */
export interface Statement {
  id: string;
  name?: string;
  target: Target;
  /** `aws:userid` of who ran it. */
  owner: string;
  batch: boolean;
  parameters: SqlParameter[];
  steps: Step[];
  status: Status;
  error?: string;
  createdAt: number;
  startedAt?: number;
  updatedAt: number;
  /** Process id of the PostgreSQL session. */
  pid?: number;
  /** Tells a running COPY to stop. */
  cancelled: AbortController;
}

/** AWS keeps a statement and its result for a day. */
const KEPT = 24 * 60 * 60 * 1000;

export class Statements {
  private readonly all = new Map<string, Statement>();
  private readonly byToken = new Map<string, string>();
  private queryId = 0;

  /** The statement that an earlier call with the same client token made. */
  earlier(token: string | undefined): Statement | undefined {
    return token === undefined ? undefined : this.all.get(this.byToken.get(token) ?? "");
  }

  add(
    target: Target,
    sqls: string[],
    rest: { owner: string; batch: boolean; name?: string; parameters: SqlParameter[]; token?: string },
  ): Statement {
    const now = Date.now();
    for (const [id, { updatedAt }] of this.all) if (updatedAt < now - KEPT) this.all.delete(id);
    const steps = sqls.map((sql): Step => ({
      sql,
      status: "SUBMITTED",
      rows: -1,
      updatedAt: now,
      queryId: ++this.queryId,
    }));
    const { owner, batch, name, parameters, token } = rest;
    const statement: Statement = {
      id: randomUUID(),
      ...{ name, target, owner, batch, parameters, steps },
      status: "SUBMITTED",
      createdAt: now,
      updatedAt: now,
      cancelled: new AbortController(),
    };
    this.all.set(statement.id, statement);
    if (token !== undefined) this.byToken.set(token, statement.id);
    return statement;
  }

  /** Newest first. */
  list(): Statement[] {
    return [...this.all.values()].reverse();
  }

  /** Who ran the statement of an id. */
  ownerOf(id: string): string | undefined {
    return this.all.get(id.split(":")[0])?.owner;
  }

  /** The statement of an id, and the step when the id ends in `:2`. */
  find(id: unknown): { statement: Statement; step?: Step } {
    const [, base, number] = /^([a-z0-9-]{36})(?::(\d+))?$/.exec(String(id)) ?? [];
    if (!base) throw new AwsError("ValidationException", `Id ${JSON.stringify(id)} is not the id of a statement`);
    const statement = this.all.get(base);
    const step = number === undefined ? undefined : statement?.steps[Number(number) - 1];
    if (!statement || (number !== undefined && (!step || !statement.batch)))
      throw new AwsError("ResourceNotFoundException", "Query does not exist.");
    return { statement, step };
  }
}
