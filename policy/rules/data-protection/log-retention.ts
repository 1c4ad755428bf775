import type { ResourceRule } from "../rule";

/** 0 and nothing both mean for ever. */
export const logRetention: ResourceRule = {
  name: "log-retention",
  severity: "low",
  title: "Every log group says how long it keeps its events",
  rationale: "Logs of jobs hold file names and rows of errors, and are kept and paid for ever.",
  remedy: "Set retentionInDays of the log group.",
  link: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",

  resources: {
    "aws:cloudwatch/logGroup:LogGroup": ({ props: { retentionInDays } }) =>
      typeof retentionInDays === "number" && retentionInDays > 0
        ? []
        : ["retentionInDays: expected a number of days, got none"],
  },
};
