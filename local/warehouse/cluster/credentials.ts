import type { Handler } from "../../gateway/service";
import type { WarehouseDeps } from "../deps";
import { iamLogin } from "../home/login";
import { existing } from "./cluster";
import { read } from "./input";

const SHORTEST = 900;
const LONGEST = 3600;

/** @see https://docs.aws.amazon.com/redshift/latest/APIReference/API_GetClusterCredentialsWithIAM.html */
export function credentialActions(deps: WarehouseDeps): Record<string, Handler> {
  return {
    async GetClusterCredentialsWithIAM(request) {
      const input = read(request, ["ClusterIdentifier", "DbName", "DurationSeconds"]);
      const cluster = existing(deps, input);
      const seconds = input.number("DurationSeconds", SHORTEST, LONGEST) ?? SHORTEST;
      const { user, password } = await iamLogin(deps.warehouse, cluster, request.caller.arn);
      const Expiration = new Date(Date.now() + seconds * 1000);
      return { DbUser: user, DbPassword: password, Expiration, NextRefreshTime: Expiration };
    },
  };
}
