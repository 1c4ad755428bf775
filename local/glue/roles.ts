import { GetRoleCommand, NoSuchEntityException } from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { AwsError } from "../gateway/service";
import type { Clients, Credentials } from "./clients";
import type { GlueOptions } from "./options";

interface Statement {
  Effect?: string;
  Action?: string | string[];
  Principal?: "*" | { Service?: string | string[] };
}

/** The roles that Glue takes on: checked when a crawler or a job names one, assumed when it runs. */
export class Roles {
  constructor(
    private readonly clients: Clients,
    private readonly options: GlueOptions,
  ) {}

  /** @throws InvalidInputException when the role (a name, a path and name, or an ARN) is missing or does not trust Glue. */
  async check(role: string): Promise<void> {
    if (!(await this.trustsGlue(nameOf(role)))) {
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
      new AssumeRoleCommand({ RoleArn: this.arnOf(role), RoleSessionName: session }),
    );
    return {
      accessKeyId: credentials?.AccessKeyId ?? "",
      secretAccessKey: credentials?.SecretAccessKey ?? "",
      sessionToken: credentials?.SessionToken,
    };
  }

  private arnOf(role: string): string {
    return role.startsWith("arn:") ? role : `arn:aws:iam::${this.options.accountId}:role/${role}`;
  }

  private async trustsGlue(roleName: string): Promise<boolean> {
    try {
      const { Role } = await this.clients.iam.send(new GetRoleCommand({ RoleName: roleName }));
      const document = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "{}")) as {
        Statement?: Statement | Statement[];
      };
      return listOf(document.Statement).some(allowsGlue);
    } catch (error) {
      if (error instanceof NoSuchEntityException) return false;
      throw error;
    }
  }
}

function allowsGlue({ Effect, Action, Principal }: Statement): boolean {
  const assumes = listOf(Action).some((action) => ["sts:assumerole", "sts:*", "*"].includes(action.toLowerCase()));
  const services = typeof Principal === "object" ? listOf(Principal.Service) : ["glue.amazonaws.com"];
  return Effect === "Allow" && assumes && Principal !== undefined && services.includes("glue.amazonaws.com");
}

function nameOf(role: string): string {
  return role.slice(role.lastIndexOf("/") + 1);
}

function listOf<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
