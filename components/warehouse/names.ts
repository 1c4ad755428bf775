import { matching } from "../validation";

/** Physical name of a namespace or workgroup of Redshift Serverless. */
export const serverlessName = matching(/^[a-z0-9-]{3,64}$/, "3 to 64 lower-case letters, digits and -");

/** Physical name of a cluster. */
export const clusterIdentifier = matching(
  /^(?=.{1,63}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  "1 to 63 lower-case letters, digits and single -, the first a letter, the last no -",
);

/** A database that is made with its warehouse. */
export const newDatabase = matching(/^[a-z_][a-z0-9_]{0,63}$/, "1 to 64 lower-case letters, digits and _");

/** A database that may have been there before. */
export const databaseName = matching(/^[a-z_][a-z0-9_$]{0,126}$/, "the name of a Redshift database");
