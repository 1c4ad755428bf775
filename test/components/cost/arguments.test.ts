import { estimateMonthlyCost, ExecutionClass, NodeType, WorkerType } from "../../../components";
import { itRefuses } from "../../support/component";
import { args } from "../../support/shop-pipeline";

/** Changes arguments to what the types, or a stack's configuration, would not let through. */
const changed = (more: object) => () => estimateMonthlyCost({ region: "us-east-1", pipeline: args, ...more } as never);
const usage = (given: object) => changed({ usage: given });
const pipeline = (more: object) => changed({ pipeline: { ...args, ...more } });

describe("arguments of estimateMonthlyCost", () => {
  itRefuses([
    ["a region that is none", changed({ region: "Ireland" }), /^region: expected an AWS region .*, got "Ireland"$/],
    ["less than no run", usage({ runsPerDay: -1 }), /^usage\.runsPerDay: expected at least 0, got -1$/],
    ["more runs than Glue starts", usage({ runsPerDay: 289 }), /^usage\.runsPerDay: expected at most 288, got 289$/],
    ["a text for minutes", usage({ minutesPerRun: "ten" }), /^usage\.minutesPerRun: expected number, got "ten"$/],
    ["minutes without end", usage({ minutesPerRun: Infinity }), /^usage\.minutesPerRun: expected number/],
    [
      "more hours than a day has",
      usage({ warehouseHoursPerDay: 25 }),
      /^usage\.warehouseHoursPerDay: expected at most 24/,
    ],
    ["a key that there is not", usage({ storedGb: 1 }), /^usage\.storedGb: unknown key, expected one of runsPerDay, /],
    [
      "a worker that is none",
      pipeline({ job: { workerType: "G.3X" } }),
      /^pipeline\.job\.workerType: expected "G\.1X"/,
    ],
    [
      "Flex on workers that it does not have",
      pipeline({ job: { workerType: WorkerType.G8X, executionClass: ExecutionClass.Flex } }),
      /^pipeline\.job\.workerType: expected G\.1X or G\.2X for FLEX/,
    ],
    [
      "a capacity that is none",
      pipeline({ warehouse: { serverless: { baseCapacity: 9 } } }),
      /^pipeline\.warehouse\.serverless\.baseCapacity: expected 4, or 8 to 512/,
    ],
    [
      "a node that is none",
      pipeline({ warehouse: { cluster: { nodeType: "dc2.large" } } }),
      /^pipeline\.warehouse\.cluster\.nodeType: expected "ra3\.large"/,
    ],
    [
      "too few nodes",
      pipeline({ warehouse: { cluster: { nodeType: NodeType.Ra34xlarge, numberOfNodes: 1 } } }),
      /^pipeline\.warehouse\.cluster\.numberOfNodes: expected 2 to 64/,
    ],
    ["a retention that is none", pipeline({ logs: { retentionDays: 31 } }), /^pipeline\.logs\.retentionDays: /],
  ]);
});
