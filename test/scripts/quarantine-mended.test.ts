import { strict as assert } from "node:assert";
import { checkMended, type Known, readMended, WrongLinesError } from "../../scripts/pipeline/quarantine/mended";

const FILE = "s3://shop/orders/a.csv";

function line(values: object | null, changed: object = {}): string {
  const reasons = [{ rule: "type", reason: 'amount: "abc" does not fit' }];
  return JSON.stringify({
    runId: "jr_1",
    dataset: "orders",
    file: FILE,
    row: null,
    reasons,
    values,
    text: null,
    ...changed,
  });
}

function problems(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof WrongLinesError, (error as Error).message);
    return error.message
      .split("\n")
      .slice(1)
      .map((problem) => problem.trim());
  }
  return [];
}

describe("a file of mended rows", () => {
  it("is read with the run and the dataset that it is of", () => {
    const { runId, dataset, rows } = readMended(`${line({ id: "1" })}\n\n${line({ id: "2" })}\r\n`);
    assert.deepEqual([runId, dataset], ["jr_1", "orders"]);
    assert.deepEqual(
      rows.map((row) => [row.line, row.values]),
      [
        [1, '{"id":"1"}'],
        [3, '{"id":"2"}'],
      ],
    );
  });

  it("is refused with every wrong line", () => {
    const text = [
      line({ id: "1" }),
      "{",
      line(null, { text: "1;abc" }),
      line({ id: "3" }, { dataset: "visits" }),
      line({ id: "4" }, { runId: "jr_2" }),
      line({ id: "5" }, { reasons: null }),
    ].join("\n");
    const found = problems(() => readMended(text));
    assert.equal(found.length, 5);
    assert.match(found[0], /^line 2: is not JSON: /);
    assert.equal(found[1], "line 3: values is null: fill it in from text, or take the line out");
    assert.equal(found[2], "line 4: is of visits in run jr_1, line 1 of orders in run jr_1: give a file for each");
    assert.match(found[3], /^line 5: is of orders in run jr_2, /);
    assert.match(found[4], /^line 6: reasons: Invalid input: expected array/);
  });

  it("is refused with the first twenty of more wrong lines", () => {
    const found = problems(() => readMended("x\n".repeat(50)));
    assert.equal(found.length, 21);
    assert.equal(found[20], "and 30 more");
  });

  it("is refused without a row", () => assert.throws(() => readMended("\n"), /The file holds no row/));
});

describe("mended rows", () => {
  const known: Known = {
    columns: new Set(["id", "amount"]),
    originals: new Set(['{"id":"1","amount":"abc"}']),
    given: new Map(),
    files: new Set([FILE]),
  };
  const check = (text: string, changed: Partial<Known> = {}) =>
    problems(() => checkMended(readMended(text), { ...known, ...changed }));

  it("are taken where something was changed, added or left out", () => {
    assert.deepEqual(check(line({ id: "1", amount: "1.5" })), []);
    assert.deepEqual(check(line({ id: "1" })), []);
    assert.deepEqual(check(line({ id: "1", amount: "1.5" }, { file: null })), []);
  });

  it("are refused where nothing was changed, unless that is asked for", () => {
    const unchanged = line({ id: "1", amount: "abc" }).replaceAll('":', '": ');
    assert.match(check(unchanged)[0], /^line 1: nothing was changed: mend it, take the line out, or give --unchanged/);
    assert.deepEqual(check(unchanged, { originals: new Set() }), []);
  });

  it("are refused with a column that the source does not have", () => {
    assert.deepEqual(check(line({ id: "1", amout: "1.5" })), [
      'line 1: there is no column "amout"; the columns are id, amount',
    ]);
  });

  it("are refused where they were given before", () => {
    const given = new Map([['{"id":"1","amount":"1.5"}', "s3://shop-work/mended/shop/orders/jr_1-0.json"]]);
    assert.deepEqual(check(`${line({ id: "2" })}\n${line({ id: "1", amount: "1.5" })}`, { given }), [
      "line 2: was given already, in s3://shop-work/mended/shop/orders/jr_1-0.json: take the line out",
    ]);
  });

  it("are refused where their file was loaded again since", () => {
    assert.deepEqual(check(line({ id: "1" }), { files: new Set() }), [
      `line 1: ${FILE} was loaded again since run jr_1, or is no longer in the ledger: take the line out`,
    ]);
  });
});
