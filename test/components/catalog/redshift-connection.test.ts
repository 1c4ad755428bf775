import { strict as assert } from "node:assert";
import { RedshiftConnection, type RedshiftConnectionArgs } from "../../../components";
import { noPlainSecrets } from "../../../policy/rules/data-protection/no-plain-secrets";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";
import { itPasses } from "../../support/rules";

const args: RedshiftConnectionArgs = {
  connectionName: "shop-dev-redshift",
  host: "shop-dev.123456789012.eu-west-1.redshift-serverless.amazonaws.com",
  database: "dev",
  secretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:redshift!shop-dev-admin-a1b2c3",
};
const make = (changed: Partial<RedshiftConnectionArgs> = {}) => new RedshiftConnection("shop", { ...args, ...changed });
const type = "aws:glue/connection:Connection";
const inputsOf = async (changed: Partial<RedshiftConnectionArgs>) => {
  const { connectionProperties, ...inputs } = (await deploy(() => make(changed))).one(type).inputs;
  return { ...inputs, connectionProperties: connectionProperties.value }; // Pulumi takes all of them for secrets
};
const place = { subnetId: "subnet-a", securityGroupId: "sg-1" };

describe("RedshiftConnection", () => {
  itIsAComponent({
    make: (opts) => new RedshiftConnection("shop", { ...args, place }, opts),
    type: "s3-to-redshift:catalog:RedshiftConnection",
    children: [[type, "shop-connection"]],
    outputs: ({ connectionName }) => ({ connectionName }),
  });

  it("leads to the database by JDBC, over TLS and with a secret", async () => {
    assert.deepEqual(await inputsOf({ tags: { team: "shop" } }), {
      name: "shop-dev-redshift",
      description: "Connects Glue with Redshift",
      connectionType: "JDBC",
      connectionProperties: {
        JDBC_CONNECTION_URL:
          "jdbc:redshift://shop-dev.123456789012.eu-west-1.redshift-serverless.amazonaws.com:5439/dev",
        JDBC_ENFORCE_SSL: "true",
        SECRET_ID: args.secretArn,
      },
      tags: { team: "shop" },
    });
  });

  it("takes another port, and a place in a VPC with the zone of its subnet", async () => {
    const { connectionProperties, physicalConnectionRequirements } = await inputsOf({ port: 5555, place });
    assert.match(connectionProperties.JDBC_CONNECTION_URL, /:5555\/dev$/);
    assert.deepEqual(physicalConnectionRequirements, {
      subnetId: "subnet-a",
      availabilityZone: "eu-west-1a",
      securityGroupIdLists: ["sg-1"],
    });
  });

  itPasses(make, [noPlainSecrets]);

  itRefuses([
    ["a name with a blank", () => make({ connectionName: "my one" }), /^connectionName: expected .*, got "my one"$/],
  ]);
});
