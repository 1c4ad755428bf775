import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchGetPartitionCommand,
  type Column as GlueColumn,
  CreateTableCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  GetDatabaseCommand,
  GetPartitionCommand,
  GetTableCommand,
  type GlueClient,
  paginateGetPartitions,
  paginateGetTables,
  type Partition,
  type PartitionInput,
  type Table,
  type TableInput,
  UpdatePartitionCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-glue";

const BATCH = 100;

/**
 * The catalog calls that a crawl makes, with its role's credentials. AWS does not list those of its crawlers: docs/local.md says
 * what these are taken from.
 */
export class Catalog {
  constructor(
    private readonly glue: GlueClient,
    private readonly database: string,
  ) {}

  /** @throws when it is not there. */
  async checkDatabase(): Promise<void> {
    await this.glue.send(new GetDatabaseCommand({ Name: this.database }));
  }

  async table(name: string): Promise<Table | undefined> {
    try {
      return (await this.glue.send(new GetTableCommand({ DatabaseName: this.database, Name: name }))).Table;
    } catch (error) {
      if (error instanceof EntityNotFoundException) return undefined;
      throw error;
    }
  }

  async tables(): Promise<Table[]> {
    const tables: Table[] = [];
    for await (const page of paginateGetTables({ client: this.glue }, { DatabaseName: this.database })) {
      tables.push(...(page.TableList ?? []));
    }
    return tables;
  }

  async createTable(input: TableInput): Promise<void> {
    await this.glue.send(new CreateTableCommand({ DatabaseName: this.database, TableInput: input }));
  }

  async updateTable(input: TableInput): Promise<void> {
    await this.glue.send(new UpdateTableCommand({ DatabaseName: this.database, TableInput: input }));
  }

  async deleteTable(name: string): Promise<void> {
    await this.glue.send(new DeleteTableCommand({ DatabaseName: this.database, Name: name }));
  }

  async partitions(table: string): Promise<Partition[]> {
    const partitions: Partition[] = [];
    for await (const page of paginateGetPartitions(
      { client: this.glue },
      { DatabaseName: this.database, TableName: table },
    )) {
      partitions.push(...(page.Partitions ?? []));
    }
    return partitions;
  }

  /** Those of the given values that are there. */
  async partitionsOf(table: string, wanted: { Values?: string[] }[]): Promise<Partition[]> {
    const partitions: Partition[] = [];
    for (let i = 0; i < wanted.length; i += BATCH) {
      const PartitionsToGet = wanted.slice(i, i + BATCH).map(({ Values }) => ({ Values }));
      const { Partitions = [] } = await this.glue.send(
        new BatchGetPartitionCommand({ DatabaseName: this.database, TableName: table, PartitionsToGet }),
      );
      partitions.push(...Partitions);
    }
    return partitions;
  }

  async partition(table: string, PartitionValues: string[] | undefined): Promise<Partition> {
    const names = { DatabaseName: this.database, TableName: table };
    return (await this.glue.send(new GetPartitionCommand({ ...names, PartitionValues }))).Partition ?? {};
  }

  async createPartitions(table: string, inputs: PartitionInput[]): Promise<void> {
    for (let i = 0; i < inputs.length; i += BATCH) {
      const batch = inputs.slice(i, i + BATCH);
      const { Errors = [] } = await this.glue.send(
        new BatchCreatePartitionCommand({ DatabaseName: this.database, TableName: table, PartitionInputList: batch }),
      );
      if (Errors.length > 0) throw new Error(`partitions of ${table} were not created: ${JSON.stringify(Errors)}`);
    }
  }

  async updatePartition(table: string, input: PartitionInput): Promise<void> {
    const names = { DatabaseName: this.database, TableName: table };
    await this.glue.send(
      new UpdatePartitionCommand({ ...names, PartitionValueList: input.Values, PartitionInput: input }),
    );
  }

  async deletePartitions(table: string, partitions: Partition[]): Promise<void> {
    for (let i = 0; i < partitions.length; i += BATCH) {
      const PartitionsToDelete = partitions.slice(i, i + BATCH).map(({ Values }) => ({ Values }));
      await this.glue.send(
        new BatchDeletePartitionCommand({ DatabaseName: this.database, TableName: table, PartitionsToDelete }),
      );
    }
  }
}

export function sameColumns(a: GlueColumn[] = [], b: GlueColumn[] = []): boolean {
  const text = (columns: GlueColumn[]) => JSON.stringify(columns.map(({ Name, Type }) => [Name, Type]));
  return text(a) === text(b);
}
