import type * as pulumi from "@pulumi/pulumi";
import type { AwsPlace } from "../aws-place";
import { matching, wrongArgument } from "../validation";
import { checkInput } from "../warehouse/inputs";
import { clusterIdentifier as clusterIdentifierSchema, databaseName } from "../warehouse/names";
import { allow, type ResourceTag, type Statement } from "./documents";

/**
 * Where a role may run SQL: exactly one of `workgroupTag`, `workgroupArn` and `clusterIdentifier`, the last with `database`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonredshiftdataapi.html
 */
export interface WarehouseAccessArgs {
  /**
   * Tag of the Redshift Serverless workgroup.
   *
   * The ARN of a workgroup holds an id that AWS makes up, so before the first deployment no document can name it. The tag
   * can be named, and both Redshift Serverless and its Data API support `aws:ResourceTag` on workgroups. Who may tag
   * workgroups decides what the role may load into.
   * @default none: the workgroup is named by `workgroupArn`, or the warehouse is a cluster
   */
  workgroupTag?: ResourceTag;

  /**
   * ARN of a Redshift Serverless workgroup that is there already.
   * @default none: the workgroup is named by `workgroupTag`, or the warehouse is a cluster
   */
  workgroupArn?: pulumi.Input<string>;

  /**
   * The provisioned cluster.
   * @default none: the warehouse is one of Redshift Serverless
   */
  clusterIdentifier?: pulumi.Input<string>;

  /**
   * The cluster's database, to which the role may log in.
   * @default none: the warehouse is one of Redshift Serverless
   */
  database?: pulumi.Input<string>;
}

const workgroupArnSchema = matching(
  /^arn:aws[a-z-]*:redshift-serverless:[a-z0-9-]+:\d{12}:workgroup\/[0-9a-f-]+$/,
  "the ARN of a Redshift Serverless workgroup",
);

/** @throws InputPropertyError when it is not exactly one warehouse, or a name is none of Redshift's */
export function checkWarehouseAccess(access: WarehouseAccessArgs): void {
  const { workgroupTag, workgroupArn, clusterIdentifier, database } = access;
  const given = Object.entries({ workgroupTag, workgroupArn, clusterIdentifier })
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  if (given.length !== 1) {
    const got = given.length === 0 ? "none" : given.join(" and ");
    throw wrongArgument("workgroupTag", `expected one of this, workgroupArn and clusterIdentifier, got ${got}`);
  }
  if (clusterIdentifier === undefined) {
    if (database !== undefined) {
      throw wrongArgument("database", "expected none without clusterIdentifier: a workgroup's role logs in to any");
    }
    if (workgroupArn !== undefined) {
      checkInput(workgroupArnSchema, workgroupArn, "workgroupArn");
    }
    return;
  }
  checkInput(clusterIdentifierSchema, clusterIdentifier, "clusterIdentifier");
  checkInput(databaseName, database, "database");
}

/** What a role may do with Redshift: run SQL on the one warehouse as its own user, and follow its own statements. */
export const warehouseStatements = (place: AwsPlace, access: pulumi.Unwrap<WarehouseAccessArgs>): Statement[] => [
  ...runSql(place, access),
  allow(
    "FollowOwnStatements",
    ["redshift-data:DescribeStatement", "redshift-data:GetStatementResult"],
    ["*"], // these actions take no resource
    { StringEquals: { "redshift-data:statement-owner-iam-userid": "${aws:userid}" } },
  ),
];

/** The Data API logs in for its caller, who must be allowed that, too. */
function runSql(place: AwsPlace, access: pulumi.Unwrap<WarehouseAccessArgs>): Statement[] {
  const { workgroupTag, workgroupArn, clusterIdentifier, database } = access;
  const at = (service: string, resource: string) =>
    `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`;
  const run = ["redshift-data:ExecuteStatement", "redshift-data:BatchExecuteStatement"];
  if (clusterIdentifier !== undefined) {
    return [
      allow("RunSqlOnCluster", run, [at("redshift", `cluster:${clusterIdentifier}`)]),
      allow(
        "LogInToDatabase",
        ["redshift:GetClusterCredentialsWithIAM"],
        [at("redshift", `dbname:${clusterIdentifier}/${database}`)],
      ),
    ];
  }
  const runAndLogIn = [...run, "redshift-serverless:GetCredentials"];
  return workgroupTag
    ? [
        allow("RunSqlOnWorkgroup", runAndLogIn, [at("redshift-serverless", "workgroup/*")], {
          StringEquals: { [`aws:ResourceTag/${workgroupTag.key}`]: workgroupTag.value },
        }),
      ]
    : [allow("RunSqlOnWorkgroup", runAndLogIn, [workgroupArn!])];
}
