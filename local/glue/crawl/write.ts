import type {
  Column as GlueColumn,
  Partition,
  PartitionInput,
  SchemaChangePolicy,
  Table,
  TableInput,
} from "@aws-sdk/client-glue";
import { type Catalog, sameColumns } from "./catalog";
import type { CrawlConfiguration } from "./configuration";
import { disambiguated, type FoundTable } from "./found-table";
import type { Column } from "./hive-type";
import type { FoundPartition } from "./partitions";
import { inputOf, partitionInput, tableInput } from "./table-input";

/** What a crawl changed. */
export interface CrawlSummary {
  tablesCreated: number;
  tablesUpdated: number;
  tablesDeleted: number;
  partitionsCreated: number;
  partitionsUpdated: number;
  partitionsDeleted: number;
}

export type Log = (level: "INFO" | "WARN" | "ERROR", message: string) => void;

const DEPRECATED = "DEPRECATED_BY_CRAWLER";

/** Brings the catalog in line with what was found, within the crawler's schema change policy. */
export class CatalogWriter {
  readonly summary: CrawlSummary = {
    tablesCreated: 0,
    tablesUpdated: 0,
    tablesDeleted: 0,
    partitionsCreated: 0,
    partitionsUpdated: 0,
    partitionsDeleted: 0,
  };
  private readonly written = new Set<string>();

  constructor(
    private readonly catalog: Catalog,
    private readonly crawler: string,
    private readonly policy: SchemaChangePolicy,
    private readonly configuration: CrawlConfiguration,
    private readonly log: Log,
  ) {}

  async write(found: FoundTable): Promise<void> {
    let old = await this.catalog.table(found.name);
    const taken =
      this.written.has(found.name) || (old && !sameLocation(old.StorageDescriptor?.Location, found.location));
    if (taken) {
      found.name = disambiguated(found.name, found.location + found.partitionKeys.join());
      old = await this.catalog.table(found.name);
    }
    this.written.add(found.name);
    const input = tableInput(found, this.crawler, this.columns(found, old), old);
    if (!old) {
      await this.catalog.createTable(input);
      this.summary.tablesCreated++;
      this.log("INFO", `Table ${found.name} in database was created from ${found.location}`);
    } else await this.update(old, input);
    if (found.partitionKeys.length > 0) await this.writePartitions(found, input);
  }

  /** Adds partitions to a table that is there. Those that it has already stay as they are. */
  async addPartitions({ Name = "", StorageDescriptor }: Table, found: FoundPartition[]): Promise<void> {
    await this.createPartitions(Name, this.inputs(found, StorageDescriptor?.Columns));
  }

  /** Deals with tables of this crawler that no longer have a file. */
  async dropVanished(): Promise<void> {
    for (const table of await this.catalog.tables()) {
      const { Name = "", Parameters = {} } = table;
      if (Parameters.UPDATED_BY_CRAWLER !== this.crawler || this.written.has(Name)) continue;
      if (this.policy.DeleteBehavior === "DELETE_FROM_DATABASE") {
        await this.catalog.deleteTable(Name);
        this.summary.tablesDeleted++;
        this.log("INFO", `Table ${Name} was deleted: ${table.StorageDescriptor?.Location} holds no file any more`);
      } else if (this.policy.DeleteBehavior === "LOG") {
        this.log(
          "WARN",
          `${table.StorageDescriptor?.Location} holds no file any more; table ${Name} stays (DeleteBehavior LOG)`,
        );
      } else if (!(DEPRECATED in Parameters)) {
        await this.catalog.updateTable({
          ...inputOf(table),
          Parameters: { ...Parameters, [DEPRECATED]: this.crawler },
        });
        this.summary.tablesUpdated++;
        this.log(
          "WARN",
          `Table ${Name} was marked as deprecated: ${table.StorageDescriptor?.Location} holds no file any more`,
        );
      }
    }
  }

  private columns(found: FoundTable, old: Table | undefined): Column[] {
    if (!old || !this.configuration.mergeNewColumns) return found.columns;
    const known = (old.StorageDescriptor?.Columns ?? []).map(({ Name = "", Type = "" }) => ({
      name: Name,
      type: Type,
    }));
    return [...known, ...found.columns.filter(({ name }) => !known.some((column) => column.name === name))];
  }

