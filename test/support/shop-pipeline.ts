import { type DatasetArgs, S3ToRedshiftPipeline, type S3ToRedshiftPipelineArgs } from "../../components";

export const orders: DatasetArgs = {
  name: "orders",
  path: "orders/",
  format: "csv",
  columns: [
    { name: "Order Id", type: "bigint" },
    { name: "amount", type: "decimal(10,2)" },
  ],
  load: { mode: "upsert", keys: ["order_id"] },
  target: { schema: "sales", table: "orders", distKey: "order_id" },
};
export const visits: DatasetArgs = {
  name: "visits",
  path: "Web Visits/",
  format: "json",
  load: { mode: "append" },
  target: { schema: "sales", table: "visits" },
};
export const args: S3ToRedshiftPipelineArgs = { source: { prefix: "sales/" }, datasets: [orders, visits] };
/** The pipeline `shop` of the stack `test`. */
export const make = (changed: Partial<S3ToRedshiftPipelineArgs> = {}) =>
  new S3ToRedshiftPipeline("shop", { ...args, ...changed });
