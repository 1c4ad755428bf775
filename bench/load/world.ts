import { Client } from "pg";
import type { Log } from "../../scripts/step";
import { databaseUrl } from "../support/database";
import { endBenchAws, startBenchAws } from "../support/local-aws";
import { putFile } from "../support/objects";
import { jdbcDriver } from "../support/peers";
import { makePlace } from "../support/pipeline";
import { type Data, FORMS } from "./data";
import { prefixOf } from "./measure";
import type { World } from "./way";

/** A fresh local AWS with a warehouse, the roles and buckets, and connections to it. */
export async function makeWorld(log: Log): Promise<World> {
  const aws = await startBenchAws(log);
  const place = await makePlace(aws);
  const url = await databaseUrl(aws);
  const database = new Client(url);
  await database.connect();
  const driverUri = await putFile(aws.s3, place.workBucket, "code/", await jdbcDriver(log));
  return { aws, place, url, database, driverUri };
}

export async function putData({ aws, place }: World, data: Data, log: Log): Promise<void> {
  for (const form of FORMS)
    for (const file of data.forms[form].files) {
      log(file);
      await putFile(aws.s3, place.sourceBucket, prefixOf(form), file);
    }
}

export async function endWorld({ database }: World): Promise<void> {
  await database.end();
  await endBenchAws();
}
