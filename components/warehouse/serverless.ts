import * as redshiftserverless from "@pulumi/aws/redshiftserverless";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { checkArgument, joinPath, wrongArgument } from "../validation";
import { newDatabase, serverlessName } from "./names";
import { auditLogs, commonShape, type MaintenanceTrack } from "./settings";
import type { RedshiftTarget } from "./target";
import { limitUsage, type UsageLimitArgs, usageLimitsSchema, usualUsageLimits } from "./usage-limits";

/** What may be chosen of a Redshift Serverless warehouse. */
export interface ServerlessArgs {
  /**
   * Database that is created with the namespace.
   * @default "dev"
   */
  database?: string;

  /**
   * Capacity that a query finds, in RPUs (16 GB of memory each): 4, or 8 to 512 in steps of 8.
   * @default 8
   */
  baseCapacity?: number;

  /**
   * Capacity that is not exceeded, in RPUs: as `baseCapacity`, and not below it. AWS's own default is no limit, so that one
   * query without a join condition is paid for at the scale of the largest warehouse.
   * @default four times `baseCapacity`, at most 512: one load runs at a time, and readers still find room beside it
   * @see https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html
   */
  maxCapacity?: number;

  /**
   * At most four, each of another period or with another `onBreach`; an empty list for none.
   * @default a day's RPU-hours at `baseCapacity` (24 times it) a day, with a CloudWatch metric once they are used up
   */
  usageLimits?: UsageLimitArgs[];

  /**
   * Which releases the workgroup gets.
   * @default AWS's own: the latest
   * @see https://docs.aws.amazon.com/redshift/latest/mgmt/tracks.html
   */
  track?: MaintenanceTrack;

  /**
   * Subnets in three availability zones.
   * @default those of the default VPC
   */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Security groups of the workgroup.
   * @default the VPC's default one
   */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Whether COPY's traffic keeps to the VPC. It needs an S3 endpoint or a NAT gateway there.
   * @default false
   */
  enhancedVpcRouting?: boolean;

  /**
   * Audit logs that go to CloudWatch: `userlog`, `connectionlog`, `useractivitylog`.
   * @default all three
   */
  logExports?: string[];
}

/** Arguments of {@link RedshiftServerless}. */
export interface RedshiftServerlessArgs extends ServerlessArgs {
  /** Physical name of the namespace: 3 to 64 lower-case letters, digits and `-`. */
  namespaceName: string;

  /** Physical name of the workgroup: 3 to 64 lower-case letters, digits and `-`. */
  workgroupName: string;

  /** ARN of the role with which COPY reads. */
  copyRoleArn: pulumi.Input<string>;

  /**
   * ARN of the KMS key that encrypts the data and the administrator's secret.
   * @default keys that AWS owns
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * Tags of namespace and workgroup; usage limits take none.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

const usualCapacity = 8;
const highestCapacity = 512;
const capacity = z
  .int()
  .refine(
    (rpus) => rpus === 4 || (rpus >= 8 && rpus <= highestCapacity && rpus % 8 === 0),
    `expected 4, or 8 to ${highestCapacity} in steps of 8`,
  );

/** What the plain values of {@link ServerlessArgs} may be. */
export const serverlessShape = {
  ...commonShape,
  database: newDatabase.optional(),
  baseCapacity: capacity.optional(),
  maxCapacity: capacity.optional(),
  usageLimits: usageLimitsSchema.optional(),
};

/**
 * A Redshift Serverless namespace (the data) and its workgroup (the capacity): encrypted, not public, TLS only, with limits of
 * what it costs. Nobody knows the administrator's password: Redshift makes it, keeps it in Secrets Manager and changes it every
 * 30 days.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-namespace.html
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html
 */
export class RedshiftServerless extends pulumi.ComponentResource implements RedshiftTarget {
  readonly workgroupName: pulumi.Output<string>;
  readonly database: pulumi.Output<string>;
  readonly adminSecretArn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when a name, capacity, limit, track or log is none that Redshift Serverless takes, or
   * `maxCapacity` is below `baseCapacity`
   */
  constructor(name: string, args: RedshiftServerlessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:warehouse:RedshiftServerless", name, args, opts);
    checkArgument(serverlessName, args.namespaceName, "namespaceName");
    checkArgument(serverlessName, args.workgroupName, "workgroupName");
    checkServerless(args, "");
    const baseCapacity = args.baseCapacity ?? usualCapacity;

    const namespace = new redshiftserverless.Namespace(
      `${name}-namespace`,
      {
        namespaceName: args.namespaceName,
        dbName: args.database ?? "dev",
        manageAdminPassword: true,
        adminPasswordSecretKmsKeyId: args.kmsKeyArn,
        iamRoles: [args.copyRoleArn],
        logExports: args.logExports ?? [...auditLogs],
        kmsKeyId: args.kmsKeyArn,
        tags: args.tags,
      },
      { parent: this },
    );
    const workgroup = new redshiftserverless.Workgroup(
      `${name}-workgroup`,
      {
        workgroupName: args.workgroupName,
        namespaceName: namespace.namespaceName,
        baseCapacity,
        maxCapacity: args.maxCapacity ?? Math.min(4 * baseCapacity, highestCapacity),
        publiclyAccessible: false,
        enhancedVpcRouting: args.enhancedVpcRouting ?? false,
        subnetIds: args.subnetIds,
        securityGroupIds: args.securityGroupIds,
        configParameters: [{ parameterKey: "require_ssl", parameterValue: "true" }],
        trackName: args.track,
        tags: args.tags,
      },
      // AWS answers with all parameters that the workgroup has, which the provider takes for a change. To list them all would
      // not do: AWS adds some (enable_large_strings_opt_in) that the provider refuses in a program.
      // https://github.com/hashicorp/terraform-provider-aws/issues/49939
      { parent: this, ignoreChanges: ["configParameters"] },
    );
    limitUsage(this, name, workgroup.arn, args.usageLimits ?? usualUsageLimits(baseCapacity));

    this.workgroupName = workgroup.workgroupName;
    this.database = namespace.dbName;
    this.adminSecretArn = namespace.adminPasswordSecretArn;
    this.registerOutputs({
      workgroupName: this.workgroupName,
      database: this.database,
      adminSecretArn: this.adminSecretArn,
    });
  }
}

/** @throws InputPropertyError that names the wrong part of `argument` */
export function checkServerless(args: ServerlessArgs, argument: string): void {
  checkArgument(z.object(serverlessShape), args, argument);
  const { baseCapacity = usualCapacity, maxCapacity } = args;
  if (maxCapacity !== undefined && maxCapacity < baseCapacity) {
    throw wrongArgument(
      joinPath(argument, "maxCapacity"),
      `expected at least baseCapacity (${baseCapacity}), got ${maxCapacity}`,
    );
  }
}
