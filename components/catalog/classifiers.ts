import * as glue from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { columnName } from "../job/names";
import { strict } from "../validation";
import { oneCharacter } from "./file-format";

/** Whether CSV files begin with the names of their columns. */
export const CsvHeader = {
  /** Glue tells by how the first row differs from the others: not where all columns are text. */
  Detect: "UNKNOWN",
  Present: "PRESENT",
  Absent: "ABSENT",
} as const;
export type CsvHeader = (typeof CsvHeader)[keyof typeof CsvHeader];

/**
 * How CSV files are written, where Glue's own classifier does not find out.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/custom-classifier.html#classifier-values-csv
 */
export interface CsvClassifierArgs {
  /**
   * The one character between two fields.
   * @default Glue finds out
   */
  delimiter?: string;

  /**
   * The one character around fields, another than the delimiter. For another than `"` the table is written for OpenCSVSerDe, since
   * no other tells the job of it; Glue then takes more columns for text.
   * @default `"`
   */
  quote?: string;

  /**
   * Whether files begin with the names of their columns.
   * @default "UNKNOWN": Glue finds out
   */
  header?: CsvHeader;

  /**
   * Names of the columns, in the order of the fields.
   * @default those of the header, else `col0`, `col1` and so on
   */
  columnNames?: string[];

  /**
   * Whether a file with a single column is CSV too.
   * @default false
   */
  allowSingleColumn?: boolean;
}

/** What `csv` accepts. */
export const csvClassifierSchema = strict({
  delimiter: oneCharacter.optional(),
  quote: oneCharacter.optional(),
  header: z.enum(CsvHeader).optional(),
  columnNames: z.array(columnName).min(1).optional(),
  allowSingleColumn: z.boolean().optional(),
})
  .refine(({ delimiter = ",", quote = '"' }) => delimiter !== quote, {
    path: ["quote"],
    message: "expected another character than the delimiter",
  })
  .superRefine(({ columnNames = [] }, context) => {
    const names = columnNames.map((name) => name.toLowerCase());
    const i = names.findIndex((name, at) => names.indexOf(name) !== at);
    if (i >= 0) {
      context.addIssue({
        code: "custom",
        path: ["columnNames", i],
        message: "expected another name than those before",
      });
    }
  });

/** The classifiers of a crawler, in the order in which Glue tries them before its own. */
interface ClassifiersArgs {
  crawlerName: string;
  jsonPath?: string;
  csv?: CsvClassifierArgs;
}

/** Creates the classifiers `NAME-json` and `NAME-csv`, those that are asked for. @returns their names, undefined for none */
export function classifiers(
  parent: pulumi.Resource,
  name: string,
  { crawlerName, jsonPath, csv }: ClassifiersArgs,
): pulumi.Output<string>[] | undefined {
  const make = (kind: string, args: glue.ClassifierArgs) =>
    new glue.Classifier(`${name}-${kind}`, { name: `${crawlerName}-${kind}`, ...args }, { parent }).name;
  const made: pulumi.Output<string>[] = [];
  if (jsonPath !== undefined) made.push(make("json", { jsonClassifier: { jsonPath } }));
  if (csv) {
    const { delimiter, quote: quoteSymbol, header, columnNames: headers, allowSingleColumn } = csv;
    const csvClassifier = {
      delimiter,
      quoteSymbol,
      containsHeader: header ?? CsvHeader.Detect,
      headers,
      allowSingleColumn,
      serde: (quoteSymbol ?? '"') === '"' ? undefined : "OpenCSVSerDe",
    };
    made.push(make("csv", { csvClassifier }));
  }
  return made.length > 0 ? made : undefined;
}
