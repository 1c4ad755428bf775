import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { awsPlace } from "../aws-place";
import { ownName } from "../job/names";
import { metricsNamespace as metricsNamespaceSchema } from "../job/spec";
import { checkArgument, matching } from "../validation";
import { dashboardBody } from "./dashboard-body";

/** Arguments of {@link PipelineDashboard}. */
export interface PipelineDashboardArgs {
  /** Physical name, 1 to 255 letters, digits, `_` and `-`, unique in the account. */
  dashboardName: string;

  /** CloudWatch namespace of the job's metrics. */
  metricsNamespace: string;

  /** Name of the pipeline in the job's spec, which is the metrics' dimension `Pipeline`. */
  pipelineName: string;

  /** Names of the datasets, each the metrics' dimension `Dataset` and a line of the graphs. */
  datasets: string[];

  /**
   * Names of the alarms whose states are shown.
   * @default none
   */
  alarmNames?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * Name of the Redshift Serverless workgroup.
   * @default none: there is no graph of it
   */
  workgroupName?: pulumi.Input<string>;

  /**
   * Identifier of the cluster.
   * @default none: there is no graph of it
   */
  clusterIdentifier?: pulumi.Input<string>;
}

const dashboardNameSchema = matching(/^[\w-]{1,255}$/, "1 to 255 letters, digits, _ and -");

/**
 * A CloudWatch dashboard with a row for each concern: alarms, rows, runs, warehouse.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 */
export class PipelineDashboard extends pulumi.ComponentResource {
  /** Name of the dashboard. */
  readonly dashboardName: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when a name is none that AWS takes
   */
  constructor(name: string, args: PipelineDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:monitoring:PipelineDashboard", name, args, opts);
    const dashboardName = checkArgument(dashboardNameSchema, args.dashboardName, "dashboardName");
    const shown = pulumi.output({
      title: dashboardName,
      metricsNamespace: checkArgument(metricsNamespaceSchema, args.metricsNamespace, "metricsNamespace"),
      pipelineName: checkArgument(ownName, args.pipelineName, "pipelineName"),
      datasets: checkArgument(z.array(ownName).min(1), args.datasets, "datasets"),
      alarmNames: args.alarmNames ?? [],
      workgroupName: args.workgroupName,
      clusterIdentifier: args.clusterIdentifier,
    });

    const dashboard = new cloudwatch.Dashboard(
      `${name}-dashboard`,
      {
        dashboardName,
        dashboardBody: pulumi.all([awsPlace(this), shown]).apply(([place, known]) => dashboardBody(place, known)),
      },
      { parent: this },
    );

    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}
