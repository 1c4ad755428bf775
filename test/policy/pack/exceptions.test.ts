import { strict as assert } from "node:assert";
import { afterExceptions, exception } from "../../../policy/pack/exceptions";

const role = { name: "deployer", urn: "urn:pulumi:prod::sales::aws:iam/role:Role::deployer" };
const meant = (resource: string, expires = "2026-12-31", reason = "it deploys the others") => ({
  resource,
  reason,
  expires,
});

describe("exception", () => {
  const cases: [string, ReturnType<typeof meant>[], string | undefined][] = [
    ["none", [], "too wide"],
    ["by name", [meant("deployer")], undefined],
    ["by a part of the name", [meant("deploy*")], undefined],
    ["by URN", [meant(role.urn)], undefined],
    ["by a part of the URN", [meant("*::sales::*:Role::*")], undefined],
    ["for another", [meant("deploy")], "too wide"],
    ["with letters that are no pattern", [meant("d.ployer")], "too wide"],
    ["on its last day", [meant("deployer", "2026-11-25")], undefined],
    [
      "after it",
      [meant("deployer", "2026-11-24")],
      'too wide (the exception "it deploys the others" ended on 2026-11-24)',
    ],
    ["ended, beside one that has not", [meant("deployer", "2020-01-01"), meant("*")], undefined],
    [
      "several ended",
      [meant("*", "2020-01-01", "for the first test"), meant("*", "2026-11-20", "for the second")],
      'too wide (the exception "for the second" ended on 2026-11-20)',
    ],
  ];
  for (const [what, exceptions, expected] of cases) {
    it(what, () => assert.equal(afterExceptions("too wide", role, exceptions, "2026-11-25"), expected));
  }

  const wrong: [string, object, RegExp][] = [
    ["no reason", { resource: "a", expires: "2026-12-31" }, /reason/],
    ["a reason that says nothing", { resource: "a", reason: "ok", expires: "2026-12-31" }, /reason/],
    ["no day", { resource: "a", reason: "it deploys the others" }, /expires/],
    ["a day that is none", { ...meant("a", "2026-02-30") }, /expires/],
    ["a word too many", { ...meant("a"), until: "2026-12-31" }, /until/],
  ];
  for (const [what, value, field] of wrong) {
    it(`refuses ${what}`, () => assert.match(JSON.stringify(exception.safeParse(value).error?.issues), field));
  }
});
