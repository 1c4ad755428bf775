import * as fs from "node:fs";
import { Gateway } from "./gateway/gateway";
import type { Calls } from "./gateway/calls";
import { createGlue } from "./glue";
import { startMoto } from "./moto";

export const REGION = "us-east-1";
/** moto's only account. */
export const ACCOUNT_ID = "123456789012";

export interface LocalAwsOptions {
  /** Where state, logs and runs go. */
  folder: string;
  /** The gateway's; a free one when left out. */
  port?: number;
  /** The interpreter of the Python environment that holds moto and pyspark. */
  python: string;
  /** The folder of the jars with which Spark reads S3. */
  jars: string;
  /** How long a minute of a Glue job's Timeout lasts, in milliseconds. */
  minute?: number;
}

/** A running local AWS. */
export interface LocalAws {
  /** `http://127.0.0.1:PORT` */
  endpoint: string;
  region: string;
  accountId: string;
  folder: string;
  warehouse?: { url: string };
  calls: Calls;
  close(): Promise<void>;
}

/** Starts AWS on this machine: moto, the warehouse, the emulated services, and the gateway in front. */
export async function startLocalAws({ folder, port, python, jars, minute }: LocalAwsOptions): Promise<LocalAws> {
  fs.mkdirSync(folder, { recursive: true });
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const moto = await startMoto({ python, folder });
    closers.push(() => moto.close());
    const gateway = new Gateway({ motoUrl: moto.url, region: REGION, folder, port });
    closers.push(() => gateway.close());
    const endpoint = await gateway.listen();
    const glue = createGlue({ endpoint, region: REGION, accountId: ACCOUNT_ID, folder, python, jars, minute });
    closers.push(() => glue.close());
    gateway.add(glue);
    return { endpoint, region: REGION, accountId: ACCOUNT_ID, folder, calls: gateway.calls, close };
  } catch (error) {
    await close();
    throw error;
  }
}
