import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { glueNetworkStatements } from "../../../components/access/glue-network";
import { EndpointService, estimateMonthlyCost } from "../../../components";
import { root } from "../../../scripts/setup/paths";
import { pipelineSchema } from "../../../stacks/config";
import { deploy, type Deployment, place } from "../../support/harness";
import { blocks, codes, page, rowsOf, section } from "../../support/page";
import { args, make } from "../../support/shop-pipeline";

const text = page("network");
const network = { vpcId: "vpc-1", subnetIds: ["subnet-1a", "subnet-1b", "subnet-1c"], routeTableIds: ["rtb-1"] };
const JDBC_PORT = 5439;
const RANGE = "10.0.0.0/8";
/** A pipeline in the VPC, with all that may be let through. */
const inVpc = (changed = {}) => deploy(() => make({ network: { ...network, ...changed } }));
const endpoints = ({ resources }: Deployment<unknown>) =>
  resources.filter(({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => inputs);

describe("docs/network.md", () => {
  it("quotes what hands a VPC of one's own to the pipeline", () => {
    const program = fs.readFileSync(path.join(root, "examples", "own-vpc", "index.ts"), "utf8");
    const quoted = blocks(text, "ts");
    assert.equal(quoted.length, 1);
    assert.ok(program.includes(quoted[0]));
  });

  it("tells a VPC that is there as the stack's configuration takes it, and a pipeline", async () => {
    const [told, ...others] = blocks(text, "yaml").map((block) => parse(block));
    assert.deepEqual(others, []);
    pipelineSchema.pick({ network: true }).parse(told);
    assert.deepEqual(
      endpoints(await inVpc(zoned(told.network)))
        .map(({ serviceName }) => serviceName.split(`${place.region}.`)[1])
        .sort(),
      ["s3", ...told.network.endpoints].sort(),
    );
  });

  it("has each service, and whether it gets an endpoint where none is told", async () => {
    const made = endpoints(await inVpc()).map(({ serviceName }) => serviceName.split(`${place.region}.`)[1]);
    const [[gateway], ...rows] = rowsOf(section(text, "Endpoints"));
    assert.equal(gateway, "S3");
    assert.deepEqual(rows.map(([service]) => codes(service)[0]).sort(), Object.values(EndpointService).sort());
    const usual = rows.filter(([, when]) => when === "by default").map(([service]) => codes(service)[0]);
    assert.deepEqual(["s3", ...usual].sort(), made.sort());
  });

  it("has each way that security groups leave open, and no other", async () => {
    const { resources } = await inVpc({ jdbcPort: JDBC_PORT, httpsCidrBlocks: [RANGE] });
    const nameOf = (id: string) =>
      `\`${resources.find(({ name }) => `${name}-id` === id)!.inputs.name.replace("shop-test", "NAME")}\``;
    const rules = (type: string) => resources.filter((it) => it.type.endsWith(`:${type}`)).map(({ inputs }) => inputs);
    const ways = rules("SecurityGroupEgressRule").map((rule) => [
      nameOf(rule.securityGroupId),
      rule.prefixListId ? "S3" : rule.cidrIpv4 ? "each `httpsCidrBlocks`" : nameOf(rule.referencedSecurityGroupId),
      portsOf(rule),
    ]);
    const told = rowsOf(section(text, "Who may talk to whom"));
    assert.deepEqual(told.map(([from, to, ports]) => [from, to, ports]).sort(), ways.sort());
    // What a group lets out another lets in.
    const ingoing = rules("SecurityGroupIngressRule").map((rule) => [
      nameOf(rule.referencedSecurityGroupId),
      nameOf(rule.securityGroupId),
      portsOf(rule),
    ]);
    assert.deepEqual(ways.filter(([, to]) => to.startsWith("`NAME")).sort(), ingoing.sort());
  });

  it("names every action that the network gives the roles, and what it is on", () => {
    const { vpcId, subnetIds } = network;
    const tag = { key: "s3-to-redshift:glue-network", value: "NAME" };
    const statements = glueNetworkStatements(place, {
      ...{ vpcId, subnetIds, securityGroupTag: tag, connectionNames: ["NAME-network-0"] },
    });
    const rows = rowsOf(section(text, "What the roles get for it"));
    assert.deepEqual(
      rows.map(([actions]) => codes(actions)),
      statements.map(({ Action }) => Action),
    );
    for (const [i, { Condition = {} }] of statements.entries()) {
      const asked = JSON.stringify(Condition);
      for (const word of codes(rows[i][1]).filter((it) => it !== "*")) assert.ok(asked.includes(word), word);
    }
  });

  it("names connections as they are named", async () => {
    const { resources } = await inVpc();
    const made = resources.filter(({ type }) => type === "aws:glue/connection:Connection");
    assert.deepEqual(made.map(({ inputs }) => inputs.name.replace("shop-test", "NAME")).sort()[0], "NAME-network-0");
    assert.match(text, /`NAME-network-0`/);
  });

  it("is right that endpoints in three zones are the larger part of a small pipeline's bill", () => {
    const { items, totalUsd } = estimateMonthlyCost({ region: "us-east-1", pipeline: { ...args, network } });
    const { what, usd } = items.find((item) => item.what.startsWith("Interface endpoints"))!;
    assert.equal(what, "Interface endpoints, 6 in 3 zones");
    assert.ok(usd > totalUsd / 2);
  });
});

const portsOf = ({ fromPort, toPort }: { fromPort: number; toPort: number }): string => {
  if (fromPort === JDBC_PORT) return "`jdbcPort`";
  return fromPort === toPort ? String(fromPort) : `${fromPort} to ${toPort}`;
};

/** With ids by which the mocks tell zones. */
const zoned = ({ subnetIds, ...told }: { subnetIds: string[] }) => ({
  ...told,
  subnetIds: subnetIds.map((_, i) => network.subnetIds[i]),
});
