import { strict as assert } from "node:assert";
import { UnknownValueError } from "@pulumi/policy";
import type { Resource } from "../../../policy/rules/resources";
import type { ResourceRule, Settings, StackRule } from "../../../policy/rules/rule";
import { resource, stackOf } from "../support/findings";

/** What Pulumi reports as unknown at preview, instead of as a finding. */
export async function throwsUnknown(check: () => unknown, message: string): Promise<void> {
  await assert.rejects(
    async () => check(),
    (error) => {
      assert(error instanceof Error && error instanceof UnknownValueError);
      assert.equal(error.message, message);
      return true;
    },
  );
}

/** The type, properties of which one is unknown, its path, and how the rule is configured. */
type UnknownCase = [type: string, props: Record<string, unknown>, path: string, settings?: Settings];

/** A test for each resource: the rule cannot judge it, and names the property that it would have to know. */
export function unknownProperties(rule: ResourceRule, cases: Record<string, UnknownCase>): void {
  for (const [title, [type, props, path, settings = {}]] of Object.entries(cases)) {
    it(title, async () => {
      const check = () => rule.resources[type](resource(type, props), settings);
      await throwsUnknown(check, `string value at .${path} can't be known during preview`);
    });
  }
}

/** The resources, what could not be read as `NAME.PATH`, and what is found all the same as `NAME: WHAT`. */
type UnverifiableCase = [resources: Resource[], noted: string[], expected?: string[]];

/** A test for each stack: what is unknown is noted and not found. */
export function unverifiable(rule: StackRule, cases: Record<string, UnverifiableCase>): void {
  for (const [title, [resources, noted, expected = []]] of Object.entries(cases)) {
    it(title, () => {
      const stack = stackOf(resources);
      const found = rule.checkStack(stack, {}).map(({ resource: { name }, what }) => `${name}: ${what}`);
      const paths = stack.unverifiable.map((note) => note.replace(/^(\S+): string value at (\S+) .*$/, "$1$2"));
      assert.deepEqual({ found, noted: [...new Set(paths)] }, { found: expected, noted });
    });
  }
}
