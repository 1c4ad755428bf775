import { directly, keyFor, manage, through, withKey } from "./calls/kms";
import { read, write } from "./calls/s3";
import { type Act, decisionsOf, type Duty } from "./decision";
import { keys, locked } from "./names";

const sourceFile = read("a source file that the key encrypts", locked.raw, "sales/orders/a.csv");
const stagedRows = read("staged rows that the key encrypts", locked.work, "staging/run/a.parquet");

/** What nobody may who has a key for the bucket's sake. */
const beside: Act[] = [
  keyFor(read("what another key encrypts", locked.foreign, "a"), "Decrypt", keys.other),
  keyFor(write("what another key encrypts", locked.foreign, "b"), "GenerateDataKey", keys.other),
  directly("Decrypt"),
  directly("Decrypt", keys.other),
  directly("Encrypt"),
  directly("GenerateDataKey"),
  through("secretsmanager", "Decrypt"),
  through("glue", "Decrypt"),
  manage("CreateGrant"),
  manage("PutKeyPolicy"),
  manage("ScheduleKeyDeletion"),
];
const cannotWrite = keyFor(write("where the bucket lets it, with the key", locked.open, "b"), "GenerateDataKey");

const duties: Record<"crawler" | "job" | "copy", Duty> = {
  crawler: { allow: [withKey(sourceFile, "Decrypt")], deny: [cannotWrite, ...beside] },
  job: {
    allow: [
      withKey(sourceFile, "Decrypt"),
      withKey(stagedRows, "Decrypt"),
      withKey(write("staged rows with the key", locked.work, "staging/run/b.parquet"), "GenerateDataKey"),
    ],
    deny: beside,
  },
  copy: { allow: [withKey(stagedRows, "Decrypt")], deny: [cannotWrite, ...beside] },
};

/** S3's grants are those of the roles without a key; here it is the key's that decides, named by its ARN or by an alias. */
export const withKeys = (["crawler", "job", "copy"] as const).flatMap((role) =>
  (["a key", "an alias"] as const).flatMap((named) => decisionsOf(`${role} with ${named}`, duties[role])),
);
