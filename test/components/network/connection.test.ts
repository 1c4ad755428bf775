import { strict as assert } from "node:assert";
import { GlueNetworkConnection, type GlueNetworkConnectionArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const args: GlueNetworkConnectionArgs = {
  connectionName: "shop-dev-network-0",
  subnetId: "subnet-1b",
  securityGroupId: "sg-glue",
};
const make = (changed: Partial<GlueNetworkConnectionArgs> = {}) =>
  new GlueNetworkConnection("shop", { ...args, ...changed });
const connection = "aws:glue/connection:Connection";

describe("GlueNetworkConnection", () => {
  itIsAComponent({
    make: (opts) => new GlueNetworkConnection("shop", args, opts),
    type: "s3-to-redshift:network:GlueNetworkConnection",
    children: [[connection, "shop-connection"]],
    outputs: ({ connectionName }) => ({ connectionName }),
  });

  it("leads into the subnet, in the zone in which that lies", async () => {
    assert.deepEqual((await deploy(() => make({ tags: { team: "shop" } }))).one(connection).inputs, {
      name: "shop-dev-network-0",
      description: "Brings Glue into a subnet",
      connectionType: "NETWORK",
      physicalConnectionRequirements: {
        subnetId: "subnet-1b",
        availabilityZone: "eu-west-1b",
        securityGroupIdLists: ["sg-glue"],
      },
      tags: { team: "shop" },
    });
  });

  itRefuses([
    ["a name that is too long", () => make({ connectionName: "a".repeat(256) }), /^connectionName: expected 1 to 255/],
  ]);
});
