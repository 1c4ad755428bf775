import { z } from "zod";
import type { Resource, Stack } from "../resources";

/** The part of a load job's spec that says where it works. */
const spec = z.object({
  source: z.object({ bucket: z.string(), catalogDatabase: z.string() }),
  work: z.looseObject({ bucket: z.string() }),
  datasets: z.array(z.object({ prefix: z.string() })),
  catalogTargets: z.object({ database: z.string() }).optional(),
});

/** A bucket, and in it folders, which end with a slash, and single objects. */
interface Place {
  bucket: string;
  prefixes: string[];
}

/** Where load jobs may work. */
export interface Reach {
  sources: Place[];
  works: Place[];
  /** Of the catalog, with the tables of the source files. */
  databases: string[];
  /** Of the catalog, with the tables that describe the targets. */
  targetDatabases: string[];
}

export const union = (reaches: Reach[]): Reach => ({
  sources: reaches.flatMap(({ sources }) => sources),
  works: reaches.flatMap(({ works }) => works),
  databases: [...new Set(reaches.flatMap(({ databases }) => databases))],
  targetDatabases: [...new Set(reaches.flatMap(({ targetDatabases }) => targetDatabases))],
});

/** Undefined for a job without a spec in the stack, or with one that is another tool's. */
export function reachOf(stack: Stack, job: Resource): Reach | undefined {
  const uri = stack.read(job, ({ defaultArguments, nonOverridableArguments }) =>
    [nonOverridableArguments, defaultArguments]
      .map((args: Record<string, string> | undefined) => args?.["--spec_uri"])
      .find((it) => it !== undefined),
  );
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri ?? "") ?? [];
  if (bucket === undefined) return undefined;
  const file = objectAt(stack, bucket, key);
  const content = file && stack.read(file, (props) => props.content as string | undefined);
  if (content === undefined) return undefined;
  const read = spec.safeParse(parsed(content));
  if (!read.success) return undefined;
  const { source, work, datasets, catalogTargets } = read.data;
  const own = Object.entries(work).flatMap(([name, value]) => (name.endsWith("Prefix") ? [String(value)] : []));
  // Of the bucket's root the spec alone, and not all that the bucket holds.
  const ofSpec = bucket === work.bucket ? [key.slice(0, key.lastIndexOf("/") + 1) || key] : [];
  return {
    sources: [{ bucket: source.bucket, prefixes: datasets.map(({ prefix }) => prefix) }],
    works: [{ bucket: work.bucket, prefixes: [...own, ...ofSpec] }],
    databases: [source.catalogDatabase],
    targetDatabases: catalogTargets ? [catalogTargets.database] : [],
  };
}

/** Notes objects whose place is unknown only where they may lie there, and no other is known to. */
function objectAt(stack: Stack, bucket: string, key: string): Resource | undefined {
  const mayBe = (found: string | undefined, wanted: string) => found === undefined || found === wanted;
  const candidates = stack
    .ofType("aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject")
    .map((object) => ({
      object,
      inBucket: stack.readIfSet(object, (props) => props.bucket as string),
      atKey: stack.readIfSet(object, (props) => props.key as string),
    }))
    .filter(({ inBucket, atKey }) => mayBe(inBucket, bucket) && mayBe(atKey, key));
  const found = candidates.find(({ inBucket, atKey }) => inBucket === bucket && atKey === key);
  if (!found) for (const { object } of candidates) stack.read(object, (props) => [props.bucket, props.key]);
  return found?.object;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
