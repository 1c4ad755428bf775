import { DeleteNetworkInterfaceCommand } from "@aws-sdk/client-ec2";
import { BatchStopJobRunCommand, StopCrawlerCommand } from "@aws-sdk/client-glue";
import { strict as assert } from "node:assert";
import { glueNetworkStatements } from "../../../components/access/glue-network";
import { eventually, logLines, makeRole } from "../../support/local-aws";
import { type Duty, NetworkRuns, place } from "./network-runs";
import { groupTag, interfacesIn } from "./vpc";

const LOOK = `
import boto3, json
for it in boto3.client("ec2").describe_network_interfaces()["NetworkInterfaces"]:
    if it["Description"].startswith("Attached to Glue"):
        tags = [tag["Key"] for tag in it["TagSet"]]
        print(json.dumps([it["SubnetId"], [group["GroupId"] for group in it["Groups"]], it["Description"], tags]))
try:
    boto3.client("ec2").delete_network_interface(NetworkInterfaceId="eni-none")
except Exception as error:
    print(error.response["Error"]["Code"])
`;
const SCRIPTS = {
  plain: "print('here')",
  look: LOOK,
  raise: "raise ValueError('no rows')",
  wait: "import time\nprint('waits', flush=True)\ntime.sleep(600)",
};

describe("Glue in a VPC", function () {
  this.timeout(120_000);
  let runs: NetworkRuns;
  before(async () => {
    runs = await NetworkRuns.start(SCRIPTS);
  });

  const interfaces = async () => (await interfacesIn(runs.ec2, runs.vpc.subnetId)).length;
  const succeeded = { error: "", status: "SUCCEEDED" };

  it("crawls with an interface in the subnet, which is gone afterwards", async () => {
    assert.deepEqual(await runs.crawl(runs.connection), succeeded);
    assert.equal(await interfaces(), 0);
    const calls = await eventually("the record", async () => {
      const calls = runs.calls("crawler").filter(({ service }) => service !== "logs");
      return calls.at(-1)?.action === "DeleteNetworkInterface" ? calls : undefined;
    });
    assert.deepEqual(
      calls.flatMap(({ service, action }) => (service === "glue" && action !== "GetConnection" ? [] : [action])),
      [
        ...["GetConnection", "DescribeSubnets", "DescribeSecurityGroups", "DescribeVpcAttribute"],
        ...["DescribeVpcEndpoints", "DescribeRouteTables"],
        ...["CreateNetworkInterface", "CreateTags", "DescribeNetworkInterfaces"],
        ...["GET", "GET", "DeleteNetworkInterface"],
      ],
    );
    assert.ok(calls.every(({ service, status }) => service !== "ec2" || status === 200));
  });

  it("runs a job with an interface for each worker, marked as Glue's, which are gone afterwards", async () => {
    const names = await runs.startJob("look", [runs.connection], { NumberOfWorkers: 3 });
    const { JobRunState, ErrorMessage } = await runs.ended(names);
    assert.equal(JobRunState, "SUCCEEDED", ErrorMessage);
    const { subnetId, groupId } = runs.vpc;
    const description = `Attached to Glue using role: ${runs.role("job")}`;
    const one = JSON.stringify([subnetId, [groupId], description, ["aws-glue-service-resource"]]).replace(/,/g, ", ");
    assert.deepEqual(await logLines(runs.clients.logs, "/aws-glue/jobs/output", names.RunId), [
      ...[one, one, one],
      "UnauthorizedOperation",
    ]);
    assert.equal(await interfaces(), 0);
  });

  it("removes the interfaces of a run that fails, takes too long or is stopped", async () => {
    const failed = await runs.run("raise", [runs.connection]);
    assert.deepEqual(failed, { status: "FAILED", error: "ValueError: no rows" });
    assert.equal(await interfaces(), 0);
    assert.equal((await runs.run("wait", [runs.connection], { Timeout: 1 })).status, "TIMEOUT");
    assert.equal(await interfaces(), 0);
    const names = await runs.startJob("wait", [runs.connection]);
    await eventually("the first line", async () => {
      return (await logLines(runs.clients.logs, "/aws-glue/jobs/output", names.RunId))[0];
    });
    assert.equal(await interfaces(), 2);
    const { JobName, RunId } = names;
    await runs.clients.glue.send(new BatchStopJobRunCommand({ JobName, JobRunIds: [RunId] }));
    assert.equal((await runs.ended(names)).JobRunState, "STOPPED");
    assert.equal(await interfaces(), 0);
  });

  it("removes the interface of a crawl that fails or is stopped", async () => {
    const since = new Date();
    await runs.putStatements(
      "crawler",
      runs.statements("crawler").filter(({ Sid }) => Sid !== "ReadSource"),
    );
    const { status, error } = await runs.crawl(runs.connection);
    assert.equal(status, "FAILED");
    assert.match(error, /s3:GetObject/);
    await runs.putStatements("crawler", runs.statements("crawler"));
    assert.equal(await interfaces(), 0);
    const Name = await runs.startCrawl(runs.connection);
    await runs.clients.glue.send(new StopCrawlerCommand({ Name }));
    assert.equal((await runs.crawled(Name)).status, "CANCELLED");
    assert.equal(await interfaces(), 0);
    const count = (name: string) => runs.ec2Calls(since).filter(({ action }) => action === name).length;
    const [made, removed] = ["CreateNetworkInterface", "DeleteNetworkInterface"];
    await eventually("the record", async () => (count(made) === 2 && count(removed) === 2) || undefined);
  });

  it("asks nothing of EC2 without a connection, or with one that leads into no subnet", async () => {
    const since = new Date();
    assert.deepEqual(await runs.crawl(), succeeded);
    assert.deepEqual(await runs.run("plain"), succeeded);
    const jdbc = await runs.connect(undefined);
    const Role = await makeRole(runs.clients.iam);
    assert.deepEqual(await runs.crawl(jdbc, Role), succeeded);
    assert.deepEqual(await runs.run("plain", [jdbc], { Role }), succeeded);
    assert.deepEqual(runs.ec2Calls(since), []);
    assert.deepEqual(await runs.run("plain", [jdbc, runs.connection], { Role }), succeeded);
    assert.notEqual(runs.ec2Calls(since).length, 0);
  });

  describe("where the role lacks", () => {
    const network = { vpcId: "", subnetIds: [], securityGroupTag: groupTag, connectionNames: [] };
    const grants = glueNetworkStatements(place, network).flatMap(({ Sid, Action }) =>
      Action.map((action) => ({ sid: Sid, action })),
    );
    const words: Record<string, RegExp> = {
      "glue:GetConnection": /^Unable to retrieve connection network-\w+: /,
      "ec2:CreateTags":
        /^The specified role doesn't have a permission to create a tag for your elastic network interface\. /,
      "ec2:DescribeVpcEndpoints":
        /Reason: DescribeVpcEndpoints action is unauthorized\. Unable to validate VPC ID vpc-\w+\. /,
      "ec2:DescribeRouteTables":
        /Reason: DescribeRouteTables action is unauthorized\. Unable to validate subnet id: subnet-\w+ in VPC id: vpc-\w+\. /,
    };
    const begin: Record<Duty, () => Promise<{ status?: string; error: string }>> = {
      crawler: () => runs.crawl(runs.connection),
      job: () => runs.run("plain", [runs.connection]),
    };

    for (const { sid, action } of grants) {
      const lacking = () =>
        runs
          .networkStatements()
          .map((it) => (it.Sid === sid ? { ...it, Action: it.Action.filter((other) => other !== action) } : it))
          .filter(({ Action }) => Action.length > 0);
      const withoutIt = async (duty: Duty, check: () => Promise<void>) => {
        await runs.putStatements(duty, runs.statements(duty, lacking()));
        await check().finally(() => runs.putStatements(duty, runs.statements(duty)));
      };

      if (action === "ec2:DeleteNetworkInterface") {
        it(`${action} of ${sid}, it has ended when that is noticed: the interfaces stay`, async () => {
          for (const duty of ["crawler", "job"] as const) {
            await withoutIt(duty, async () => {
              const ended = await begin[duty]();
              const left = (await interfacesIn(runs.ec2, runs.vpc.subnetId)).map((it) => it.NetworkInterfaceId!);
              for (const NetworkInterfaceId of left)
                await runs.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
              assert.deepEqual(ended, succeeded);
              assert.equal(left.length, duty === "crawler" ? 1 : 2);
              const refused = runs.calls(duty).flatMap(({ checked = [], status }) => (status === 403 ? checked : []));
              for (const id of left) {
                assert.ok(
                  refused.some((it) => it.action === action && it.resource.endsWith(`/${id}`)),
                  id,
                );
              }
            });
          }
        });
        continue;
      }
      it(`${action} of ${sid}, crawl and job fail and say so`, async () => {
        for (const duty of ["crawler", "job"] as const) {
          await withoutIt(duty, async () => {
            const { status, error } = await begin[duty]();
            assert.equal(status, "FAILED");
            assert.match(error, words[action] ?? new RegExp(`^Failed to call ${action}: `));
            assert.match(error, new RegExp(`is not authorized to perform: ${action} (on resource|because)`));
            if (action.startsWith("ec2:"))
              assert.match(error, /You are not authorized to perform this operation\. User: /);
            assert.equal(await interfaces(), 0);
          });
        }
      });
    }

    it("nothing, both succeed", async () => {
      for (const duty of ["crawler", "job"] as const) assert.deepEqual(await begin[duty](), succeeded);
    });
  });
});
