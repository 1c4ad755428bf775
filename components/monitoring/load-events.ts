import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { checkArgument } from "../validation";
import { monitoringName } from "./names";

/** Which changes of the catalog are told. */
export enum CatalogChanges {
  None = "none",
  /** Tables that appear or vanish. */
  Tables = "tables",
  /** Also every update of a table. A crawl updates tables whose columns it left as they were, too, for their counts. */
  All = "all",
}

/** What may be chosen of the events that are told. */
export interface EventArgs {
  /**
   * Whether runs that somebody stopped are told, too.
   * @default false
   */
  stoppedRuns?: boolean;

  /**
   * Which changes of the catalog database are told.
   * @default CatalogChanges.Tables
   */
  catalogChanges?: CatalogChanges;
}

/** Arguments of {@link LoadEvents}. */
export interface LoadEventsArgs extends EventArgs {
  /** What the names of the rules begin with: 1 to 48 letters, digits, `_` and `-`. */
  namePrefix: string;

  /** ARN of the SNS topic that is told. Its policy must let `events.amazonaws.com` publish, without a condition. */
  topicArn: pulumi.Input<string>;

  /** Names of the Glue jobs. */
  jobNames: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Name of the crawler.
   * @default none: no crawl is told
   */
  crawlerName?: pulumi.Input<string>;

  /**
   * Name of the catalog database.
   * @default none: no change of the catalog is told
   */
  databaseName?: pulumi.Input<string>;

  /**
   * Tags of the rules.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/** What a rule hears, and what it says. */
interface Told {
  type: string[];
  detail: Record<string, pulumi.Input<pulumi.Input<string>[]>>;
  /** The values of the message, by JSON path. */
  values: Record<string, string>;
  lines: string[];
}

/** What {@link EventArgs} accepts. */
export const eventShape = {
  stoppedRuns: z.boolean().optional(),
  catalogChanges: z.enum(CatalogChanges).optional(),
};

const where = { time: "$.time", account: "$.account", region: "$.region" };
const run = { job: "$.detail.jobName", run: "$.detail.jobRunId", state: "$.detail.state" };
const howToLook = "aws glue get-job-run --region <region> --job-name <job> --run-id <run>";

/**
 * Tells a topic of failed and late runs, failed crawls and changes of the catalog, in words.
 *
 * Glue sends its events as well as it can; one may be lost. `LoadAlarms` has the alarm for loads that are not there.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html
 */
export class LoadEvents extends pulumi.ComponentResource {
  /** Names of the rules. */
  readonly ruleNames: pulumi.Output<string[]>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `namePrefix` or `catalogChanges` is none of what is taken
   */
  constructor(name: string, args: LoadEventsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:monitoring:LoadEvents", name, args, opts);
    const { jobNames, crawlerName, databaseName } = args;
    const namePrefix = checkArgument(monitoringName, args.namePrefix, "namePrefix");
    const stoppedRuns = checkArgument(eventShape.stoppedRuns, args.stoppedRuns, "stoppedRuns");
    const { Tables, All, None } = CatalogChanges;
    const changes = checkArgument(eventShape.catalogChanges, args.catalogChanges, "catalogChanges") ?? Tables;

    const tell = (what: string, told: Told) => this.tell(`${name}-${what}`, `${namePrefix}-${what}`, args, told);
    const rules = [
      tell("job-failed", {
        type: ["Glue Job State Change"],
        detail: { jobName: jobNames, state: ["FAILED", "TIMEOUT", "ERROR", ...(stoppedRuns ? ["STOPPED"] : [])] },
        values: { ...where, ...run, message: "$.detail.message" },
        lines: ["Glue job <job> in <account>, <region>: <state> at <time>.", "<message>", howToLook],
      }),
      // Of runs that last longer than the delay which their trigger or job is told to notify after.
      tell("job-late", {
        type: ["Glue Job Run Status"],
        detail: { jobName: jobNames },
        values: { ...where, ...run, started: "$.detail.startedOn" },
        lines: ["Glue job <job> in <account>, <region>: still <state> at <time>, since <started>.", howToLook],
      }),
    ];
    if (crawlerName !== undefined) {
      rules.push(
        tell("crawl-failed", {
          type: ["Glue Crawler State Change"],
          detail: { crawlerName: [crawlerName], state: ["Failed"] },
          values: { ...where, crawler: "$.detail.crawlerName", message: "$.detail.errorMessage" },
          lines: [
            "Glue crawler <crawler> in <account>, <region>: failed at <time>.",
            "<message>",
            "aws glue list-crawls --region <region> --crawler-name <crawler>",
          ],
        }),
      );
    }
    if (databaseName !== undefined && changes !== None) {
      rules.push(
        tell("schema-changed", {
          type: [
            "Glue Data Catalog Database State Change",
            ...(changes === All ? ["Glue Data Catalog Table State Change"] : []),
          ],
          detail: {
            databaseName: [databaseName],
            typeOfChange: [
              "CreateTable",
              "DeleteTable",
              "BatchDeleteTable",
              ...(changes === All ? ["UpdateTable"] : []),
            ],
          },
          values: {
            ...where,
            database: "$.detail.databaseName",
            change: "$.detail.typeOfChange",
            tables: "$.resources",
          },
          lines: ["Glue catalog database <database> in <account>, <region>: <change> at <time>.", "<tables>"],
        }),
      );
    }

    this.ruleNames = pulumi.all(rules.map((rule) => rule.name));
    this.registerOutputs({ ruleNames: this.ruleNames });
  }

  private tell(name: string, ruleName: string, { topicArn, tags }: LoadEventsArgs, told: Told): cloudwatch.EventRule {
    const rule = new cloudwatch.EventRule(
      name,
      {
        name: ruleName,
        description: `${told.type.join(", ")}, told to an SNS topic`,
        eventPattern: pulumi
          .output(told.detail)
          .apply((detail) => JSON.stringify({ source: ["aws.glue"], "detail-type": told.type, detail })),
        tags,
      },
      { parent: this },
    );
    new cloudwatch.EventTarget(
      `${name}-target`,
      {
        rule: rule.name,
        targetId: "topic",
        arn: topicArn,
        inputTransformer: {
          inputPaths: told.values,
          // A text is a JSON string a line.
          inputTemplate: told.lines.map((line) => JSON.stringify(line)).join("\n"),
        },
      },
      { parent: this },
    );
    return rule;
  }
}
