import * as fs from "node:fs";
import type { Calls } from "./gateway/calls";
import { makeCertificate } from "./gateway/certificate";
import { Gateway } from "./gateway/gateway";
import type { Interceptor } from "./gateway/intercept";
import { createEventBridge } from "./events";
import { createGlue, type Glue } from "./glue";
import { createLakeFormation } from "./lake-formation";
import { createLogs } from "./logs";
import { startMoto } from "./moto";
import { type Clock, systemClock } from "./time/clock";
import { createRedshift, createRedshiftData, createRedshiftServerless, startWarehouse } from "./warehouse";

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
  /** URL of a PostgreSQL server to use as the warehouse instead of the embedded one. */
  warehouseUrl?: string;
  /** How long a minute of a Glue job's Timeout lasts, in milliseconds. */
  minute?: number;
  /** What Glue's triggers, EventBridge's schedules and Redshift's scheduled actions go by; the machine's when left out. */
  clock?: Clock;
  /** Comes between the callers and the services. */
  intercept?: Interceptor;
}

/** A running local AWS. */
export interface LocalAws {
  /** `http://127.0.0.1:PORT` */
  endpoint: string;
  /** The same over TLS, `https://127.0.0.1:PORT`, with the certificate that it shows, in PEM, and the truststore by which Java knows it. */
  secure: { endpoint: string; certificate: string; truststore: string };
  region: string;
  accountId: string;
  folder: string;
  /** The PostgreSQL server behind Redshift, as its superuser; `restart` crashes it and starts it again. */
  warehouse: { url: string; restart(): Promise<void> };
  /** What went through the gateway. */
  calls: Calls;
  close(): Promise<void>;
}

/** Starts AWS on this machine: moto, the warehouse, the emulated services, and the gateway in front. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { folder, port, python, jars, warehouseUrl, minute, clock = systemClock, intercept } = options;
  fs.mkdirSync(folder, { recursive: true });
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const closedAtTheEnd = <T extends { close(): Promise<void> }>(part: T): T => {
    closers.push(() => part.close());
    return part;
  };
  try {
    const starting = [
      startMoto({ python, folder }).then(closedAtTheEnd),
      startWarehouse({ folder, url: warehouseUrl }).then(closedAtTheEnd),
      makeCertificate({ python, folder }),
    ] as const;
    await Promise.allSettled(starting);
    const [moto, warehouse, made] = await Promise.all(starting);
    const gateway = closedAtTheEnd(
      new Gateway({ motoUrl: moto.url, region: REGION, accountId: ACCOUNT_ID, folder, port, intercept }),
    );
    const endpoint = await gateway.listen();
    const { certificate, truststore } = made;
    const secure = { endpoint: await gateway.listenSecurely(made), certificate, truststore };
    const trusts = (roleArn: string, service: string) => gateway.rights.access.trusts(roleArn, service);
    const place = { region: REGION, accountId: ACCOUNT_ID, folder };
    const redshift = { ...place, trusts, endpoint: () => endpoint, warehouse, clock };
    const eventBridge = closedAtTheEnd(
      createEventBridge({
        ...{ ...place, motoUrl: moto.url, clock, rights: gateway.rights, calls: gateway.calls },
        notifyWorkflow: (name, eventId) => glue.notifyEvent(name, eventId),
      }),
    );
    const { emit } = eventBridge;
    const glue: Glue = closedAtTheEnd(
      createGlue({ ...place, trusts, endpoint, secure, python, jars, minute, clock, emit }),
    );
    gateway.add(eventBridge);
    gateway.notifications.watch(eventBridge.heedS3);
    gateway.add(glue);
    gateway.add(closedAtTheEnd(createLogs({ ...place, motoUrl: moto.url, rights: gateway.rights })));
    gateway.add(createLakeFormation({ motoUrl: moto.url, region: REGION }));
    gateway.add(closedAtTheEnd(createRedshift(redshift)));
    gateway.add(closedAtTheEnd(createRedshiftServerless(redshift)));
    gateway.add(closedAtTheEnd(createRedshiftData(redshift)));
    return { ...place, endpoint, secure, warehouse, calls: gateway.calls, close };
  } catch (error) {
    await close();
    throw error;
  }
}
