import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { type AwsPlace, awsPlace } from "../aws-place";
import { after } from "../ordering";
import { checkArgument, matching } from "../validation";
import { policyDocument, type Statement, trustStatement } from "./documents";
import { type GlueNetworkArgs, glueNetworkStatements } from "./glue-network";

/** Arguments that every role takes. */
export interface ServiceRoleArgs {
  /** Physical name of the role, 1 to 64 characters, unique in the account. */
  roleName: string;

  /**
   * Whether the services may assume the role only on behalf of this account (`aws:SourceAccount`). A role with a condition
   * key that a service does not send cannot be assumed at all, hence an option.
   * @default false
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
   */
  sourceAccountCondition?: boolean;

  /**
   * Tags of the role; its policies take none.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/** What makes one role differ from another. */
interface Duty {
  description: string;
  /** Services that assume the role. */
  services: string[];
  statements: (place: AwsPlace) => pulumi.Output<Statement[]>;
  /** The VPC that Glue reaches with the role. */
  network?: pulumi.Input<GlueNetworkArgs>;
}

const roleNameSchema = matching(/^[\w+=,.@-]{1,64}$/, "1 to 64 letters, digits and _ + = , . @ -");

/**
 * Creates the role `NAME-role` and its inline policy `NAME-policy` as children of `parent`; with a network also
 * `NAME-network-policy`, apart, since the ids of a VPC that is yet to be made would leave the whole document unknown at preview.
 *
 * Inline, since the document is worth nothing without this role and must not be attached to another one.
 *
 * @returns the role's ARN: computed, hence known at preview; who takes it waits until the policies are attached
 */
export function serviceRole(
  parent: pulumi.Resource,
  name: string,
  args: ServiceRoleArgs,
  duty: Duty,
): pulumi.Output<string> {
  const roleName = checkArgument(roleNameSchema, args.roleName, "roleName");
  const place = awsPlace(parent);

  const role = new iam.Role(
    `${name}-role`,
    {
      name: roleName,
      description: duty.description,
      assumeRolePolicy: place.apply(({ accountId }) =>
        policyDocument([trustStatement(duty.services, args.sourceAccountCondition ? accountId : undefined)]),
      ),
      tags: args.tags,
    },
    { parent },
  );
  const attach = (what: string, policyName: string, statements: Duty["statements"]) =>
    new iam.RolePolicy(
      `${name}-${what}`,
      { name: policyName, role: role.name, policy: place.apply(statements).apply(policyDocument) },
      { parent },
    );
  const policies = [attach("policy", "access", duty.statements)];
  if (duty.network) {
    const network = pulumi.output(duty.network);
    const statements: Duty["statements"] = (known) => network.apply((it) => glueNetworkStatements(known, it));
    policies.push(attach("network-policy", "network", statements));
  }
  const roleArn = place.apply(({ partition, accountId }) => `arn:${partition}:iam::${accountId}:role/${roleName}`);
  return after(roleArn, [role, ...policies]);
}
