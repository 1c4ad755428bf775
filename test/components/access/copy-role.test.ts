import { strict as assert } from "node:assert";
import { CopyRole, type CopyRoleArgs } from "../../../components";
import { itIsAComponent, statementsOf } from "../../support/component";
import { deploy } from "../../support/harness";
import { itIsAServiceRole } from "../../support/service-role";

const args: CopyRoleArgs = { roleName: "shop-dev-copy", bucketName: "acme-work", stagingPrefix: "staging/" };
const make = (changed: Partial<CopyRoleArgs> = {}) => new CopyRole("shop", { ...args, ...changed });

const reading = {
  ListStaging: {
    Effect: "Allow",
    Action: ["s3:ListBucket"],
    Resource: ["arn:aws:s3:::acme-work"],
    Condition: { StringLike: { "s3:prefix": ["staging", "staging/*"] } },
  },
  ReadStaging: {
    Effect: "Allow",
    Action: ["s3:GetObject"],
    Resource: ["arn:aws:s3:::acme-work/staging", "arn:aws:s3:::acme-work/staging/*"],
  },
};

describe("CopyRole", () => {
  itIsAComponent({
    make: (opts) => new CopyRole("shop", args, opts),
    type: "s3-to-redshift:access:CopyRole",
    children: [
      ["aws:iam/rolePolicy:RolePolicy", "shop-policy"],
      ["aws:iam/role:Role", "shop-role"],
    ],
    outputs: ({ roleArn }) => ({ roleArn }),
  });

  itIsAServiceRole({
    make,
    roleName: args.roleName,
    services: ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"],
  });

  it("may read staged files and nothing else, known at preview", async () => {
    const deployment = await deploy(() => make(), { preview: true });
    assert.deepEqual(statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy"), reading);
  });

  it("may decrypt with a given key, through S3 only", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
    const deployment = await deploy(() => make({ kmsKeyArn }));
    assert.deepEqual(statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy"), {
      ...reading,
      UseKeyThroughS3: {
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [kmsKeyArn],
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      },
    });
  });
});
