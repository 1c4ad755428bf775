import { strict as assert } from "node:assert";
import { PipelineSecurityGroups, type PipelineSecurityGroupsArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy, type Deployment } from "../../support/harness";

const args: PipelineSecurityGroupsArgs = { namePrefix: "shop-dev", vpcId: "vpc-1", s3PrefixListId: "pl-s3" };
const make = (changed: Partial<PipelineSecurityGroupsArgs> = {}) =>
  new PipelineSecurityGroups("shop", { ...args, ...changed });
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const group = "aws:ec2/securityGroup:SecurityGroup";

/** By name, which way and to or from what; without what is the same of all. */
const rules = ({ resources }: Deployment<unknown>) =>
  Object.fromEntries(
    resources
      .filter(({ type }) => type === ingress || type === egress)
      .map(({ type, name, inputs: { description, ...inputs } }) => {
        assert.match(description, /^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/, "signs that EC2 takes");
        return [name, { way: type === ingress ? "in" : "out", ...inputs }];
      }),
  );
const tcp = { ipProtocol: "tcp" };
const port = (number: number) => ({ ...tcp, fromPort: number, toPort: number });

describe("PipelineSecurityGroups", () => {
  itIsAComponent({
    make: (opts) => new PipelineSecurityGroups("shop", args, opts),
    type: "s3-to-redshift:network:PipelineSecurityGroups",
    children: [
      [group, "shop-endpoints"],
      [ingress, "shop-endpoints-from-glue"],
      [group, "shop-glue"],
      [ingress, "shop-glue-from-itself"],
      [egress, "shop-glue-to-endpoints"],
      [egress, "shop-glue-to-itself"],
      [egress, "shop-glue-to-s3"],
      [group, "shop-warehouse"],
      [egress, "shop-warehouse-to-s3"],
    ],
    outputs: ({ glueGroupId, warehouseGroupId, endpointGroupId, glueGroupTag }) => ({
      ...{ glueGroupId, warehouseGroupId, endpointGroupId, glueGroupTag },
    }),
  });

  it("makes three groups without rules of their own, of which only Glue's has the tag by which roles know it", async () => {
    const { one } = await deploy(() => make({ tags: { team: "shop" } }));
    const inputs = (name: string) => one(group, name).inputs;
    assert.deepEqual(inputs("shop-glue"), {
      name: "shop-dev-glue",
      description: "Glue runs of the S3 to Redshift pipeline shop-dev",
      vpcId: "vpc-1",
      tags: { team: "shop", "s3-to-redshift:glue-network": "shop-dev" },
    });
    assert.deepEqual(inputs("shop-warehouse"), {
      name: "shop-dev-warehouse",
      description: "Redshift of the S3 to Redshift pipeline shop-dev",
      vpcId: "vpc-1",
      tags: { team: "shop" },
    });
    assert.deepEqual(inputs("shop-endpoints"), {
      name: "shop-dev-endpoints",
      description: "Interface endpoints of the S3 to Redshift pipeline shop-dev",
      vpcId: "vpc-1",
      tags: { team: "shop" },
    });
  });

  it("lets Glue talk to itself, S3 and the endpoints, Redshift to S3, and nobody else to anybody", async () => {
    const [glue, warehouse, endpoints] = ["shop-glue-id", "shop-warehouse-id", "shop-endpoints-id"];
    const allTcp = { ...tcp, fromPort: 0, toPort: 65535 };
    const tags = { team: "shop" };
    assert.deepEqual(rules(await deploy(() => make({ tags }))), {
      "shop-glue-from-itself": { way: "in", securityGroupId: glue, referencedSecurityGroupId: glue, ...allTcp, tags },
      "shop-glue-to-itself": { way: "out", securityGroupId: glue, referencedSecurityGroupId: glue, ...allTcp, tags },
      "shop-glue-to-s3": { way: "out", securityGroupId: glue, prefixListId: "pl-s3", ...port(443), tags },
      "shop-glue-to-endpoints": {
        ...{ way: "out", securityGroupId: glue, referencedSecurityGroupId: endpoints, ...port(443), tags },
      },
      "shop-endpoints-from-glue": {
        ...{ way: "in", securityGroupId: endpoints, referencedSecurityGroupId: glue, ...port(443), tags },
      },
      "shop-warehouse-to-s3": { way: "out", securityGroupId: warehouse, prefixListId: "pl-s3", ...port(443), tags },
    });
  });

  it("lets Glue reach Redshift by JDBC, and addresses over HTTPS, only where it is told to", async () => {
    const without = rules(await deploy(() => make()));
    const found = rules(await deploy(() => make({ jdbcPort: 5439, httpsCidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] })));
    const [glue, warehouse] = ["shop-glue-id", "shop-warehouse-id"];
    assert.deepEqual(found, {
      ...without,
      "shop-glue-to-warehouse": {
        ...{ way: "out", securityGroupId: glue, referencedSecurityGroupId: warehouse, ...port(5439) },
      },
      "shop-warehouse-from-glue": {
        ...{ way: "in", securityGroupId: warehouse, referencedSecurityGroupId: glue, ...port(5439) },
      },
      "shop-glue-to-https-0": { way: "out", securityGroupId: glue, cidrIpv4: "10.0.0.0/8", ...port(443) },
      "shop-glue-to-https-1": { way: "out", securityGroupId: glue, cidrIpv4: "0.0.0.0/0", ...port(443) },
    });
  });

  itRefuses([
    ["a name that EC2 keeps", () => make({ namePrefix: "sg-shop" }), /^namePrefix: expected .*, got "sg-shop"$/],
    ["a port that none is", () => make({ jdbcPort: 70000 }), /^jdbcPort: expected at most 65535, got 70000$/],
    [
      "an address instead of a range",
      () => make({ httpsCidrBlocks: ["10.0.0.1"] }),
      /^httpsCidrBlocks\[0\]: expected a range of IPv4 addresses such as 10\.0\.0\.0\/16, got "10\.0\.0\.1"$/,
    ],
  ]);
});