  private async update(old: Table, input: TableInput): Promise<void> {
    const before = old.StorageDescriptor?.Columns;
    const after = input.StorageDescriptor?.Columns;
    const changed = !sameColumns(before, after) || !sameColumns(old.PartitionKeys, input.PartitionKeys);
    if (changed && this.policy.UpdateBehavior === "LOG") {
      this.log(
        "WARN",
        `The schema of table ${old.Name} changed and stays as it was (UpdateBehavior LOG). Found: ${JSON.stringify(after)}`,
      );
      return;
    }
    if (changed) {
      this.summary.tablesUpdated++;
      this.log(
        "INFO",
        `Table ${old.Name} was updated. Before: ${JSON.stringify(before)}. Now: ${JSON.stringify(after)}`,
      );
    }
    await this.catalog.updateTable(input);
  }

  private async writePartitions(found: FoundTable, table: TableInput): Promise<void> {
    const inputs = this.inputs(found.partitions, table.StorageDescriptor?.Columns);
    const there = await this.createPartitions(found.name, inputs);
    for (const input of inputs) {
      const old = there.get(keyOf(input));
      if (!old || this.policy.UpdateBehavior === "LOG" || !differs(old, input)) continue;
      // Another may have written it meanwhile.
      if (!differs(await this.catalog.partition(found.name, input.Values), input)) continue;
      await this.catalog.updatePartition(found.name, input);
      this.summary.partitionsUpdated++;
    }
    const keys = new Set(inputs.map(keyOf));
    const all = await this.catalog.partitions(found.name);
    await this.dropPartitions(
      found.name,
      all.filter((partition) => !keys.has(keyOf(partition))),
    );
  }

  private inputs(found: FoundPartition[], columns: GlueColumn[] = []): PartitionInput[] {
    return found.map((partition) => {
      const input = partitionInput(partition, this.crawler);
      if (!this.configuration.inheritFromTable) return input;
      return { ...input, StorageDescriptor: { ...input.StorageDescriptor, Columns: columns } };
    });
  }

  /** Creates those that are not there. @returns the others, as they are there, by their values */
  private async createPartitions(table: string, inputs: PartitionInput[]): Promise<Map<string, Partition>> {
    const partitions = await this.catalog.partitionsOf(table, inputs);
    const there = new Map(partitions.map((partition) => [keyOf(partition), partition]));
    const added = inputs.filter((input) => !there.has(keyOf(input)));
    await this.catalog.createPartitions(table, added);
    this.summary.partitionsCreated += added.length;
    return there;
  }

  private async dropPartitions(table: string, vanished: Partition[]): Promise<void> {
    if (vanished.length === 0) return;
    const values = vanished.map(keyOf).join(", ");
    if (this.policy.DeleteBehavior === "DELETE_FROM_DATABASE") {
      await this.catalog.deletePartitions(table, vanished);
      this.summary.partitionsDeleted += vanished.length;
      this.log("INFO", `Partitions of ${table} were deleted, as they hold no file any more: ${values}`);
    } else if (this.policy.DeleteBehavior === "LOG") {
      this.log("WARN", `Partitions of ${table} hold no file any more and stay (DeleteBehavior LOG): ${values}`);
    } else {
      for (const { Values, StorageDescriptor, Parameters } of vanished.filter(
        (partition) => !isDeprecated(partition),
      )) {
        const deprecated = { ...Parameters, [DEPRECATED]: this.crawler };
        await this.catalog.updatePartition(table, { Values, StorageDescriptor, Parameters: deprecated });
        this.summary.partitionsUpdated++;
      }
      this.log("WARN", `Partitions of ${table} that hold no file any more are marked as deprecated: ${values}`);
    }
  }
}

function keyOf({ Values = [] }: { Values?: string[] }): string {
  return JSON.stringify(Values);
}

function differs(old: Partition, input: PartitionInput): boolean {
  return isDeprecated(old) || !sameColumns(old.StorageDescriptor?.Columns, input.StorageDescriptor?.Columns);
}

function isDeprecated({ Parameters = {} }: Partition): boolean {
  return DEPRECATED in Parameters;
}

function sameLocation(a: string | undefined, b: string): boolean {
  return a?.replace(/\/$/, "") === b.replace(/\/$/, "");
}
