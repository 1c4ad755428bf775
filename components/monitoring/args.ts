import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { strict } from "../validation";
import { type EventArgs, eventShape } from "./load-events";
import { loadThresholdShape, type LoadThresholdArgs } from "./load-alarms";
import { warehouseThresholdShape, type WarehouseThresholdArgs } from "./warehouse-alarms";

/** Who is told of a pipeline, and of what. */
export interface MonitoringArgs {
  /**
   * ARN of an existing SNS topic. Its policy must let `events.amazonaws.com`, without a condition, and
   * `cloudwatch.amazonaws.com` publish. Whom it tells is its owner's affair: not together with `emails` and `webhookUrl`.
   * @default the pipeline makes a topic of its own
   */
  topicArn?: pulumi.Input<string>;

  /**
   * E-mail addresses that are told, once the link in AWS's first mail was followed.
   * @default none
   */
  emails?: string[];

  /**
   * An https URL that alarms are posted to, as SNS's JSON. It must confirm the subscription, which incoming webhooks of Slack
   * and Teams do not do by themselves.
   * @default none
   */
  webhookUrl?: pulumi.Input<string>;

  /**
   * Which of Glue's events are told.
   * @default the defaults of {@link EventArgs}
   */
  events?: EventArgs;

  /**
   * When loads raise an alarm.
   * @default the defaults of {@link LoadThresholdArgs}
   */
  loads?: LoadThresholdArgs;

  /**
   * When the warehouse raises one.
   * @default the defaults of {@link WarehouseThresholdArgs}
   */
  warehouse?: WarehouseThresholdArgs;

  /**
   * Whether there is a CloudWatch dashboard.
   * @default true
   */
  dashboard?: boolean;
}

/** What {@link MonitoringArgs} accepts where all is known, as in a stack's configuration. */
export const monitoringSchema = strict({
  topicArn: z.string().optional(),
  emails: z.array(z.string()).optional(),
  webhookUrl: z.string().optional(),
  events: strict(eventShape).optional(),
  loads: strict(loadThresholdShape).optional(),
  warehouse: strict(warehouseThresholdShape).optional(),
  dashboard: z.boolean().optional(),
});
