import {
  CreateNetworkInterfaceCommand,
  type CreateNetworkInterfaceCommandInput,
  CreateTagsCommand,
  DeleteNetworkInterfaceCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { strict as assert } from "node:assert";
import { type GlueNetwork, glueNetworkStatements } from "../../../components/access/glue-network";
import type { LocalAws } from "../../../local/aws";
import { clientConfig, clientsOf, eventually, localAws } from "../../support/local-aws";
import { roleOf, sessionConfig } from "../../support/role-session";
import { signed } from "../../support/signed";
import { groupTag, makeEmptyVpc, makeVpc, type TestVpc } from "../glue/vpc";

const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };
const GLUE_TAG = "aws-glue-service-resource";

describe("EC2 on the local AWS", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let own: EC2Client;
  let vpc: TestVpc;
  let role: { Arn: string; RoleName: string };
  let ec2: EC2Client;

  before(async () => {
    aws = await localAws();
    own = new EC2Client(clientConfig(aws));
    vpc = await makeVpc(own);
    const network: GlueNetwork = {
      ...{ vpcId: vpc.vpcId, subnetIds: [vpc.subnetId], securityGroupTag: groupTag },
      connectionNames: ["any"],
    };
    role = await roleOf(clientsOf(aws).iam, { statements: glueNetworkStatements(place, network) });
    ec2 = new EC2Client(await sessionConfig(aws, role.Arn));
  });

  const arn = (resource: string) => `arn:aws:ec2:us-east-1:123456789012:${resource}`;
  const refusal = (action: string, resource: string, { RoleName } = role) => ({
    name: "UnauthorizedOperation",
    message:
      "You are not authorized to perform this operation. " +
      `User: arn:aws:sts::123456789012:assumed-role/${RoleName}/test is not authorized to perform: ec2:${action} ` +
      `on resource: ${arn(resource)} because no identity-based policy allows the ec2:${action} action`,
  });

  /** An interface as Glue's runs make one, unless it is told otherwise. */
  async function make(client: EC2Client, input: Partial<CreateNetworkInterfaceCommandInput> = {}): Promise<string> {
    const command = new CreateNetworkInterfaceCommand({ SubnetId: vpc.subnetId, Groups: [vpc.groupId], ...input });
    return (await client.send(command)).NetworkInterface!.NetworkInterfaceId!;
  }
  const mark = (client: EC2Client, Resources: string[], ...keys: string[]) =>
    client.send(new CreateTagsCommand({ Resources, Tags: keys.map((Key) => ({ Key, Value: "x" })) }));
  const remove = (client: EC2Client, NetworkInterfaceId: string) =>
    client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
  /** Clients of a new role with these statements. */
  async function as(...statements: object[]) {
    const other = await roleOf(clientsOf(aws).iam, { statements });
    return { ...other, ec2: new EC2Client(await sessionConfig(aws, other.Arn)) };
  }
  const allow = (Action: string | string[], Resource: string, Condition: object = {}) => ({
    ...{ Effect: "Allow", Action, Resource, Condition },
  });

  it("lets a role of Glue make interfaces in its subnet and security group, mark and remove them", async () => {
    const id = await make(ec2);
    await mark(ec2, [id], GLUE_TAG);
    await remove(ec2, id);
  });

  it("lets it make none in another subnet, in a group without the tag, in any besides, or in the VPC's default", async () => {
    const create = "CreateNetworkInterface";
    await assert.rejects(make(ec2, { SubnetId: vpc.otherSubnetId }), refusal(create, `subnet/${vpc.otherSubnetId}`));
    const { untaggedGroupId, groupId } = vpc;
    for (const Groups of [[untaggedGroupId], [groupId, untaggedGroupId]]) {
      await assert.rejects(make(ec2, { Groups }), refusal(create, `security-group/${untaggedGroupId}`));
    }
    await assert.rejects(make(ec2, { Groups: undefined }), refusal(create, "security-group/*"));
    await assert.rejects(make(ec2, { Groups: ["sg-none"] }), refusal(create, "security-group/sg-none"));
  });

  it("lets it give the tag of Glue alone, to interfaces alone, also while they are made", async () => {
    const id = await make(ec2);
    await assert.rejects(mark(ec2, [id], "Name"), refusal("CreateTags", `network-interface/${id}`));
    await assert.rejects(mark(ec2, [id], GLUE_TAG, "Name"), refusal("CreateTags", `network-interface/${id}`));
    await assert.rejects(mark(ec2, [id, vpc.subnetId], GLUE_TAG), refusal("CreateTags", `subnet/${vpc.subnetId}`));
    await assert.rejects(
      mark(ec2, [vpc.untaggedGroupId], groupTag.key),
      refusal("CreateTags", `security-group/${vpc.untaggedGroupId}`),
    );
    const tagged = (Key: string) => ({
      TagSpecifications: [{ ResourceType: "network-interface" as const, Tags: [{ Key, Value: "x" }] }],
    });
    await assert.rejects(make(ec2, tagged("Name")), refusal("CreateTags", "network-interface/*"));
    for (const it of [id, await make(ec2, tagged(GLUE_TAG))]) await remove(ec2, it);
  });

  it("lets it remove no interface of another subnet, nor one that is not there", async () => {
    const other = await make(own, { SubnetId: vpc.otherSubnetId });
    for (const id of [other, "eni-none"]) {
      await assert.rejects(remove(ec2, id), refusal("DeleteNetworkInterface", `network-interface/${id}`));
    }
    await remove(own, other);
  });

  it("shows it the network, and attributes of its VPC alone", async () => {
    for (const command of [
      new DescribeNetworkInterfacesCommand({}),
      new DescribeSubnetsCommand({}),
      new DescribeSecurityGroupsCommand({}),
      new DescribeVpcEndpointsCommand({}),
      new DescribeRouteTablesCommand({}),
    ]) {
      await ec2.send(command as DescribeSubnetsCommand);
    }
    const attribute = (VpcId: string) =>
      ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: "enableDnsHostnames" }));
    assert.equal((await attribute(vpc.vpcId)).EnableDnsHostnames?.Value, true);
    const other = await makeEmptyVpc(own);
    await assert.rejects(attribute(other), refusal("DescribeVpcAttribute", `vpc/${other}`));
  });

  it("goes by tags as they are at the time", async () => {
    const groups = { Groups: [vpc.untaggedGroupId] };
    const tags = { Resources: [vpc.untaggedGroupId], Tags: [{ Key: groupTag.key, Value: groupTag.value }] };
    await own.send(new CreateTagsCommand(tags));
    await remove(ec2, await make(ec2, groups));
    await own.send(new CreateTagsCommand({ ...tags, Tags: [{ Key: groupTag.key, Value: "another" }] }));
    await assert.rejects(make(ec2, groups), /CreateNetworkInterface on resource: .*security-group/);
  });

  it("knows EC2's own condition keys", async () => {
    const create = "ec2:CreateNetworkInterface";
    const inVpc = (vpcId: string) => [
      allow(create, arn("network-interface/*")),
      allow(create, arn("subnet/*"), {
        ArnEquals: { "ec2:Vpc": arn(`vpc/${vpcId}`) },
        StringEquals: { "ec2:AvailabilityZone": "us-east-1a", "ec2:SubnetID": vpc.subnetId, "ec2:Region": "us-east-1" },
      }),
      allow(create, arn("security-group/*"), {
        ArnEquals: { "ec2:Vpc": arn(`vpc/${vpcId}`) },
        StringEquals: { [`ec2:ResourceTag/${groupTag.key}`]: groupTag.value, "ec2:SecurityGroupID": vpc.groupId },
      }),
      allow("ec2:CreateTags", "*", { StringEquals: { "ec2:CreateAction": "CreateNetworkInterface" } }),
      allow("ec2:DeleteNetworkInterface", "*", { StringEquals: { [`aws:ResourceTag/${GLUE_TAG}`]: "x" } }),
    ];
    const mine = await as(...inVpc(vpc.vpcId));
    const Tags = [{ Key: GLUE_TAG, Value: "x" }];
    const id = await make(mine.ec2, { TagSpecifications: [{ ResourceType: "network-interface", Tags }] });
    await assert.rejects(mark(mine.ec2, [id], GLUE_TAG), refusal("CreateTags", `network-interface/${id}`, mine));
    await remove(mine.ec2, id);
    const other = await as(...inVpc("vpc-other"));
    await assert.rejects(make(other.ec2), refusal("CreateNetworkInterface", `subnet/${vpc.subnetId}`, other));
  });

  it("refuses to a role what it does not know the permissions of", async () => {
    const all = await as(allow("*", "*"));
    const unknown = (action: string) => ({
      name: "UnauthorizedOperation",
      message: new RegExp(`does not know which permissions ec2:${action} needs`),
    });
    await assert.rejects(all.ec2.send(new DescribeInstancesCommand({})), unknown("DescribeInstances"));
    await assert.rejects(mark(all.ec2, ["rtb-1"], GLUE_TAG), unknown("CreateTags"));
  });

  it("refuses in the shape of EC2's own errors", async () => {
    const { credentials } = await sessionConfig(aws, role.Arn);
    const body = "Action=DeleteNetworkInterface&Version=2016-11-15&NetworkInterfaceId=eni-none";
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const call = { service: "ec2", method: "POST", url: "/", headers: form, body };
    const headers = await signed(aws, { ...call, credentials });
    const response = await fetch(aws.endpoint, { method: "POST", headers, body });
    assert.equal(response.status, 403);
    assert.match(
      await response.text(),
      /<Response><Errors><Error><Code>UnauthorizedOperation<\/Code><Message>You are not authorized .*<\/Message><\/Error><\/Errors><RequestID>/,
    );
  });

  it("is recorded with what each call needed", async () => {
    const id = await make(ec2);
    const call = await eventually("the record", async () =>
      aws.calls.recent().findLast(({ service, action }) => service === "ec2" && action === "CreateNetworkInterface"),
    );
    const needed = (resource: string, sid: string) => ({
      ...{ action: "ec2:CreateNetworkInterface", resource: arn(resource), allowed: true, sid },
    });
    assert.deepEqual(call.checked, [
      needed("network-interface/*", "MakeInterfacesInSubnets"),
      needed(`subnet/${vpc.subnetId}`, "MakeInterfacesInSubnets"),
      needed(`security-group/${vpc.groupId}`, "MakeInterfacesInSecurityGroup"),
    ]);
    await remove(ec2, id);
  });
});
