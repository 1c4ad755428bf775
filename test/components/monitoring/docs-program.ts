import * as chatbot from "@pulumi/aws/chatbot";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import { S3ToRedshiftPipeline } from "s3-to-redshift";

// docs/monitoring.md quotes what follows the pipeline and the role.
const pipeline = new S3ToRedshiftPipeline("shop", {
  namePrefix: "shop-prod",
  source: { prefix: "shop/" },
  datasets: [
    {
      name: "orders",
      path: "orders/",
      format: "csv",
      load: { mode: "upsert", keys: ["order_id"] },
      target: { schema: "shop", table: "orders" },
    },
  ],
  maintenance: { staleAfterHours: 48 },
  monitoring: {},
});
const role = new iam.Role("chat", {
  name: "shop-chat",
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "chatbot.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
});

// Somebody has let the workspace in before, in the console of Amazon Q Developer in chat applications.
new chatbot.SlackChannelConfiguration("chat", {
  configurationName: "shop-alarms",
  slackTeamId: "T07EA123LEP",
  slackChannelId: "C07EZ1ABC23",
  snsTopicArns: [pipeline.topicArn!],
  // A role without policies: nobody has AWS do anything from this channel.
  iamRoleArn: role.arn,
  guardrailPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
});

// Every run ends well, but nothing new came for two days.
new cloudwatch.MetricAlarm("nothing-new", {
  name: "shop-prod-orders-nothing-new",
  namespace: "S3ToRedshift",
  metricName: "HoursSinceLoad",
  dimensions: { Pipeline: "shop-prod", Dataset: "orders" },
  statistic: "Maximum",
  period: 3600,
  comparisonOperator: "GreaterThanThreshold",
  threshold: 48,
  evaluationPeriods: 1,
  treatMissingData: "ignore",
  alarmActions: [pipeline.topicArn!],
  okActions: [pipeline.topicArn!],
});
