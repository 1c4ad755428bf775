import * as pulumi from "@pulumi/pulumi";
import * as library from "../../components";

/** Components that programs in other languages cannot have, with the reason. */
export const notServed: Record<string, string> = {
  LoadJob:
    "its spec is a document of many shapes and its scripts are assets, for which a schema has no type; S3ToRedshiftPipeline makes both",
};

/** Names of the components that the library exports. */
export const componentNames = (): string[] =>
  Object.entries(library)
    .filter(([, it]) => typeof it === "function" && it.prototype instanceof pulumi.ComponentResource)
    .map(([name]) => name)
    .sort();

/** Names of the components that programs in other languages can have. */
export const servedNames = (): string[] => componentNames().filter((name) => !(name in notServed));
