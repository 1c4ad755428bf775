import { AwsError, type Handler } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { iamLogin } from "../home/login";
import { invalid, text } from "./input";

const SHORTEST = 900;
const LONGEST = 3600;

/** @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_GetCredentials.html */
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
      const { user, password } = await iamLogin(warehouse, namespace, caller.arn);
      const expiration = Date.now() / 1000 + seconds;
      return { dbUser: user, dbPassword: password, expiration, nextRefreshTime: expiration };
    },
  };
}
