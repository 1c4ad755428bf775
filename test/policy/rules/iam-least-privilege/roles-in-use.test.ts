import { rolesInUse } from "../../../../policy/rules/iam-least-privilege/roles-in-use";
import type { Resource } from "../../../../policy/rules/resources";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const role = resource("aws:iam/role:Role", { name: "loader" }, { name: "loader" });
const other = resource("aws:iam/role:Role", { name: "other" }, { name: "other" });
const user = (type: string, of?: Resource, property = "role") =>
  resource(type, {}, { name: "user", from: of && { [property]: of } });
const JOB = "aws:glue/job:Job";
const naming = (type: string, props: Record<string, unknown>) => [role, resource(type, props, { name: "user" })];
const arn = "arn:aws:iam::111122223333:role/loader";

const unused = (name: string) => `${name}: no resource of the stack uses the role`;

describe("roles-in-use", () => {
  inOurOwn(rolesInUse);

  stackFindings(rolesInUse, {
    "a role alone is found": [[role], [unused("loader")]],
    "what gives it its rights does not use it": [
      [
        role,
        user("aws:iam/rolePolicy:RolePolicy", role),
        user("aws:iam/rolePolicyAttachment:RolePolicyAttachment", role),
      ],
      [unused("loader")],
    ],
    "nor does another role": [[role, user("aws:iam/role:Role", role), user(JOB, role)], [unused("user")]],
    "of two, the one that is not used is found": [[role, other, user(JOB, other)], [unused("loader")]],
    "a job uses it": [[role, user(JOB, role)], []],
    "so does a crawler": [[role, user("aws:glue/crawler:Crawler", role)], []],
    "so does a warehouse": [[role, user("aws:redshiftserverless/namespace:Namespace", role)], []],
    "so does an instance profile": [[role, user("aws:iam/instanceProfile:InstanceProfile", role)], []],
    "a stack without roles is fine": [[user(JOB)], []],
  });

  describe("in plain text", () => {
    stackFindings(rolesInUse, {
      "its name as a role is a use": [naming("aws:glue/crawler:Crawler", { role: "loader" }), []],
      "with its path, too": [naming("aws:glue/crawler:Crawler", { role: "etl/loader" }), []],
      "its ARN is": [naming(JOB, { roleArn: arn }), []],
      "with its path, it is": [naming(JOB, { roleArn: "arn:aws:iam::111122223333:role/etl/loader" }), []],
      "in a list": [naming("aws:redshift/cluster:Cluster", { iamRoles: [arn] }), []],
      "by its name, too": [naming("aws:redshift/cluster:Cluster", { iamRoles: ["loader"] }), []],
      "as the default of a warehouse": [
        naming("aws:redshiftserverless/namespace:Namespace", { defaultIamRoleArn: arn }),
        [],
      ],
      "deep within": [
        naming("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", {
          extendedS3Configuration: { bucketArn: UNKNOWN, roleArn: arn },
        }),
        [],
      ],
      "among a job's arguments": [naming(JOB, { defaultArguments: { "--redshift_iam": arn } }), []],
      "of an instance profile": [naming("aws:iam/instanceProfile:InstanceProfile", { role: "loader" }), []],
      "its name as something else is none": [naming(JOB, { name: "loader" }), [unused("loader")]],
      "nor is another name that ends alike": [
        naming(JOB, { roleArn: "arn:aws:iam::111122223333:role/vega-loader" }),
        [unused("loader")],
      ],
      "nor the ARN of something else": [
        naming(JOB, { connections: ["arn:aws:glue:eu-west-1:111122223333:connection/loader"] }),
        [unused("loader")],
      ],
      "nor an output of the component that made it": [naming("acme:etl:Loader", { roleArn: arn }), [unused("loader")]],
      "nor what gives it its rights": [naming("aws:iam/rolePolicy:RolePolicy", { role: "loader" }), [unused("loader")]],
    });
  });

  describe("what lets it in does not use it:", () => {
    const LETTING_IN: Record<string, [type: string, property: string, value: unknown]> = {
      "a key's policy": ["aws:kms/key:Key", "policy", { Statement: [{ Principal: { AWS: arn } }] }],
      "a bucket's policy": ["aws:s3/bucketPolicy:BucketPolicy", "policy", { Statement: [{ Principal: { AWS: arn } }] }],
      "a policy of logs": ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "policyDocument", arn],
      "a grant of Lake Formation": ["aws:lakeformation/permissions:Permissions", "principal", arn],
      "its administrators": ["aws:lakeformation/dataLakeSettings:DataLakeSettings", "admins", [arn]],
      "a grant of a key": ["aws:kms/grant:Grant", "granteePrincipal", arn],
    };
    for (const [title, [type, property, value]] of Object.entries(LETTING_IN)) {
      stackFindings(rolesInUse, {
        [`${title}, by its text`]: [naming(type, { [property]: value }), [unused("loader")]],
        [`${title}, by what it comes from`]: [[role, user(type, role, property)], [unused("loader")]],
      });
    }
  });

  unverifiable(rolesInUse, {
    "an ARN that is unknown at preview is one in use": [
      [
        resource("aws:iam/role:Role", { name: UNKNOWN }, { name: "loader" }),
        resource("aws:glue/job:Job", { roleArn: UNKNOWN }, { from: { roleArn: role } }),
      ],
      [],
    ],
  });
});
