import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  type CostEstimate,
  estimateMonthlyCost,
  ExecutionClass,
  NodeType,
  type S3ToRedshiftPipelineArgs,
  WorkerType,
} from "../../../components";
import { root } from "../../../scripts/setup/paths";
import { deploy, type Registered } from "../../support/harness";
import { args as shop, make } from "../../support/shop-pipeline";

const network = { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-a", "subnet-b", "subnet-c"] };
const all = { network, createKmsKey: true, maintenance: {}, logs: { retentionDays: 90 } };

/** Arguments of which the estimate must count what the pipeline makes. */
const pipelines: Record<string, Partial<S3ToRedshiftPipelineArgs>> = {
  "the smallest": {},
  "a Serverless one with all": {
    ...all,
    job: { workerType: WorkerType.G2X, numberOfWorkers: 5, executionClass: ExecutionClass.Flex },
    warehouse: { serverless: { baseCapacity: 32 } },
    monitoring: { loads: { freshnessHours: 24 } },
  },
  "a cluster with all": {
    ...all,
    warehouse: { cluster: { nodeType: NodeType.Ra3Xlplus, numberOfNodes: 3 } },
    monitoring: { dashboard: false },
  },
  "the smallest cluster, watched": { warehouse: { cluster: {} }, monitoring: {} },
  "a warehouse that is there, watched": {
    warehouse: { existing: { database: "dev", clusterIdentifier: "theirs" } },
    monitoring: {},
  },
};

const HOURS = 730;
const quantity = ({ items }: CostEstimate, what: string) => items.find((it) => it.what.startsWith(what))?.quantity ?? 0;
const DPUS: Record<string, number> = { "G.1X": 1, "G.2X": 2 };

/** The estimate has its own copy of some defaults of the components: this is what makes a change of theirs fail. */
describe("estimate of a pipeline against what it makes", () => {
  for (const [what, changed] of Object.entries(pipelines)) {
    describe(what, () => {
      let found: CostEstimate;
      let resources: Registered[];
      const of = (type: string) => resources.filter((resource) => resource.type === type);

      before(async () => {
        ({ resources } = await deploy(() => make(changed)));
        const usage = { minutesPerRun: 60, maintenanceMinutesPerRun: 60, warehouseHoursPerDay: 24 };
        found = estimateMonthlyCost({ region: "us-east-1", pipeline: { ...shop, ...changed }, usage });
      });

      it("has the DPUs and the class of each job, of a Glue version that costs so", () => {
        const jobs = of("aws:glue/job:Job").map(({ name, inputs }) => {
          assert.match(inputs.glueVersion, /^[2-5]\./, "Glue 6.0 has other prices");
          const kind = name.includes("maintenance") ? "maintenance" : "load";
          const { executionClass, numberOfWorkers, workerType } = inputs;
          return [
            `Glue ${kind} job, ${executionClass}, ${numberOfWorkers} x ${workerType}`,
            numberOfWorkers * DPUS[workerType],
          ];
        });
        assert.deepEqual(
          found.items
            .filter(({ what }) => /^Glue .* job/.test(what))
            .map((it) => [it.what, Math.round((it.quantity / HOURS) * 24)]),
          jobs,
        );
      });

      it("has the warehouse, and its secret", () => {
        const workgroups = of("aws:redshiftserverless/workgroup:Workgroup").map(({ inputs }) => inputs.baseCapacity);
        const nodes = of("aws:redshift/cluster:Cluster").map(({ inputs }) => [inputs.numberOfNodes, inputs.nodeType]);
        const warehouse = found.items.find((it) => /^Redshift (Serverless|cluster)/.test(it.what));
        assert.equal(
          warehouse?.what,
          workgroups.map((rpus) => `Redshift Serverless, ${rpus} RPUs`)[0] ??
            nodes.map(([count, type]) => `Redshift cluster, ${count} x ${type}`)[0],
        );
        assert.equal(Math.round((warehouse?.quantity ?? 0) / HOURS), workgroups[0] ?? nodes[0]?.[0] ?? 0);
        assert.equal(quantity(found, "Secret"), workgroups.length + nodes.length);
      });

      it("has the interface endpoints in each zone", () => {
        const inZones = of("aws:ec2/vpcEndpoint:VpcEndpoint")
          .filter(({ inputs }) => inputs.vpcEndpointType === "Interface")
          .reduce((sum, { inputs }) => sum + inputs.subnetIds.length, 0);
        assert.equal(Math.round(quantity(found, "Interface endpoints") / HOURS), inZones);
      });

      it("has the keys, the dashboards and all metrics that alarms look at", () => {
        const watched = of("aws:cloudwatch/metricAlarm:MetricAlarm").flatMap(
          ({ inputs }) => inputs.metricQueries?.filter(({ metric }: { metric?: object }) => metric) ?? ["one"],
        );
        assert.equal(quantity(found, "CloudWatch alarms"), watched.length);
        assert.equal(quantity(found, "CloudWatch dashboard"), of("aws:cloudwatch/dashboard:Dashboard").length);
        assert.equal(quantity(found, "KMS key"), of("aws:kms/key:Key").length);
      });

      it("has the retention of the log groups", () => {
        const [group] = of("aws:cloudwatch/logGroup:LogGroup");
        const months = quantity(found, "CloudWatch Logs, kept");
        assert.equal(Math.round((months * 365) / 12), group.inputs.retentionInDays);
      });
    });
  }

  it("has the metrics that the job puts of each dataset", () => {
    const code = fs.readFileSync(path.join(root, "jobs", "s3_to_redshift", "metrics.py"), "utf8");
    const ofLoads = [...code.matchAll(/yield "\w+", /g)].length;
    const ofMaintenance = [...code.matchAll(/"HoursSinceLoad", /g)].length;
    const of = (changed: Partial<S3ToRedshiftPipelineArgs>) =>
      quantity(
        estimateMonthlyCost({ region: "us-east-1", pipeline: { ...shop, ...changed }, usage: { runsPerDay: 24 } }),
        "CloudWatch metrics",
      );
    assert.equal(of({}), 2 * ofLoads);
    assert.equal(of({ maintenance: {} }), 2 * (ofLoads + ofMaintenance));
  });
});
