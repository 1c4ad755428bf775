import { ClusterPause, CopyRole, CrawlerRole, LoadJobRole, StartWorkflowRole, workPrefixes } from "../../../components";
import { deploy } from "../harness";
import { arn, folders, keys, locked, names, place, workgroupTag } from "./names";
import { network } from "./network-names";

interface RoleArgs {
  roleName: string;
  sourceAccountCondition?: boolean;
}
type Make = (args: RoleArgs) => unknown;

const crawler =
  (more: object = {}): Make =>
  (args) =>
    new CrawlerRole(args.roleName, {
      ...{ ...args, folders, bucketName: names.raw, databaseName: names.database },
      ...more,
    });

const onWorkgroup = { workgroupTag };
const job =
  (warehouse: object, more: object = {}): Make =>
  (args) =>
    new LoadJobRole(args.roleName, {
      ...{ ...args, folders, sourceBucketName: names.raw, databaseName: names.database, jobName: names.job },
      ...{ workPrefixes, workBucketName: names.work, metricsNamespace: names.namespace },
      ...warehouse,
      ...more,
    });

const copy =
  (more: object = {}): Make =>
  (args) =>
    new CopyRole(args.roleName, { ...args, bucketName: names.work, stagingPrefix: workPrefixes.staging, ...more });

const lockedRaw = { bucketName: locked.raw };
const lockedBoth = { sourceBucketName: locked.raw, workBucketName: locked.work };
const lockedWork = { bucketName: locked.work };
const key = { kmsKeyArn: keys.own.arn };
const alias = { kmsKeyArn: arn("kms", keys.own.alias) };

const roles = {
  crawler: crawler(),
  "crawler with a key": crawler({ ...lockedRaw, ...key }),
  "crawler with an alias": crawler({ ...lockedRaw, ...alias }),
  "crawler in a network": crawler({ network }),
  job: job(onWorkgroup),
  "job on a cluster": job({ clusterIdentifier: names.cluster, database: names.clusterDatabase }),
  "job with a key": job(onWorkgroup, { ...lockedBoth, ...key }),
  "job with an alias": job(onWorkgroup, { ...lockedBoth, ...alias }),
  "job in a network": job(onWorkgroup, { network }),
  copy: copy(),
  "copy with a key": copy({ ...lockedWork, ...key }),
  "copy with an alias": copy({ ...lockedWork, ...alias }),
  arrival: (args) => new StartWorkflowRole(args.roleName, { ...args, workflowName: names.workflow }),
  pause: (args) =>
    new ClusterPause(args.roleName, {
      ...{ ...args, clusterIdentifier: names.cluster },
      ...{ pauseCron: "cron(0 20 * * ? *)", resumeCron: "cron(0 6 * * ? *)" },
    }),
} satisfies Record<string, Make>;

export type RoleName = keyof typeof roles;

/** As IAM takes it. */
export const iamName = (role: RoleName) => `decisions-${role.replaceAll(" ", "-")}`;

/** What a role's component writes, as JSON. */
export interface RoleDocuments {
  trust: string;
  policies: string[];
}

/** The documents of all roles, as their components make them. */
export async function roleDocuments(args: Omit<RoleArgs, "roleName"> = {}): Promise<Record<RoleName, RoleDocuments>> {
  const all = Object.entries(roles) as [RoleName, Make][];
  const { resources } = await deploy(() => all.forEach(([role, make]) => make({ roleName: iamName(role), ...args })), {
    answers: { "aws:index/getRegion:getRegion": () => ({ region: place.region }) },
  });
  const of = (role: RoleName): RoleDocuments => ({
    trust: resources.find(({ type, inputs }) => type === "aws:iam/role:Role" && inputs.name === iamName(role))!.inputs
      .assumeRolePolicy,
    policies: resources
      .filter(({ type, inputs }) => type === "aws:iam/rolePolicy:RolePolicy" && inputs.role === iamName(role))
      .map(({ inputs }) => inputs.policy),
  });
  return Object.fromEntries(all.map(([role]) => [role, of(role)])) as Record<RoleName, RoleDocuments>;
}
