import type { AwsPlace } from "../aws-place";

/** What a dashboard shows, once all is known. */
export interface Shown {
  title: string;
  metricsNamespace: string;
  pipelineName: string;
  datasets: string[];
  alarmNames: string[];
  workgroupName?: string;
  clusterIdentifier?: string;
}

/** A graph, or how the alarms are; `width` of the 24 columns that a dashboard has. */
interface Widget {
  type: string;
  width: number;
  height: number;
  properties: object;
}

/** A line: namespace, name, dimensions and how it is drawn. */
type Line = (string | Record<string, string>)[];

/** As many as one widget takes. */
const MOST_ALARMS = 100;

const COLUMNS = 24;
const GRAPH_HEIGHT = 6;
const HOUR = 3600;

/**
 * The widgets row by row, as JSON.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(place: AwsPlace, shown: Shown): string {
  const { title, alarmNames } = shown;
  const rows: Widget[][] = [
    [{ type: "text", width: COLUMNS, height: 1, properties: { markdown: `# ${title}` } }],
    ...chunks(alarmNames, MOST_ALARMS).map((names) => [alarms(place, names)]),
    row(place, loadGraphs(shown)),
    row(place, runGraphs(shown)),
    row(place, warehouseGraphs(shown)),
  ];
  const heights = rows.map((widgets) => Math.max(0, ...widgets.map(({ height }) => height)));
  return JSON.stringify({
    widgets: rows.flatMap((widgets, i) => {
      const y = heights.slice(0, i).reduce((sum, height) => sum + height, 0);
      return widgets.map(({ type, width, height, properties }, at) => {
        return { type, x: at * width, y, width, height, properties };
      });
    }),
  });
}

const chunks = (names: string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(names.length / size) }, (_, i) => names.slice(i * size, (i + 1) * size));

interface Graph {
  title: string;
  stat: string;
  lines: Line[];
  label: string;
}

/** Graphs side by side, in columns of the same width. */
const row = ({ region }: AwsPlace, graphs: Graph[]): Widget[] =>
  graphs.map(({ title, stat, lines, label }) => ({
    type: "metric",
    width: COLUMNS / graphs.length,
    height: GRAPH_HEIGHT,
    properties: {
      title,
      region,
      view: "timeSeries",
      stat,
      period: HOUR,
      metrics: lines,
      yAxis: { left: { min: 0, label, showUnits: false } },
    },
  }));

const alarms = ({ partition, region, accountId }: AwsPlace, names: string[]): Widget => ({
  type: "alarm",
  width: COLUMNS,
  // A line of it has place for four.
  height: 1 + Math.ceil(names.length / 4),
  properties: {
    title: "Alarms",
    alarms: names.map((name) => `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`),
  },
});

const ofDatasets = ({ metricsNamespace, pipelineName, datasets }: Shown, metricName: string): Line[] =>
  datasets.map((dataset) => [
    metricsNamespace,
    metricName,
    "Pipeline",
    pipelineName,
    "Dataset",
    dataset,
    { label: dataset },
  ]);

const loadGraphs = (shown: Shown): Graph[] => [
  { title: "Rows read", stat: "Sum", lines: ofDatasets(shown, "RowsRead"), label: "rows an hour" },
  { title: "Rows loaded", stat: "Sum", lines: ofDatasets(shown, "RowsLoaded"), label: "rows an hour" },
  { title: "Rows set aside", stat: "Sum", lines: ofDatasets(shown, "RowsQuarantined"), label: "rows an hour" },
];

const runGraphs = (shown: Shown): Graph[] => [
  { title: "Duration of loads", stat: "Maximum", lines: ofDatasets(shown, "Duration"), label: "seconds" },
  {
    title: "Age of the newest file when it was loaded",
    stat: "Maximum",
    lines: ofDatasets(shown, "NewestFileLag"),
    label: "seconds",
  },
  { title: "Failed loads", stat: "Sum", lines: ofDatasets(shown, "DatasetFailed"), label: "loads an hour" },
];

/** None where the warehouse is not told. */
function warehouseGraphs({ workgroupName, clusterIdentifier }: Shown): Graph[] {
  if (workgroupName !== undefined) {
    const of = (metricName: string): Line[] => [
      ["AWS/Redshift-Serverless", metricName, "Workgroup", workgroupName, { label: workgroupName }],
    ];
    return [
      { title: "Compute used", stat: "Sum", lines: of("ComputeSeconds"), label: "RPU seconds an hour" },
      { title: "Compute capacity", stat: "Maximum", lines: of("ComputeCapacity"), label: "RPUs" },
      { title: "Connections", stat: "Maximum", lines: of("DatabaseConnections"), label: "connections" },
    ];
  }
  if (clusterIdentifier !== undefined) {
    const of = (metricName: string): Line[] => [
      ["AWS/Redshift", metricName, "ClusterIdentifier", clusterIdentifier, { label: clusterIdentifier }],
    ];
    return [
      { title: "Disk space used", stat: "Maximum", lines: of("PercentageDiskSpaceUsed"), label: "%" },
      { title: "CPU", stat: "Maximum", lines: of("CPUUtilization"), label: "%" },
      { title: "Connections", stat: "Maximum", lines: of("DatabaseConnections"), label: "connections" },
    ];
  }
  return [];
}
