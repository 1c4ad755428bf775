import { strict as assert } from "node:assert";
import { z } from "zod";
import { checkArgument, joinPath, matching, problemsOf, shown, strict } from "../../components/validation";

const schema = strict({
  size: z.int().min(2).max(4).optional(),
  kind: z.enum(["a", "b"]).optional(),
  name: matching(/^[a-z]+$/, "lower-case letters").optional(),
  items: z
    .array(strict({ on: z.boolean() }))
    .min(1)
    .optional(),
});

describe("validation", () => {
  const table: [value: unknown, ...problems: string[]][] = [
    [{}],
    [{ size: 3, kind: "a", name: "x", items: [{ on: true }] }],
    [undefined, ": expected object, got nothing"],
    [{ size: 1 }, "size: expected at least 2, got 1"],
    [{ size: 5 }, "size: expected at most 4, got 5"],
    [{ size: "two" }, 'size: expected number, got "two"'],
    [{ kind: "c" }, 'kind: expected "a" or "b", got "c"'],
    [{ name: "X" }, 'name: expected lower-case letters, got "X"'],
    [{ items: [] }, "items: expected at least 1 item(s), got []"],
    [{ items: [{}] }, "items[0].on: expected boolean, got nothing"],
    [{ items: [{ on: true, off: 1 }] }, "items[0].off: unknown key, expected one of on"],
    [
      { sice: 1, kynd: 2 },
      "sice: unknown key, expected one of size, kind, name, items",
      "kynd: unknown key, expected one of size, kind, name, items",
    ],
  ];
  for (const [value, ...problems] of table) {
    it(`finds ${problems.length} problem(s) in ${shown(value)}`, () => {
      assert.deepEqual(
        problemsOf(schema, value).map(({ path, text }) => `${path}: ${text}`),
        problems,
      );
    });
  }

  it("names the argument in the error's path and in its message", () => {
    assert.throws(() => checkArgument(schema, { items: [{}] }, "job"), {
      propertyPath: "job.items[0].on",
      message: "job.items[0].on: expected boolean, got nothing",
    });
  });

  it("joins paths", () => {
    assert.deepEqual(
      [joinPath("a", "b"), joinPath("a", "[0].b"), joinPath("", "b"), joinPath("a", "")],
      ["a.b", "a[0].b", "b", "a"],
    );
  });

  it("shortens long values", () => assert.equal(shown("x".repeat(100)).length, 80));
});
