import { strict as assert } from "node:assert";
import { linesOf } from "../../scripts/pipeline/quarantine/lines";
import { parseRecord } from "../../scripts/pipeline/quarantine/record";

const record = {
  runId: "jr_1",
  dataset: "orders",
  file: "s3://shop/orders/a.csv",
  row: null,
  reasons: [{ rule: "type", reason: 'amount: "abc" does not fit DECIMAL(10,2)' }],
  values: { id: "1", amount: "abc" },
  text: null,
};

describe("a record in quarantine", () => {
  it("keeps the text of its values, whatever numbers stand in them", () => {
    const values = '{"id": 12345678901234567890, "amount": 1.10, "note": "{\\"values\\": 1}"}';
    const line = JSON.stringify(record).replace(/"values":\{.*?\}/, () => `"values": ${values}`);
    assert.equal(parseRecord(line).rawValues, values);
  });

  it("may hold a row that could not be read", () => {
    const { values, rawValues, text } = parseRecord(JSON.stringify({ ...record, values: null, text: '1,"abc' }));
    assert.deepEqual([values, rawValues, text], [null, "null", '1,"abc']);
  });

  it("is refused with the place of what is wrong", () => {
    const { values, ...without } = record;
    assert.ok(values);
    assert.throws(() => parseRecord(JSON.stringify(without)), /^Error: values: Invalid input/);
    assert.throws(() => parseRecord(JSON.stringify({ ...record, row: "3" })), /^Error: row: Invalid input: .*number/);
    assert.throws(
      () => parseRecord(JSON.stringify({ ...record, reasons: ["x"] })),
      /^Error: reasons\.0: Invalid input/,
    );
    assert.throws(() => parseRecord("[]"), /^Error: the line: Invalid input: expected object/);
    assert.throws(() => parseRecord('{"runId": '), /^Error: is not JSON: /);
  });
});

describe("the lines of a stream", () => {
  async function lines(...chunks: Buffer[]): Promise<string[]> {
    const found = [];
    for await (const line of linesOf(
      (async function* () {
        yield* chunks;
      })(),
    )) {
      found.push(line);
    }
    return found;
  }

  it("are whole however the bytes arrive, and blank ones are none", async () => {
    const bytes = Buffer.from('{"a":"é€"}\n\n{"b":"\u2028"}\n  \n{"c":1}');
    const single = [...bytes].map((byte) => Buffer.from([byte]));
    assert.deepEqual(await lines(...single), ['{"a":"é€"}', '{"b":"\u2028"}', '{"c":1}']);
    assert.deepEqual(await lines(bytes), await lines(...single));
  });

  it("of nothing are none", async () => assert.deepEqual(await lines(), []));
});
