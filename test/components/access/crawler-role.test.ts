import { strict as assert } from "node:assert";
import { CrawlerRole, type CrawlerRoleArgs } from "../../../components";
import { itIsAComponent, statementsOf } from "../../support/component";
import { deploy } from "../../support/harness";
import { itIsAServiceRole } from "../../support/service-role";

const args: CrawlerRoleArgs = {
  roleName: "shop-dev-crawler",
  bucketName: "acme-raw",
  folders: ["sales/orders/", "sales/customers/"],
  databaseName: "shop_dev",
};
const make = (changed: Partial<CrawlerRoleArgs> = {}) => new CrawlerRole("shop", { ...args, ...changed });

describe("CrawlerRole", () => {
  itIsAComponent({
    make: (opts) => new CrawlerRole("shop", args, opts),
    type: "s3-to-redshift:access:CrawlerRole",
    children: [
      ["aws:iam/rolePolicy:RolePolicy", "shop-policy"],
      ["aws:iam/role:Role", "shop-role"],
    ],
    outputs: ({ roleArn }) => ({ roleArn }),
  });

  itIsAServiceRole({ make, roleName: args.roleName, services: ["glue.amazonaws.com"] });

  it("may do exactly this, known at preview", async () => {
    const deployment = await deploy(() => make(), { preview: true });
    assert.deepEqual(statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy"), {
      ListSource: {
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: ["arn:aws:s3:::acme-raw"],
        Condition: {
          StringLike: {
            "s3:prefix": ["sales/orders", "sales/orders/*", "sales/customers", "sales/customers/*"],
          },
        },
      },
      ReadSource: {
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: [
          "arn:aws:s3:::acme-raw/sales/orders",
          "arn:aws:s3:::acme-raw/sales/orders/*",
          "arn:aws:s3:::acme-raw/sales/customers",
          "arn:aws:s3:::acme-raw/sales/customers/*",
        ],
      },
      WriteCatalog: {
        Effect: "Allow",
        Action: [
          "glue:GetDatabase",
          "glue:GetTable",
          "glue:GetTables",
          "glue:CreateTable",
          "glue:UpdateTable",
          "glue:GetPartition",
          "glue:GetPartitions",
          "glue:BatchGetPartition",
          "glue:CreatePartition",
          "glue:BatchCreatePartition",
          "glue:UpdatePartition",
          "glue:BatchUpdatePartition",
        ],
        Resource: [
          "arn:aws:glue:eu-west-1:123456789012:catalog",
          "arn:aws:glue:eu-west-1:123456789012:database/shop_dev",
          "arn:aws:glue:eu-west-1:123456789012:table/shop_dev/*",
        ],
      },
      WriteLogs: {
        Effect: "Allow",
        Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws-glue/crawlers*"],
      },
    });
  });

  it("reads the whole bucket only when the folder is the whole bucket", async () => {
    const deployment = await deploy(() => make({ folders: [""] }));
    const { ReadSource } = statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy");
    assert.deepEqual((ReadSource as { Resource: string[] }).Resource, ["arn:aws:s3:::acme-raw/*"]);
  });

  it("may decrypt with a given key, through S3 only", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
    const deployment = await deploy(() => make({ kmsKeyArn }));
    assert.deepEqual(statementsOf(deployment, "aws:iam/rolePolicy:RolePolicy", "policy").UseKeyThroughS3, {
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [kmsKeyArn],
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
    });
  });

  it("encrypts its logs, and uses the key of the catalog through Glue, only where it is told to", async () => {
    const sids = async (changed: Partial<CrawlerRoleArgs>) =>
      statementsOf(await deploy(() => make(changed), { preview: true }), "aws:iam/rolePolicy:RolePolicy", "policy");
    const without = Object.keys(await sids({}));
    const catalogKmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/catalog";
    const { EncryptLogs, UseKeyThroughGlue, ...others } = await sids({
      securityConfigurationName: "shop-dev",
      catalogKmsKeyArn,
    });
    assert.deepEqual(Object.keys(others), without);
    assert.deepEqual(EncryptLogs, {
      Effect: "Allow",
      Action: ["logs:AssociateKmsKey"],
      Resource: ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws-glue/crawlers*shop-dev*"],
    });
    assert.deepEqual(UseKeyThroughGlue, {
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: [catalogKmsKeyArn],
      Condition: { StringEquals: { "kms:ViaService": "glue.eu-west-1.amazonaws.com" } },
    });
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
    assert.equal("UseKeyThroughLogs" in (await sids({ kmsKeyArn })), false);
    const { UseKeyThroughLogs } = await sids({ kmsKeyArn, securityConfigurationName: "shop-dev" });
    assert.deepEqual((UseKeyThroughLogs as { Resource: string[] }).Resource, [kmsKeyArn]);
  });
});
