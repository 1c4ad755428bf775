import { strict as assert } from "node:assert";
import { targetColumns } from "../../../components";
import targetTypes from "../../spec/target-types.json";

type Dataset = Parameters<typeof targetColumns>[0];

const dataset: Dataset = {
  name: "orders",
  format: "csv",
  columns: [
    { name: "Order ID", type: "bigint" },
    { name: "zip", type: "int" },
    { name: "op", type: "string" },
  ],
  load: { mode: "append" },
  target: { schema: "sales", table: "orders" },
};
const of = (changed: Partial<Dataset>) =>
  targetColumns({ ...dataset, ...changed }).map(({ name, type }) => `${name} ${type}`);

describe("targetColumns", () => {
  it("are the declared ones by their names in Redshift", () => {
    assert.deepEqual(of({}), ["order_id bigint", "zip int", "op string"]);
  });

  it("follow the transform", () => {
    const transform = {
      cast: { Zip: "varchar(5)" },
      rename: { zip: "Postal Code", op: "kind" },
      derive: [{ name: "Net", type: "decimal(12, 2)", expression: "1" }],
      drop: ["kind"],
    };
    assert.deepEqual(of({ transform }), ["order_id bigint", "postal_code string", "net decimal(12,2)"]);
  });

  it("have those that the load adds, and not the one that it takes for a marker", () => {
    const target = { ...dataset.target, fileColumn: "file" };
    const load: Dataset["load"] = {
      mode: "history",
      keys: ["Order ID"],
      deletes: { column: "OP", values: ["D"] },
    };
    assert.deepEqual(of({ load, target }), [
      "order_id bigint",
      "zip int",
      "file string",
      "valid_from timestamp",
      "valid_to timestamp",
      "is_current boolean",
    ]);
  });

  it("are unknown where only a run tells", () => {
    assert.deepEqual(of({ columns: undefined }), []);
    assert.deepEqual(of({ transform: { sql: "SELECT 1 AS one FROM source" } }), []);
    assert.deepEqual(of({ transform: { script: "transform.py" } }), []);
  });

  // The job is tested on the same: it reads the types of what is in Redshift.
  it("have the types that the job finds in Redshift", () => {
    const declared = targetTypes.flatMap(({ declared: type, inCatalog }) => (type === null ? [] : { type, inCatalog }));
    assert.ok(declared.length > 20);
    const columns = declared.map(({ type }, i) => ({ name: `c${i}`, type }));
    assert.deepEqual(
      targetColumns({ ...dataset, columns }).map(({ type }) => type),
      declared.map(({ inCatalog }) => inCatalog),
    );
  });
});
