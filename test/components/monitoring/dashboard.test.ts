import { strict as assert } from "node:assert";
import { PipelineDashboard, type PipelineDashboardArgs } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const args: PipelineDashboardArgs = {
  dashboardName: "shop-dev",
  metricsNamespace: "S3ToRedshift",
  pipelineName: "shop-dev",
  datasets: ["orders", "visits"],
  alarmNames: ["shop-dev-orders-failed", "shop-dev-disk"],
  workgroupName: "shop-dev",
};
const make = (changed: Partial<PipelineDashboardArgs> = {}) => new PipelineDashboard("shop", { ...args, ...changed });
const dashboard = "aws:cloudwatch/dashboard:Dashboard";

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: Record<string, unknown> & { title?: string; metrics?: unknown[]; alarms?: string[] };
}
const widgetsOf = async (changed: Partial<PipelineDashboardArgs> = {}): Promise<Widget[]> => {
  const { one } = await deploy(() => make(changed), { preview: true });
  return JSON.parse(one(dashboard).inputs.dashboardBody).widgets;
};
/** Titles row by row. */
const rowsOf = (widgets: Widget[]) =>
  [...new Set(widgets.map(({ y }) => y))].map((y) =>
    widgets.filter((widget) => widget.y === y).map(({ properties, type }) => properties.title ?? type),
  );

const rows = [
  ["Rows read", "Rows loaded", "Rows set aside"],
  ["Duration of loads", "Age of the newest file when it was loaded", "Failed loads"],
];

describe("PipelineDashboard", () => {
  itIsAComponent({
    make: (opts) => new PipelineDashboard("shop", args, opts),
    type: "s3-to-redshift:monitoring:PipelineDashboard",
    children: [[dashboard, "shop-dashboard"]],
    outputs: ({ dashboardName }) => ({ dashboardName }),
  });

  it("has a row for each concern", async () => {
    assert.deepEqual(rowsOf(await widgetsOf()), [
      ["text"],
      ["Alarms"],
      ...rows,
      ["Compute used", "Compute capacity", "Connections"],
    ]);
    const cluster = await widgetsOf({ workgroupName: undefined, clusterIdentifier: "shop-dev", alarmNames: undefined });
    assert.deepEqual(rowsOf(cluster), [["text"], ...rows, ["Disk space used", "CPU", "Connections"]]);
    assert.deepEqual(rowsOf(await widgetsOf({ workgroupName: undefined })), [["text"], ["Alarms"], ...rows]);
  });

  it("draws a line a dataset, of what the job puts", async () => {
    const widget = (await widgetsOf()).find(({ properties }) => properties.title === "Rows loaded")!;
    assert.deepEqual(widget, {
      type: "metric",
      x: 8,
      y: 3,
      width: 8,
      height: 6,
      properties: {
        title: "Rows loaded",
        region: "eu-west-1",
        view: "timeSeries",
        stat: "Sum",
        period: 3600,
        metrics: ["orders", "visits"].map((dataset) => [
          "S3ToRedshift",
          "RowsLoaded",
          "Pipeline",
          "shop-dev",
          "Dataset",
          dataset,
          { label: dataset },
        ]),
        yAxis: { left: { min: 0, label: "rows an hour", showUnits: false } },
      },
    });
  });

  it("draws what Redshift measures", async () => {
    const metricOf = (widgets: Widget[], title: string) =>
      widgets.find(({ properties }) => properties.title === title)!.properties.metrics;
    assert.deepEqual(metricOf(await widgetsOf(), "Compute used"), [
      ["AWS/Redshift-Serverless", "ComputeSeconds", "Workgroup", "shop-dev", { label: "shop-dev" }],
    ]);
    const cluster = await widgetsOf({ workgroupName: undefined, clusterIdentifier: "shop" });
    assert.deepEqual(metricOf(cluster, "CPU"), [
      ["AWS/Redshift", "CPUUtilization", "ClusterIdentifier", "shop", { label: "shop" }],
    ]);
  });

  it("shows how the alarms are, a hundred in a widget", async () => {
    const alarmsOf = async (alarmNames: string[]) =>
      (await widgetsOf({ alarmNames })).filter(({ type }) => type === "alarm");
    const [few] = await alarmsOf(["shop-dev-orders-failed"]);
    assert.deepEqual(few.properties, {
      title: "Alarms",
      alarms: ["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:shop-dev-orders-failed"],
    });
    const many = await alarmsOf(Array.from({ length: 101 }, (_, i) => `alarm-${i}`));
    assert.deepEqual(
      many.map(({ properties }) => properties.alarms?.length),
      [100, 1],
    );
  });

  it("lays no widget over another", async () => {
    const alarmNames = Array.from({ length: 230 }, (_, i) => `alarm-${i}`);
    const widgets = await widgetsOf({ alarmNames });
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    );
    assert.equal(new Set(cells).size, cells.length);
    assert.ok(widgets.every(({ x, width }) => x + width <= 24));
  });

  itRefuses([
    ["a name with a blank", () => make({ dashboardName: "my shop" }), /^dashboardName: .*, got "my shop"$/],
    ["no dataset", () => make({ datasets: [] }), /^datasets: expected at least 1 item\(s\), got \[\]$/],
    ["AWS's own namespace", () => make({ metricsNamespace: "AWS/Glue" }), /^metricsNamespace: .*, got "AWS\/Glue"$/],
    ["a pipeline with a blank", () => make({ pipelineName: "my shop" }), /^pipelineName: .*, got "my shop"$/],
  ]);
});
