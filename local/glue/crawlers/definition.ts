import type { Crawler, CrawlerTargets, RecrawlPolicy, SchemaChangePolicy } from "@aws-sdk/client-glue";
import { isDeepStrictEqual } from "node:util";
import { parseConfiguration } from "../crawl/configuration";
import { placeOf } from "../crawl/listing";
import { invalidInput, text } from "../input";

type Input = Record<string, unknown>;

const NO_TARGETS: CrawlerTargets = {
  S3Targets: [],
  JdbcTargets: [],
  MongoDBTargets: [],
  DynamoDBTargets: [],
  CatalogTargets: [],
  DeltaTargets: [],
  IcebergTargets: [],
  HudiTargets: [],
};

/** The fields that UpdateCrawler changes. */
const FIELDS = [
  "DatabaseName",
  "Description",
  "Classifiers",
  "TablePrefix",
  "Configuration",
  "CrawlerSecurityConfiguration",
] as const;

/** A new crawler, with AWS's defaults. @throws InvalidInputException or ValidationException. */
export function newCrawler(input: Input): Crawler {
  const now = new Date();
  text(input, "Role");
  return applied(
    {
      Name: text(input, "Name"),
      Targets: NO_TARGETS,
      Classifiers: [],
      RecrawlPolicy: { RecrawlBehavior: "CRAWL_EVERYTHING" },
      SchemaChangePolicy: { UpdateBehavior: "UPDATE_IN_DATABASE", DeleteBehavior: "DEPRECATE_IN_DATABASE" },
      LineageConfiguration: { CrawlerLineageSettings: "DISABLE" },
      LakeFormationConfiguration: { UseLakeFormationCredentials: false, AccountId: "" },
      State: "READY",
      CrawlElapsedTime: 0,
      CreationTime: now,
      LastUpdated: now,
      Version: 0,
    },
    { Targets: {}, ...input },
  );
}

/** The crawler with the fields that the input names changed. @throws InvalidInputException. */
export function changedCrawler(crawler: Crawler, input: Input): Crawler {
  const changed = applied(crawler, input);
  if (isOfNewFolders(changed) && !isDeepStrictEqual(changed.Targets, crawler.Targets)) {
    throw invalidInput('Amazon S3 target is immutable when "Crawl new folders only" is selected.');
  }
  return changed;
}

function applied(crawler: Crawler, input: Input): Crawler {
  checkEmulated(input);
  const changed: Crawler = { ...crawler, LastUpdated: new Date(), Version: (crawler.Version ?? 0) + 1 };
  for (const field of FIELDS) if (input[field] !== undefined) Object.assign(changed, { [field]: input[field] });
  // GetCrawler answers with the role's path and name, however it was given.
  if (input.Role !== undefined) changed.Role = String(input.Role).replace(/^arn:[^/]*:role\//, "");
  if (input.Targets !== undefined) changed.Targets = targets(input.Targets as CrawlerTargets);
  if (input.SchemaChangePolicy !== undefined)
    changed.SchemaChangePolicy = policy(input.SchemaChangePolicy as SchemaChangePolicy);
  if (input.RecrawlPolicy !== undefined) {
    const { RecrawlBehavior = "CRAWL_EVERYTHING" } = input.RecrawlPolicy as RecrawlPolicy;
    changed.RecrawlPolicy = { RecrawlBehavior };
  }
  const { UpdateBehavior, DeleteBehavior } = changed.SchemaChangePolicy ?? {};
  if (isOfNewFolders(changed) && (UpdateBehavior !== "LOG" || DeleteBehavior !== "LOG")) {
    throw invalidInput(
      'The SchemaChangePolicy for "Crawl new folders only" Amazon S3 target can have only LOG DeleteBehavior value and LOG UpdateBehavior value.',
    );
  }
  parseConfiguration(changed.Configuration);
  return changed;
}

const isOfNewFolders = ({ RecrawlPolicy }: Crawler) => RecrawlPolicy?.RecrawlBehavior === "CRAWL_NEW_FOLDERS_ONLY";

function targets(given: CrawlerTargets): CrawlerTargets {
  for (const [kind, list] of Object.entries(given)) {
    if (kind !== "S3Targets" && Array.isArray(list) && list.length > 0) throw notEmulated(`Targets.${kind}`);
  }
  const s3 = given.S3Targets ?? [];
  if (s3.length === 0) throw invalidInput("Targets.S3Targets is empty: a crawler needs at least one target");
  return {
    ...NO_TARGETS,
    S3Targets: s3.map((target, i) => {
      if (target.EventQueueArn) throw notEmulated(`Targets.S3Targets[${i}].EventQueueArn`);
      try {
        placeOf(target.Path ?? "");
      } catch (error) {
        throw invalidInput(`Targets.S3Targets[${i}].Path: ${(error as Error).message}`);
      }
      return { ...target, Exclusions: target.Exclusions ?? [] };
    }),
  };
}

function policy(given: SchemaChangePolicy): SchemaChangePolicy {
  return {
    UpdateBehavior: given.UpdateBehavior ?? "UPDATE_IN_DATABASE",
    DeleteBehavior: given.DeleteBehavior ?? "DEPRECATE_IN_DATABASE",
  };
}

function checkEmulated({ Schedule, RecrawlPolicy, LineageConfiguration, LakeFormationConfiguration }: Input): void {
  if (Schedule) throw notEmulated("Schedule");
  if ((RecrawlPolicy as Crawler["RecrawlPolicy"])?.RecrawlBehavior === "CRAWL_EVENT_MODE") {
    throw notEmulated("RecrawlPolicy.RecrawlBehavior CRAWL_EVENT_MODE");
  }
  if ((LineageConfiguration as Crawler["LineageConfiguration"])?.CrawlerLineageSettings === "ENABLE") {
    throw notEmulated("LineageConfiguration.CrawlerLineageSettings ENABLE");
  }
  if ((LakeFormationConfiguration as Crawler["LakeFormationConfiguration"])?.UseLakeFormationCredentials) {
    throw notEmulated("LakeFormationConfiguration.UseLakeFormationCredentials true");
  }
}

function notEmulated(what: string): Error {
  return invalidInput(`${what} of a crawler is not emulated on the local AWS (docs/local.md lists what is)`);
}
