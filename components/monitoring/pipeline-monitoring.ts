import * as pulumi from "@pulumi/pulumi";
import { checkArgument, wrongArgument } from "../validation";
import { AlarmTopic } from "./alarm-topic";
import type { MonitoringArgs } from "./args";
import { PipelineDashboard } from "./dashboard";
import { LoadAlarms } from "./load-alarms";
import { LoadEvents } from "./load-events";
import { monitoringName } from "./names";
import { WarehouseAlarms } from "./warehouse-alarms";

/** Arguments of {@link PipelineMonitoring}. */
export interface PipelineMonitoringArgs extends MonitoringArgs {
  /** What the names of topic, rules, alarms and dashboard begin with: 1 to 48 letters, digits, `_` and `-`. */
  namePrefix: string;

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

  /** CloudWatch namespace of the job's metrics. */
  metricsNamespace: string;

  /** Name of the pipeline in the job's spec. */
  pipelineName: string;

  /** Names of the datasets. */
  datasets: string[];

  /**
   * Name of the Redshift Serverless workgroup.
   * @default none: no workgroup is watched
   */
  workgroupName?: pulumi.Input<string>;

  /**
   * Identifier of the cluster.
   * @default none: no cluster is watched
   */
  clusterIdentifier?: pulumi.Input<string>;

  /**
   * ARN of the KMS key that encrypts the topic; see `AlarmTopic` for what its policy must allow.
   * @default none: SNS's own disk encryption
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * Tags of the topic that is made, of rules and alarms; a dashboard takes none.
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}

/** Tells somebody of failed, late, slow and missing loads, rows that were set aside and a warehouse at its limits, and shows it. */
export class PipelineMonitoring extends pulumi.ComponentResource {
  /** ARN of the topic that is told. */
  readonly topicArn: pulumi.Output<string>;

  /** Names of the alarms. */
  readonly alarmNames: pulumi.Output<string[]>;

  /** Name of the dashboard, if there is one. */
  readonly dashboardName?: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when an argument is none of what its part takes
   */
  constructor(name: string, args: PipelineMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:monitoring:PipelineMonitoring", name, args, opts);
    const { metricsNamespace, pipelineName, datasets, workgroupName, clusterIdentifier, tags } = args;
    const namePrefix = checkArgument(monitoringName, args.namePrefix, "namePrefix");
    const child = { parent: this };

    this.topicArn = args.topicArn === undefined ? this.ownTopic(name, args) : existingTopic(args.topicArn, args);
    const group = { namePrefix, topicArn: this.topicArn, tags };

    const { jobNames, crawlerName, databaseName } = args;
    new LoadEvents(`${name}-events`, { ...args.events, ...group, jobNames, crawlerName, databaseName }, child);
    const { alarmNames: ofLoads } = new LoadAlarms(
      `${name}-loads`,
      { ...args.loads, ...group, metricsNamespace, pipelineName, datasets },
      child,
    );
    const hasWarehouse = workgroupName !== undefined || clusterIdentifier !== undefined;
    if (!hasWarehouse && args.warehouse !== undefined) {
      throw wrongArgument("warehouse", "expected workgroupName or clusterIdentifier to watch");
    }
    const ofWarehouse = hasWarehouse
      ? new WarehouseAlarms(
          `${name}-warehouse`,
          { ...args.warehouse, ...group, workgroupName, clusterIdentifier },
          child,
        ).alarmNames
      : [];
    this.alarmNames = pulumi.all([ofLoads, ofWarehouse]).apply((names) => names.flat());

    if (args.dashboard ?? true) {
      this.dashboardName = new PipelineDashboard(
        `${name}-dashboard`,
        {
          dashboardName: namePrefix,
          metricsNamespace,
          pipelineName,
          datasets,
          alarmNames: this.alarmNames,
          workgroupName,
          clusterIdentifier,
        },
        child,
      ).dashboardName;
    }
    this.registerOutputs({
      topicArn: this.topicArn,
      alarmNames: this.alarmNames,
      dashboardName: this.dashboardName,
    });
  }

  private ownTopic(name: string, { namePrefix, emails, webhookUrl, kmsKeyArn, tags }: PipelineMonitoringArgs) {
    return new AlarmTopic(
      `${name}-alarms`,
      { topicName: `${namePrefix}-alarms`, emails, webhookUrl, kmsKeyArn, tags },
      { parent: this },
    ).topicArn;
  }
}

function existingTopic(topicArn: pulumi.Input<string>, { emails, webhookUrl }: MonitoringArgs): pulumi.Output<string> {
  const [own] = Object.entries({ emails, webhookUrl }).find(([, value]) => value !== undefined) ?? [];
  if (own !== undefined) {
    throw wrongArgument(own, "expected nothing beside topicArn: subscribe to that topic where it is made");
  }
  return pulumi.output(topicArn);
}
