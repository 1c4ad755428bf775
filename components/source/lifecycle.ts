import { z } from "zod";
import { type Fault, issueOf, matching, strict } from "../validation";

/** A cheaper storage class from which objects are read as fast as before. From any other the job could not read them. */
export const StorageClass = {
  /** S3 moves each object by how often it is read; reading costs nothing more. */
  IntelligentTiering: "INTELLIGENT_TIERING",
  /** For objects read less than once a month; from 30 days on. */
  StandardIa: "STANDARD_IA",
  /** For objects read about once a quarter. */
  GlacierInstantRetrieval: "GLACIER_IR",
} as const;
export type StorageClass = (typeof StorageClass)[keyof typeof StorageClass];

/** When objects move to a cheaper storage class. */
export interface BucketTransitionArgs {
  /**
   * Prefix of the objects: `sales/`.
   * @default the whole bucket
   */
  prefix?: string;

  /** Days after an object was made; 30 at least for `STANDARD_IA`, and for a class that follows on it 30 more. */
  days: number;

  /** Objects below 128 KiB stay where they are. */
  storageClass: StorageClass;
}

/** How long a bucket keeps what, and how cheaply. */
export interface BucketRetentionArgs {
  /**
   * Days after which objects below a prefix expire: `{ "staging/": 7 }`; the prefix `""` is the whole bucket.
   * @default none expires
   */
  prefixDays?: Record<string, number>;

  /**
   * Days that a version is kept after it was replaced or deleted, or has expired.
   * @default such versions are kept for ever, and paid for
   */
  noncurrentVersionDays?: number;

  /**
   * When objects move to a cheaper storage class.
   * @default they stay in S3 Standard
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
   */
  transitions?: BucketTransitionArgs[];
}

const days = z.int().min(1);
const prefix = matching(/^$|^[^/].*\/$/, "a prefix that ends with / and does not begin with it, or nothing");

/** What the retention of a bucket accepts. */
export const retentionSchema = strict({
  prefixDays: z.record(prefix, days).optional(),
  noncurrentVersionDays: days.optional(),
  transitions: z
    .array(strict({ prefix: prefix.optional(), days: z.int().min(0), storageClass: z.enum(StorageClass) }))
    .min(1)
    .optional(),
}).superRefine((retention, context) => {
  for (const fault of transitionFaults(retention)) {
    context.addIssue({ ...issueOf(fault), input: retention });
  }
});

/** Objects move down this list and never up. */
const ORDER = [StorageClass.StandardIa, StorageClass.IntelligentTiering, StorageClass.GlacierInstantRetrieval];
const STANDARD_IA_DAYS = 30;

/** What S3 would refuse, or what would be paid for in vain. */
function transitionFaults({ prefixDays = {}, transitions = [] }: BucketRetentionArgs): Fault[] {
  const all = transitions.map((it, i) => ({ ...it, i, prefix: it.prefix ?? "", rank: ORDER.indexOf(it.storageClass) }));
  return all.flatMap(({ i, prefix, days, rank }) => {
    const others = all.filter((it) => it.prefix === prefix && it.i !== i);
    const same = others.find((it) => it.rank === rank && it.i < i);
    const least = Math.max(
      rank === 0 ? STANDARD_IA_DAYS : 0,
      ...others.filter((it) => it.rank < rank).map((it) => it.days + (it.rank === 0 ? STANDARD_IA_DAYS : 1)),
    );
    const expiry = Math.min(prefixDays[prefix] ?? Infinity, prefixDays[""] ?? Infinity);
    const fault = (key: string, message: string): Fault => ({ path: ["transitions", i, key], message });
    return [
      ...(same ? [fault("storageClass", `expected another class than that of transitions[${same.i}]`)] : []),
      ...(days < least ? [fault("days", `expected at least ${least}`)] : []),
      ...(days >= expiry ? [fault("days", `expected fewer than ${expiry}, after which the objects expire`)] : []),
    ];
  });
}

/** The lifecycle rules of a bucket with versions. */
export function lifecycleRules({ prefixDays = {}, noncurrentVersionDays, transitions = [] }: BucketRetentionArgs) {
  const { "": wholeBucketDays, ...ofPrefixes } = prefixDays;
  const expiry = Object.entries(ofPrefixes).map(([prefix, days]) => ({
    id: `expire-${prefix.slice(0, -1)}`,
    status: "Enabled",
    filter: { prefix },
    expiration: { days },
  }));
  const moved = [...new Set(transitions.map(({ prefix = "" }) => prefix))].map((prefix) => ({
    id: `move-${prefix.slice(0, -1) || "all"}`,
    status: "Enabled",
    filter: { prefix },
    transitions: transitions
      .filter((it) => (it.prefix ?? "") === prefix)
      .map(({ days, storageClass }) => ({ days, storageClass })),
  }));
  return [
    ...expiry,
    ...moved,
    {
      id: wholeBucketDays === undefined ? "remove-old-versions" : "expire-all",
      status: "Enabled",
      filter: { prefix: "" },
      // Where objects expire S3 removes the markers that are left over, and takes only one of the two.
      expiration: wholeBucketDays === undefined ? { expiredObjectDeleteMarker: true } : { days: wholeBucketDays },
      ...(noncurrentVersionDays !== undefined && {
        noncurrentVersionExpiration: { noncurrentDays: noncurrentVersionDays },
      }),
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
  ];
}
