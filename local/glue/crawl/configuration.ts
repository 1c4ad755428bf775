import { invalidInput } from "../input";

/** What a crawler's Configuration asks for. https://docs.aws.amazon.com/glue/latest/dg/crawler-configuration.html */
export interface CrawlConfiguration {
  /** Objects of one format and packing go into one table however their columns differ. */
  combineCompatibleSchemas: boolean;
  /** The folder level that tables are made at; the bucket is level 1. */
  tableLevel?: number;
  /** The crawl fails when it finds more tables. */
  tableThreshold?: number;
  /** A known column stays as it is, new ones are added. */
  mergeNewColumns: boolean;
  /** Partitions take the table's columns. */
  inheritFromTable: boolean;
}

interface Document {
  Version?: unknown;
  Grouping?: { TableGroupingPolicy?: unknown; TableLevelConfiguration?: unknown };
  CrawlerOutput?: {
    Tables?: { AddOrUpdateBehavior?: unknown; TableThreshold?: unknown };
    Partitions?: { AddOrUpdateBehavior?: unknown };
  };
}

/** @throws InvalidInputException that names the wrong field, what it holds and what it takes. */
export function parseConfiguration(text: string | undefined): CrawlConfiguration {
  const document = parsed(text);
  const { Grouping = {}, CrawlerOutput: { Tables = {}, Partitions = {} } = {} } = document;
  if (text && document.Version !== 1) throw wrong("Version", document.Version, "1.0");
  return {
    combineCompatibleSchemas: is(
      "Grouping.TableGroupingPolicy",
      Grouping.TableGroupingPolicy,
      "CombineCompatibleSchemas",
    ),
    tableLevel: count("Grouping.TableLevelConfiguration", Grouping.TableLevelConfiguration),
    tableThreshold: count("CrawlerOutput.Tables.TableThreshold", Tables.TableThreshold),
    mergeNewColumns: is("CrawlerOutput.Tables.AddOrUpdateBehavior", Tables.AddOrUpdateBehavior, "MergeNewColumns"),
    inheritFromTable: is(
      "CrawlerOutput.Partitions.AddOrUpdateBehavior",
      Partitions.AddOrUpdateBehavior,
      "InheritFromTable",
    ),
  };
}

function parsed(text: string | undefined): Document {
  if (!text) return {};
  try {
    return JSON.parse(text) as Document;
  } catch (error) {
    throw invalidInput(`Configuration is not JSON: ${(error as Error).message}`);
  }
}

function is(field: string, value: unknown, accepted: string): boolean {
  if (value === undefined) return false;
  if (value !== accepted) throw wrong(field, value, JSON.stringify(accepted));
  return true;
}

function count(field: string, value: unknown): number | undefined {
  if (value === undefined || (Number.isInteger(value) && (value as number) > 0)) return value as number | undefined;
  throw wrong(field, value, "a whole number from 1");
}

function wrong(field: string, value: unknown, accepted: string): Error {
  return invalidInput(`Configuration.${field} is ${JSON.stringify(value)}; it takes ${accepted}`);
}
