import {
  BatchDeleteConnectionCommand,
  ConnectionType,
  CreateConnectionCommand,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GetConnectionsCommand,
  GetTagsCommand,
  GlueClient,
  UpdateConnectionCommand,
} from "@aws-sdk/client-glue";
import { strict as assert } from "node:assert";
import type { LocalAws } from "../../../local/aws";
import { clientsOf, localAws, type TestClients, uniqueName } from "../../support/local-aws";
import { roleOf, sessionConfig } from "../../support/role-session";

describe("Glue connections", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let clients: TestClients;
  before(async () => {
    aws = await localAws();
    clients = clientsOf(aws);
  });

  const subnet = { SubnetId: "subnet-1", SecurityGroupIdList: ["sg-1"], AvailabilityZone: "us-east-1a" };
  const network = (Name: string, PhysicalConnectionRequirements: object = subnet) => ({
    Name,
    ConnectionType: ConnectionType.NETWORK,
    ConnectionProperties: {},
    PhysicalConnectionRequirements,
  });

  it("are made, shown, changed and deleted, with their type and tags", async () => {
    const Name = uniqueName("connection");
    await clients.glue.send(new CreateConnectionCommand({ ConnectionInput: network(Name), Tags: { team: "data" } }));
    const shown = async () => (await clients.glue.send(new GetConnectionCommand({ Name }))).Connection!;
    assert.deepEqual(
      [(await shown()).ConnectionType, (await shown()).PhysicalConnectionRequirements],
      ["NETWORK", subnet],
    );
    const ResourceArn = `arn:aws:glue:us-east-1:123456789012:connection/${Name}`;
    assert.deepEqual((await clients.glue.send(new GetTagsCommand({ ResourceArn }))).Tags, { team: "data" });

    const ConnectionInput = { ...network(Name, { ...subnet, SubnetId: "subnet-2" }), Description: "moved" };
    await clients.glue.send(new UpdateConnectionCommand({ Name, ConnectionInput }));
    assert.deepEqual(
      [(await shown()).Description, (await shown()).PhysicalConnectionRequirements?.SubnetId],
      ["moved", "subnet-2"],
    );
    const { ConnectionList } = await clients.glue.send(
      new GetConnectionsCommand({ Filter: { ConnectionType: "JDBC" } }),
    );
    assert.ok(!ConnectionList!.some((it) => it.Name === Name));
    await clients.glue.send(new DeleteConnectionCommand({ ConnectionName: Name }));
    await assert.rejects(shown(), { name: "EntityNotFoundException", message: `Connection ${Name} not found.` });
  });

  it("are refused twice, and without a subnet", async () => {
    const Name = uniqueName("connection");
    const make = (requirements?: object) =>
      clients.glue.send(new CreateConnectionCommand({ ConnectionInput: network(Name, requirements) }));
    await assert.rejects(make({ SubnetId: "subnet-1" }), { name: "InvalidInputException" });
    await make();
    await assert.rejects(make(), { name: "AlreadyExistsException" });
    const ConnectionNameList = [Name, "none"];
    const { Succeeded, Errors } = await clients.glue.send(new BatchDeleteConnectionCommand({ ConnectionNameList }));
    assert.deepEqual([Succeeded, Errors?.none.ErrorCode], [[Name], "EntityNotFoundException"]);
  });

  it("are read by who may read that one", async () => {
    const [mine, other] = [uniqueName("connection"), uniqueName("connection")];
    for (const Name of [mine, other])
      await clients.glue.send(new CreateConnectionCommand({ ConnectionInput: network(Name) }));
    const at = (what: string) => `arn:aws:glue:us-east-1:123456789012:${what}`;
    const Resource = [at("catalog"), at(`connection/${mine}`)];
    const statements = [{ Effect: "Allow", Action: "glue:GetConnection", Resource }];
    const { Arn } = await roleOf(clients.iam, { statements });
    const glue = new GlueClient(await sessionConfig(aws, Arn));
    await glue.send(new GetConnectionCommand({ Name: mine }));
    await assert.rejects(glue.send(new GetConnectionCommand({ Name: other })), { name: "AccessDeniedException" });
  });
});
