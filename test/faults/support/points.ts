import type { InterceptedCall } from "../../../local/gateway/intercept";
import type { Point } from "./faults";
import type { Pipeline } from "./pipeline";
import type { Place } from "./place";

const isOf = (roleArn: string) => {
  const session = `:assumed-role/${roleArn.split("/").at(-1)}/`;
  return ({ caller }: InterceptedCall) => caller.includes(session);
};

/** Calls by who makes them and what for. */
export function callsOf({ source, work, jobRoleArn, copyRoleArn }: Place, pipeline: Pipeline) {
  const byJob = isOf(jobRoleArn);
  const byCopy = isOf(copyRoleArn);
  const asks = (call: InterceptedCall, action: string) => call.service === "redshift-data" && call.action === action;
  const path = ({ url }: InterceptedCall) => decodeURIComponent(url.split("?")[0]);
  const staging = `/${work}/staging/${pipeline.folder}`;
  return {
    byJob,
    byCopy,
    isS3: ({ service }: InterceptedCall) => service === "s3",
    isDataApi: ({ service }: InterceptedCall) => service === "redshift-data",
    lists: (call: InterceptedCall) => call.action === "GET" && call.url.startsWith(`/${source}?`) && byJob(call),
    stages: (call: InterceptedCall) =>
      call.action === "PUT" && byJob(call) && path(call).startsWith(staging) && path(call).includes("/rows/"),
    writesManifest: (call: InterceptedCall) =>
      call.action === "PUT" && path(call).startsWith(staging) && path(call).endsWith("manifest.json"),
    comparesFiles: (call: InterceptedCall) =>
      asks(call, "BatchExecuteStatement") &&
      call.input!.StatementName === `${pipeline.name}/${pipeline.dataset} new files`,
    sendsLoad: (call: InterceptedCall) =>
      asks(call, "BatchExecuteStatement") && call.input!.StatementName === `${pipeline.name}/${pipeline.dataset}`,
    copiesRows: (call: InterceptedCall) =>
      call.action === "GET" && byCopy(call) && path(call).startsWith(staging) && path(call).endsWith(".parquet"),
    asksAfter: (call: InterceptedCall) => asks(call, "DescribeStatement"),
    fetchesResult: (call: InterceptedCall) => asks(call, "GetStatementResult"),
    reports: (call: InterceptedCall) =>
      call.action === "PUT" && byJob(call) && path(call).startsWith(`/${work}/reports/`),
  };
}

/** The points of a run at which it is killed, in their order. */
export const POINTS = {
  listed: "after the listing",
  staging: "in the midst of staging",
  beforeBatch: "before the transaction",
  copying: "during COPY",
  committed: "after the commit, of which it has not heard",
  beforeReport: "before the report",
} as const;

export type PointName = keyof typeof POINTS;

/** The same as the calls by which they are told. */
export function pointsOf(place: Place, pipeline: Pipeline) {
  const calls = callsOf(place, pipeline);
  let load: string | undefined;
  return {
    listed: { name: POINTS.listed, side: "after", is: calls.lists },
    staging: { name: POINTS.staging, side: "before", is: calls.stages, nth: 2 },
    beforeBatch: { name: POINTS.beforeBatch, side: "before", is: calls.sendsLoad },
    copying: { name: POINTS.copying, side: "before", is: calls.copiesRows },
    committed: {
      name: POINTS.committed,
      side: "after",
      is: (call, outcome) => {
        if (calls.sendsLoad(call)) load = outcome!.body!.Id as string;
        return calls.asksAfter(call) && call.input!.Id === load && outcome!.body!.Status === "FINISHED";
      },
    },
    beforeReport: { name: POINTS.beforeReport, side: "before", is: calls.reports },
  } satisfies Record<PointName, Point>;
}
