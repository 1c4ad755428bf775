import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { AwsError } from "../gateway/service";
import type { Clients, Credentials } from "./clients";
import type { GlueServiceOptions } from "./options";

/** In seconds. Glue renews what a long run signs with; here a run gets it once. */
const LONGEST = 12 * 3600;

/** The roles that Glue takes on: checked when a crawler or a job names one, assumed when it runs. */
export class Roles {
  constructor(
    private readonly clients: Clients,
    private readonly options: GlueServiceOptions,
  ) {}

  /** @throws InvalidInputException when the role (a name, a path and name, or an ARN) is missing or does not trust Glue. */
  async check(role: string): Promise<void> {
    if (!(await this.options.trusts(this.arnOf(role), "glue.amazonaws.com"))) {
      throw new AwsError(
        "InvalidInputException",
        `Service is unable to assume role ${this.arnOf(role)}. Please verify role's TrustPolicy`,
      );
    }
  }

  /** @returns temporary credentials of the role. */
  async assume(role: string, session: string): Promise<Credentials> {
    await this.check(role);
    const { Credentials: credentials } = await this.clients.sts.send(
      new AssumeRoleCommand({ RoleArn: this.arnOf(role), RoleSessionName: session, DurationSeconds: LONGEST }),
    );
    return {
      accessKeyId: credentials?.AccessKeyId ?? "",
      secretAccessKey: credentials?.SecretAccessKey ?? "",
      sessionToken: credentials?.SessionToken,
    };
  }

  private arnOf(role: string): string {
    return roleArn(role, this.options);
  }
}

/** The ARN of a role that is given so, or as a name with or without a path. */
export const roleArn = (role: string, { accountId }: Pick<GlueServiceOptions, "accountId">): string =>
  role.startsWith("arn:") ? role : `arn:aws:iam::${accountId}:role/${role}`;
