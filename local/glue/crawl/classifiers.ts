import type { CsvSerdeOption } from "@aws-sdk/client-glue";

/** What a custom CSV classifier lays down. https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-classifiers.html */
export interface CsvRules {
  /** For which SerDe tables are written; LazySimpleSerDe unless it is the other. */
  serde?: CsvSerdeOption;
  allowSingleColumn?: boolean;
  delimiter?: string;
  quote?: string;
  header?: "UNKNOWN" | "PRESENT" | "ABSENT";
  /** Column names. */
  names?: string[];
}

/** A custom classifier, tried before the built-in ones. */
export type CustomClassifier = { name: string; jsonPath: string } | { name: string; csv: CsvRules };
