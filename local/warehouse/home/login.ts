import { ensureIamRole } from "../database/roles";
import type { Warehouse } from "../postgres";
import type { Home } from "./home";
import { databaseUser } from "./identity";

/**
 * A login for psql and the like, as the caller's own database user. Unlike AWS's the password does not expire before the local
 * AWS ends, and it stays the same.
 */
export async function iamLogin(warehouse: Warehouse, home: Home, callerArn: string) {
  const user = databaseUser(callerArn);
  const password = warehouse.passwordOf(user);
  await warehouse.administer(undefined, (client) => ensureIamRole(client, user, password, home));
  return { user, password };
}
