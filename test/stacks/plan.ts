import type { Registered } from "../support/harness";

/** What a reviewer wants to see of each type: what it costs, lets in, keeps, starts or tells. */
const SHOWN: Record<string, string[]> = {
  "aws:cloudwatch/eventRule:EventRule": ["scheduleExpression", "state"],
  "aws:cloudwatch/logGroup:LogGroup": ["name", "retentionInDays"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name", "threshold", "evaluationPeriods", "period", "treatMissingData"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["serviceName", "vpcEndpointType"],
  "aws:glue/crawler:Crawler": ["name", "recrawlPolicy"],
  "aws:glue/job:Job": ["name", "workerType", "numberOfWorkers", "executionClass", "timeout", "maxRetries"],
  "aws:glue/trigger:Trigger": ["name", "type", "schedule"],
  "aws:iam/role:Role": ["name"],
  "aws:kms/key:Key": ["enableKeyRotation", "deletionWindowInDays"],
  "aws:redshift/cluster:Cluster": ["clusterIdentifier", "nodeType", "numberOfNodes", "skipFinalSnapshot"],
  "aws:redshiftserverless/namespace:Namespace": ["namespaceName", "dbName", "logExports"],
  "aws:redshiftserverless/usageLimit:UsageLimit": ["period", "amount", "breachAction"],
  "aws:redshiftserverless/workgroup:Workgroup": ["workgroupName", "baseCapacity", "maxCapacity", "enhancedVpcRouting"],
  "aws:s3/bucket:Bucket": ["bucket", "forceDestroy"],
  "aws:sns/topicSubscription:TopicSubscription": ["protocol", "endpoint"],
  "awsx:ec2:Vpc": ["cidrBlock", "numberOfAvailabilityZones", "natGateways"],
};

/** The resources of a program, one a line: type, name, whether it is protected, and key inputs. */
export const planOf = (resources: Registered[]): string =>
  resources
    .filter(({ type }) => /^awsx?:/.test(type))
    .map(({ type, name, protect, inputs }) => {
      const shown = (SHOWN[type] ?? [])
        .filter((key) => inputs[key] !== undefined)
        .map((key) => `${key}=${JSON.stringify(inputs[key])}`);
      return [type.split(":").at(-1), name, ...(protect ? ["protected"] : []), ...shown].join(" ");
    })
    .sort()
    .join("\n") + "\n";
