import { strict as assert } from "node:assert";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Spec } from "../../components";
import { dataProtection } from "../../policy/rules/data-protection";
import { iamLeastPrivilege } from "../../policy/rules/iam-least-privilege";
import { reliabilityAndCost } from "../../policy/rules/reliability-and-cost";
import { findingsIn, resourcesOf } from "../policy/rules/own";
import { deploy, type Deployment } from "./harness";

/** How a test runs a program of examples/. */
export interface ExampleOptions {
  /** Configuration by full key. */
  config?: Record<string, string>;
  /** Is called before the program. */
  prepare?: () => void;
}

/** Runs the program of a folder of examples/. @returns what it made, and as `result` what it exports */
export const deployExample = <T>(example: string, options: ExampleOptions = {}): Promise<Deployment<T>> =>
  deploy(() => run(example, options) as T);

/** Loads a program, which does its work then, also where it was loaded before. @returns what it exports */
export function load(program: string): unknown {
  delete require.cache[require.resolve(program)];
  return require(program); // eslint-disable-line @typescript-eslint/no-require-imports
}

/** What the job of an example's pipeline is told. */
export const specOf = ({ one }: Deployment<unknown>): Spec =>
  JSON.parse(one("aws:s3/bucketObjectv2:BucketObjectv2", "shop-load-spec").inputs.content);

/** Tests that they find nothing but what is the account's affair: the catalog's encryption is one setting for all of it. */
export function itPassesThePolicyPacks(example: string, options: ExampleOptions = {}): void {
  it("passes the three policy packs", async () => {
    const resources = await resourcesOf(() => run(example, options));
    const rules = [...dataProtection, ...iamLeastPrivilege, ...reliabilityAndCost];
    const found = await Promise.all(
      rules.map(async (rule) => (await findingsIn(resources, rule)).map((what) => `${rule.name}: ${what}`)),
    );
    assert.deepEqual(found.flat(), [
      "catalog-encrypted: shop-catalog-database: the stack has no DataCatalogEncryptionSettings",
    ]);
  });
}

function run(example: string, { config = {}, prepare }: ExampleOptions): unknown {
  pulumi.runtime.setAllConfig(config);
  prepare?.();
  return load(path.join(__dirname, "..", "..", "examples", example, "index.ts"));
}
