import { AwsError, type Handler } from "../../gateway/service";
import { ensureIamRole } from "../database/roles";
import type { WarehouseDeps } from "../deps";
import { databaseUser } from "./identity";
import { invalid, text } from "./input";

const SHORTEST = 900;
const LONGEST = 3600;

/**
 * A login for psql and the like, as the caller's own database user. Unlike AWS's the password does not expire before the local
 * AWS ends, and it stays the same.
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_GetCredentials.html
 */
export function credentialActions({ warehouse }: WarehouseDeps): Record<string, Handler> {
  return {
    async GetCredentials({ input, caller }) {
      const workgroupName = text(input, "workgroupName");
      if (workgroupName === undefined)
        throw invalid("workgroupName is missing; a custom domain is not emulated by the local Redshift Serverless");
      const namespace = warehouse.registry.namespaceOf(workgroupName);
      if (!namespace) throw new AwsError("ResourceNotFoundException", `The workgroup ${workgroupName} doesn't exist.`);
      const seconds = (input.durationSeconds as number | undefined) ?? SHORTEST;
      if (seconds < SHORTEST || seconds > LONGEST)
        throw invalid(`durationSeconds is ${seconds}; ${SHORTEST} to ${LONGEST} are accepted`);
      const dbUser = databaseUser(caller.arn);
      const dbPassword = warehouse.passwordOf(dbUser);
      await warehouse.administer(undefined, (client) => ensureIamRole(client, dbUser, dbPassword, namespace));
      const expiration = Date.now() / 1000 + seconds;
      return { dbUser, dbPassword, expiration, nextRefreshTime: expiration };
    },
  };
}
