import type { Client } from "pg";
import type { BenchAws } from "../support/local-aws";
import type { Place } from "../support/pipeline";
import type { Form } from "./data";

/** Where all ways load into, and what they find there. */
export interface World {
  aws: BenchAws;
  place: Place;
  /** URL of the database behind the workgroup, as PostgreSQL's superuser. */
  url: string;
  /** A connection to it. */
  database: Client;
  /** S3 address of PostgreSQL's JDBC driver. */
  driverUri: string;
}

export interface Files {
  form: Form;
  /** On this machine, with a file or more and nothing else. */
  folder: string;
  /** The same files below the source bucket, with its final slash. */
  prefix: string;
}

export interface Loaded {
  /** Where another end than that of the call counts. */
  seconds?: number;
  /** Parts of the time by name, in seconds. */
  split?: Record<string, number>;
  /** Text of the rows that were set aside. */
  setAside?: string;
}

/** One way to bring files into a table. */
export interface Way {
  /** What --only takes. */
  name: string;
  title: string;
  forms: readonly Form[];
  /** Whether the table has to be there, empty, before. */
  needsTable: boolean;
  /** The way again where it differs in nothing that bad rows meet. */
  sameForBadRows?: boolean;
  /**
   * Loads the files into `lineitem` of a schema that nothing else is in.
   * @throws when the load failed
   */
  load(world: World, files: Files, schema: string): Promise<Loaded>;
}
