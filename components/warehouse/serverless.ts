import * as redshiftserverless from "@pulumi/aws/redshiftserverless";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { checkArgument, joinPath, matching, strict, wrongArgument } from "../validation";
import type { RedshiftTarget } from "./target";

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
   * Capacity that is not exceeded, in RPUs.
   * @default as much as AWS finds useful
   */
  maxCapacity?: number;

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
   * ARN of the KMS key that encrypts the data.
   * @default a key that AWS owns
   */
  kmsKeyArn?: pulumi.Input<string>;

  /** @default none */
  tags?: Record<string, pulumi.Input<string>>;
}

const auditLogs = ["userlog", "connectionlog", "useractivitylog"] as const;
const serverlessName = matching(/^[a-z0-9-]{3,64}$/, "3 to 64 lower-case letters, digits and -");
const capacity = z
  .int()
  .refine(
    (rpus) => rpus === 4 || (rpus >= 8 && rpus <= 512 && rpus % 8 === 0),
    "expected 4, or 8 to 512 in steps of 8",
  );

/** What the plain values of {@link ServerlessArgs} may be. */
export const serverlessShape = {
  database: matching(/^[a-z_][a-z0-9_]{0,63}$/, "1 to 64 lower-case letters, digits and _").optional(),
  baseCapacity: capacity.optional(),
  maxCapacity: capacity.optional(),
  enhancedVpcRouting: z.boolean().optional(),
  logExports: z.array(z.enum(auditLogs)).optional(),
};

/**
 * A Redshift Serverless namespace (the data) and its workgroup (the capacity): encrypted, not public, TLS only, with an
 * administrator's password that nobody knows.
 *
 * @see https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-namespace.html
 */
export class RedshiftServerless extends pulumi.ComponentResource implements RedshiftTarget {
  readonly workgroupName: pulumi.Output<string>;
  readonly database: pulumi.Output<string>;
  readonly adminSecretArn: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when a name or capacity is none that Redshift Serverless takes, or `maxCapacity` is below
   * `baseCapacity`
   */
  constructor(name: string, args: RedshiftServerlessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:warehouse:RedshiftServerless", name, args, opts);
    checkArgument(serverlessName, args.namespaceName, "namespaceName");
    checkArgument(serverlessName, args.workgroupName, "workgroupName");
    checkServerless(args, "");

    const namespace = new redshiftserverless.Namespace(
      `${name}-namespace`,
      {
        namespaceName: args.namespaceName,
        dbName: args.database ?? "dev",
        manageAdminPassword: true,
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
        baseCapacity: args.baseCapacity ?? 8,
        maxCapacity: args.maxCapacity,
        publiclyAccessible: false,
        enhancedVpcRouting: args.enhancedVpcRouting ?? false,
        subnetIds: args.subnetIds,
        securityGroupIds: args.securityGroupIds,
        configParameters: [{ parameterKey: "require_ssl", parameterValue: "true" }],
        tags: args.tags,
      },
      // AWS answers with all parameters that the workgroup has, which the provider takes for a change.
      { parent: this, ignoreChanges: ["configParameters"] },
    );

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
  const { database, baseCapacity = 8, maxCapacity, enhancedVpcRouting, logExports } = args;
  checkArgument(
    strict(serverlessShape),
    { database, baseCapacity, maxCapacity, enhancedVpcRouting, logExports },
    argument,
  );
  if (maxCapacity !== undefined && maxCapacity < baseCapacity) {
    throw wrongArgument(
      joinPath(argument, "maxCapacity"),
      `expected at least baseCapacity (${baseCapacity}), got ${maxCapacity}`,
    );
  }
}
