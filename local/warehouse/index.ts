export { createRedshift } from "./cluster/service";
export { createRedshiftData } from "./data/service";
export type { WarehouseDeps } from "./deps";
export { startWarehouse, type Warehouse, type WarehouseOptions } from "./postgres";
export { createRedshiftServerless } from "./serverless/service";
