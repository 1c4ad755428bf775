import type { Resource, Stack } from "../resources";
import type { StackRule } from "../rule";

type Read = (props: Record<string, never>) => string | string[] | undefined;

/** Where resources name the role that they work with. */
const DUTIES: { type: string; duty: string; read: Read }[] = [
  { type: "aws:glue/crawler:Crawler", duty: "crawler", read: (props) => props.role },
  { type: "aws:glue/job:Job", duty: "job", read: (props) => props.roleArn },
  { type: "aws:redshiftserverless/namespace:Namespace", duty: "COPY", read: (props) => props.iamRoles },
  { type: "aws:redshift/cluster:Cluster", duty: "COPY", read: (props) => props.iamRoles },
  { type: "aws:redshift/clusterIamRoles:ClusterIamRoles", duty: "COPY", read: (props) => props.iamRoleArns },
];

/** Who crawls need not write, who loads need not change what the catalog says of the source, and COPY reads staged files and nothing else. */
export const oneRoleOneDuty: StackRule = {
  name: "one-role-one-duty",
  severity: "high",
  title: "Crawler, job and COPY each have a role of their own",
  rationale: "A shared role has the rights of all its duties: the crawler could load, and COPY could read the source.",
  remedy: "Make a role for each duty; CrawlerRole, LoadJobRole and CopyRole of the s3-to-redshift library are such.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",

  checkStack(stack) {
    const holders = DUTIES.flatMap(({ type, duty, read }) =>
      stack
        .ofType(type)
        .flatMap((resource) => rolesOf(stack, resource, read).map((role) => ({ role, duty, resource }))),
    );
    return holders.flatMap(({ role, duty, resource }, i) => {
      const first = holders.slice(0, i).find((it) => it.role === role && it.duty !== duty);
      return first
        ? { resource, what: `role ${role} is that of the ${duty} and of the ${first.duty} ${first.resource.name}` }
        : [];
    });
  },
};

/** Names, since a crawler may give the name or the ARN. */
const rolesOf = (stack: Stack, resource: Resource, read: Read): string[] =>
  stack.read(resource, (props) => [read(props) ?? []].flat().map((role) => role.slice(role.lastIndexOf("/") + 1))) ??
  [];
