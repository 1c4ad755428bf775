import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Client } from "pg";
import { s3Client } from "../clients";
import type { WarehouseDeps } from "../deps";
import type { Statement, Step } from "../data/statements";
import { targetTable } from "./columns";
import type { CopyContext } from "./context";
import { objectsOf } from "./objects";
import { loadParquet } from "./parquet";
import type { CopyStatement } from "./parse";
import { credentialsOf } from "./role";
import { loadText } from "./text";

/**
 * Runs a COPY in the transaction of a session: as the COPY's role it reads the objects, as the session's user it writes the rows.
 * @returns the number of rows loaded
 */
export async function copyInto(
  client: Client,
  copy: CopyStatement,
  run: { deps: WarehouseDeps; statement: Statement; step: Step },
): Promise<number> {
  const { deps, statement, step } = run;
  const { home, dbUser, role } = statement.target;
  const context: CopyContext = {
    client,
    deps,
    home,
    dbUser,
    role,
    queryId: step.queryId,
    cancelled: statement.cancelled.signal,
  };
  const table = await targetTable(client, copy);
  const s3 = s3Client(deps, await credentialsOf(copy.iamRole, context));
  await fs.mkdir(deps.folder, { recursive: true });
  const folder = await fs.mkdtemp(path.join(deps.folder, "copy-"));
  try {
    const objects = await objectsOf(s3, copy, step.queryId);
    const load = copy.format === "PARQUET" ? loadParquet : loadText;
    return await load(context, s3, copy, table, objects, folder);
  } finally {
    s3.destroy();
    await fs.rm(folder, { recursive: true, force: true });
  }
}
