import { type Statement, statementName } from "../../iam/document";
import { arnParts } from "../../iam/pattern";
import { documentsOf, placed, wellFormed } from "../documents";
import type { Resource, Stack } from "../resources";
import type { StackFinding, StackRule } from "../rule";
import { type Reach, reachOf, union } from "./spec-reach";

/** The spec names every path that the load job takes: its role needs no other. */
export const jobsWithinTheirSpec: StackRule = {
  name: "jobs-within-their-spec",
  severity: "high",
  title: "The role of a load job covers no more than the paths of its spec",
  rationale: "A job that is told to load orders/ and may read hr/ is one wrong line away from it.",
  remedy:
    "Give the role the prefixes and catalog of the spec's source to read, and those of its work and targets to write.",
  link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html",

  checkStack(stack) {
    const loads = stack.ofType("aws:glue/job:Job").flatMap((job) => {
      const notes = stack.unverifiable.length;
      const reach = reachOf(stack, job);
      const isUnknown = stack.unverifiable.length > notes;
      if (!reach && !isUnknown) return [];
      const role = stack
        .read(job, (props) => props.roleArn as string)
        ?.split("/")
        .at(-1);
      return role === undefined ? [] : { role, reach };
    });
    return [...new Set(loads.map(({ role }) => role))].flatMap((role) => {
      const all = loads.filter((it) => it.role === role);
      const known = all.flatMap(({ reach }) => reach ?? []);
      // A spec that is unknown may have what the others do not.
      if (known.length < all.length) return [];
      return policiesOf(stack, role).flatMap((it) => beyond(it, union(known)));
    });
  },
};

const policiesOf = (stack: Stack, role: string): Resource[] => [
  ...stack.ofType("aws:iam/rolePolicy:RolePolicy").filter((it) => stack.read(it, (props) => props.role) === role),
  ...stack.ofType("aws:iam/role:Role").filter((it) => stack.read(it, (props) => props.name) === role),
];

function beyond(resource: Resource, reach: Reach): StackFinding[] {
  return documentsOf(resource, () => undefined)
    .filter(({ kind }) => kind === "identity")
    .flatMap((found) => {
      const document = wellFormed(found);
      return (document?.statements ?? []).flatMap((statement) =>
        pathsBeyond(statement, reach).map((what) => ({
          resource,
          what: placed(found, what, statementName(document!, statement)),
        })),
      );
    });
}

function pathsBeyond({ effect, actions, resources, conditions }: Statement, reach: Reach): string[] {
  if (effect !== "Allow") return [];
  const prefixes = conditions.filter(({ key }) => key.toLowerCase() === "s3:prefix").flatMap(({ values }) => values);
  return resources.flatMap((arn) => {
    const [, , service, , , resource = ""] = arnParts(arn);
    if (service === "glue") return catalogBeyond(arn, resource, actions, reach);
    if (service !== "s3") return [];
    const [bucket, ...rest] = resource.split("/");
    const paths = rest.length > 0 ? [rest.join("/")] : prefixes;
    const [sources, works] = [reach.sources, reach.works].map((places) => places.filter((it) => it.bucket === bucket));
    if (sources.length + works.length === 0) return [`reaches ${arn}, which is no bucket of the spec`];
    const ofWorks = works.flatMap((it) => it.prefixes);
    const all = [...new Set([...sources.flatMap((it) => it.prefixes), ...ofWorks])];
    const outside = paths.filter((path) => !isBelowOne(path, all));
    const mayWrite = works.length > 0 && paths.every((path) => isBelowOne(path, ofWorks));
    const writing = mayWrite ? [] : actions.filter((it) => !/^s3:(Get|List)/i.test(it));
    return [
      ...outside.map((path) => `reaches ${path} in bucket ${bucket}; the spec has ${all.join(", ")}`),
      ...(sources.length > 0 ? writing : []).map(
        (action) => `allows ${action} on source files, which the job only reads`,
      ),
    ];
  });
}

const isBelowOne = (path: string, prefixes: string[]) => prefixes.some((prefix) => isBelow(path, prefix));

/** A folder's own name, without the slash, is asked for by Hadoop's S3 client. */
const isBelow = (path: string, prefix: string) =>
  prefix.endsWith("/") ? path.startsWith(prefix) || `${path}/` === prefix : path === prefix;

function catalogBeyond(arn: string, resource: string, actions: string[], reach: Reach): string[] {
  const { databases, targetDatabases } = reach;
  const [, kind, name] = /^(database|table)\/([^/]*)/.exec(resource) ?? [];
  if (targetDatabases.includes(name)) return [];
  // A wildcard in the place of the kind takes in databases and tables.
  const isBeyond = kind === undefined ? /^[^/]*[*?]/.test(resource) : !databases.includes(name);
  if (isBeyond) {
    const known = [...databases, ...targetDatabases].join(", ");
    return [`reaches ${arn}; the spec has the catalog database ${known}`];
  }
  const writing = kind === undefined ? [] : actions.filter((it) => WRITES_CATALOG.test(it));
  return writing.map((action) => `allows ${action} on ${arn}, which the job only reads`);
}

const WRITES_CATALOG = /^(\*|glue:(?!(Batch)?(Get|List|Search)))/i;
