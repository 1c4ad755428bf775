import { type Client, DatabaseError } from "pg";
import { ensureIamRole } from "../database/roles";
import type { Warehouse } from "../postgres";
import { RedshiftError } from "../sql/error";
import type { Target } from "./target";

const WRONG_LOGIN = "28P01";

/** A PostgreSQL session as the target's user; the caller ends it. */
export async function connectTo(warehouse: Warehouse, target: Target): Promise<Client> {
  const { home, role, password } = target;
  if (target.database !== home.dbName) throw new DatabaseMissing(`database "${target.database}" does not exist`);
  const login = { user: role, password, database: home.database };
  try {
    return await warehouse.connectAs(login);
  } catch (error) {
    const firstTime = target.secretArn === undefined && error instanceof DatabaseError && error.code === WRONG_LOGIN;
    if (!firstTime) throw error;
    await warehouse.administer(undefined, (client) => ensureIamRole(client, role, password, home));
    return warehouse.connectAs(login);
  }
}

export class DatabaseMissing extends RedshiftError {}
