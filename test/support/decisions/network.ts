import { type Act, decisionsOf, type Duty, type Need } from "./decision";
import { arn } from "./names";
import { network } from "./network-names";

const ec2 = (action: string, resource: string, context?: Need["context"]): Need => ({
  ...{ action: `ec2:${action}`, resource: resource === "*" ? "*" : arn("ec2", resource), context },
});
const act = (what: string, need: Need, also: Need[] = []): Act => ({ what, ...need, also });

const newInterface = (resource: string, context?: Need["context"]) => ec2("CreateNetworkInterface", resource, context);
const own = {
  interface: newInterface("network-interface/*"),
  subnet: newInterface("subnet/subnet-0a"),
  group: groupOf({ [network.securityGroupTag.key]: network.securityGroupTag.value }),
};

function groupOf(tags: Record<string, string>): Need {
  const context = Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
  return newInterface("security-group/sg-0a", Object.fromEntries(context));
}
const mark = (keys: string[], resource = "network-interface/eni-0a"): Need =>
  ec2("CreateTags", resource, { "aws:TagKeys": keys });
const removeFrom = (subnet: string): Need =>
  ec2("DeleteNetworkInterface", "network-interface/eni-0a", { "ec2:Subnet": arn("ec2", `subnet/${subnet}`) });
const vpc = (id: string): Need => ec2("DescribeVpcAttribute", `vpc/${id}`, { "ec2:Attribute": "EnableDnsSupport" });
const connection = (name: string): Need => ({
  ...{ action: "glue:GetConnection", resource: arn("glue", `connection/${name}`) },
});
const catalog: Need = { action: "glue:GetConnection", resource: arn("glue", "catalog") };

const duty: Duty = {
  allow: [
    act("make an interface in its subnet, with its group", own.subnet, [own.interface, own.group]),
    act("make one in its other subnet", newInterface("subnet/subnet-0b"), [own.interface, own.group]),
    act("mark an interface as Glue's", mark(["aws-glue-service-resource"])),
    act("remove an interface from its subnet", removeFrom("subnet-0b")),
    act("ask for its VPC's attributes", vpc(network.vpcId)),
    act("read its connection", connection("decisions-1"), [catalog]),
    ...["NetworkInterfaces", "Subnets", "SecurityGroups", "VpcEndpoints", "RouteTables"].map((what) =>
      act(`see ${what}`, ec2(`Describe${what}`, "*")),
    ),
  ],
  deny: [
    act("make an interface in another subnet", newInterface("subnet/subnet-0c"), [own.interface, own.group]),
    act("make one with a group that has no tag", groupOf({}), [own.interface, own.subnet]),
    act("make one with a group of another pipeline", groupOf({ [network.securityGroupTag.key]: "payroll" }), [
      own.interface,
      own.subnet,
    ]),
    act("make one with a group of another tag", groupOf({ team: network.securityGroupTag.value }), [
      own.interface,
      own.subnet,
    ]),
    act("mark an interface as something else", mark([network.securityGroupTag.key])),
    act("mark it as that, too", mark(["aws-glue-service-resource", network.securityGroupTag.key])),
    act("mark a security group", mark(["aws-glue-service-resource"], "security-group/sg-0b")),
    act("mark an instance", mark(["aws-glue-service-resource"], "instance/i-0a")),
    act("remove an interface from another subnet", removeFrom("subnet-0c")),
    act("remove an interface of no known subnet", ec2("DeleteNetworkInterface", "network-interface/eni-0a")),
    act("ask for another VPC's attributes", vpc("vpc-0b")),
    act("read another connection", connection("payroll"), [catalog]),
    act("attach an interface", ec2("AttachNetworkInterface", "network-interface/eni-0a")),
    act("open its group", ec2("AuthorizeSecurityGroupIngress", "security-group/sg-0a", own.group.context)),
    act("start an instance", ec2("RunInstances", "subnet/subnet-0a")),
  ],
};

/** By the documents alone: what the local AWS asks for when Glue goes into a VPC is tested where it does. */
export const inNetwork = (["crawler in a network", "job in a network"] as const).flatMap((role) =>
  decisionsOf(role, duty),
);
