import { strict as assert } from "node:assert";
import * as ec2 from "@pulumi/aws/ec2";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { CrawlerRole, type GlueNetworkArgs, LoadJobRole, workPrefixes } from "../../../components";
import { iamLeastPrivilege } from "../../../policy/rules/iam-least-privilege";
import { statementsOf } from "../../support/component";
import { deploy } from "../../support/harness";
import { itPasses } from "../../support/rules";

const network: GlueNetworkArgs = {
  vpcId: "vpc-1",
  subnetIds: ["subnet-1a", "subnet-1b"],
  securityGroupTag: { key: "s3-to-redshift:glue-network", value: "shop-dev" },
  connectionNames: ["shop-dev-0", "shop-dev-1"],
};
const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:alias/shop-dev";
const options = {
  databaseName: "shop_dev",
  folders: ["sales/orders/"],
  kmsKeyArn,
  securityConfigurationName: "shop-dev",
};
const roles = {
  CrawlerRole: (given?: GlueNetworkArgs) =>
    new CrawlerRole("shop", {
      ...{ ...options, catalogKmsKeyArn: kmsKeyArn, network: given },
      ...{ roleName: "shop-dev-crawler", bucketName: "acme-raw" },
    }),
  LoadJobRole: (given?: GlueNetworkArgs) =>
    new LoadJobRole("shop", {
      ...{ ...options, catalogKmsKeyArn: kmsKeyArn, network: given },
      ...{ roleName: "shop-dev-load-job", jobName: "shop-dev-load" },
      ...{ sourceBucketName: "acme-raw", workBucketName: "acme-work", workPrefixes },
      ...{ metricsNamespace: "S3ToRedshift", workgroupTag: { key: "s3-to-redshift:pipeline", value: "shop-dev" } },
    }),
};
const policy = "aws:iam/rolePolicy:RolePolicy";

for (const [kind, make] of Object.entries(roles)) {
  describe(`${kind} in a network`, () => {
    it("has a policy of its own for the network, known at preview, and none without one", async () => {
      const without = await deploy(() => make());
      assert.deepEqual(
        without.resources.filter(({ type }) => type === policy).map(({ inputs }) => inputs.name),
        ["access"],
      );
      const { one } = await deploy(() => make(network), { preview: true });
      const { policy: document, ...inputs } = one(policy, "shop-network-policy").inputs;
      assert.deepEqual(inputs, { name: "network", role: one("aws:iam/role:Role").inputs.name });
      assert.equal(typeof document, "string");
      assert.deepEqual(one(policy, "shop-policy").inputs.policy, without.one(policy, "shop-policy").inputs.policy);
    });

    it("works with interfaces in its subnets, with its own security group", async () => {
      const deployment = await deploy(() => make(network), { preview: true });
      const ec2 = "arn:aws:ec2:eu-west-1:123456789012:";
      assert.deepEqual(statementsOf(deployment, policy, "policy", "shop-network-policy"), {
        ReadConnections: {
          Effect: "Allow",
          Action: ["glue:GetConnection"],
          Resource: [
            "arn:aws:glue:eu-west-1:123456789012:catalog",
            "arn:aws:glue:eu-west-1:123456789012:connection/shop-dev-0",
            "arn:aws:glue:eu-west-1:123456789012:connection/shop-dev-1",
          ],
        },
        MakeInterfacesInSubnets: {
          Effect: "Allow",
          Action: ["ec2:CreateNetworkInterface"],
          Resource: [`${ec2}network-interface/*`, `${ec2}subnet/subnet-1a`, `${ec2}subnet/subnet-1b`],
        },
        MakeInterfacesInSecurityGroup: {
          Effect: "Allow",
          Action: ["ec2:CreateNetworkInterface"],
          Resource: [`${ec2}security-group/*`],
          Condition: { StringEquals: { "aws:ResourceTag/s3-to-redshift:glue-network": "shop-dev" } },
        },
        MarkInterfaces: {
          Effect: "Allow",
          Action: ["ec2:CreateTags"],
          Resource: [`${ec2}network-interface/*`],
          Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["aws-glue-service-resource"] } },
        },
        RemoveInterfacesFromSubnets: {
          Effect: "Allow",
          Action: ["ec2:DeleteNetworkInterface"],
          Resource: [`${ec2}network-interface/*`],
          Condition: { ArnEquals: { "ec2:Subnet": [`${ec2}subnet/subnet-1a`, `${ec2}subnet/subnet-1b`] } },
        },
        SeeVpc: { Effect: "Allow", Action: ["ec2:DescribeVpcAttribute"], Resource: [`${ec2}vpc/vpc-1`] },
        SeeNetwork: {
          Effect: "Allow",
          Action: [
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeVpcEndpoints",
            "ec2:DescribeRouteTables",
          ],
          Resource: ["*"],
        },
      });
    });

    it("keeps the rest of its documents known at preview where the VPC is yet to be made", async () => {
      const inOwn = () => make({ ...network, vpcId: new ec2.Vpc("own", {}).id });
      const deployment = await deploy(inOwn, { preview: true });
      assert.ok("ReadSource" in statementsOf(deployment, policy, "policy", "shop-policy"));
      assert.equal(deployment.one(policy, "shop-network-policy").inputs.policy, unknownValue);
    });

    it("is waited for until all its policies are attached", async () => {
      const { result } = await deploy(() => make(network));
      const resources = await (result.roleArn as unknown as { allResources(): Promise<Set<object>> }).allResources();
      assert.deepEqual([...resources].map((resource) => (resource as { __pulumiType: string }).__pulumiType).sort(), [
        "aws:iam/role:Role",
        policy,
        policy,
      ]);
    });

    itPasses(
      () => make(network),
      iamLeastPrivilege.filter(({ name }) => name !== "roles-in-use"), // it is for the stack to use it
    );
  });
}
