/** What becomes of a row that breaks a rule. */
export const OnBrokenRule = {
  /** The row is set aside with the reason, the others are loaded. */
  Quarantine: "quarantine",
  /** The dataset fails, nothing of it is loaded. */
  Fail: "fail",
  /** The row is loaded, and the report counts it. */
  Warn: "warn",
} as const;
export type OnBrokenRule = (typeof OnBrokenRule)[keyof typeof OnBrokenRule];

/** What must hold for each row. */
export interface RuleArgs {
  /** Name in reports and in quarantine, unique in the dataset. */
  name: string;

  /** Spark SQL condition over the table's columns: `amount >= 0`. As with SQL's CHECK only false breaks it, null does not. */
  check: string;

  /**
   * What becomes of a row that breaks it.
   * @default "quarantine"
   */
  onFail?: OnBrokenRule;
}

/** What is checked of a load as a whole. */
export const CheckKind = {
  /** The load brings at least `min` and at most `max` rows, counted after deduplication. */
  RowCount: "row-count",
  /** No two rows of the table have the values of a loaded row in `columns`. */
  Unique: "unique",
  /** The newest value in `column` that the load brings is at most `maxAgeHours` old. */
  Freshness: "freshness",
  /** Each of `columns`, or without them each column, has a value in at least one loaded row. */
  NotAllNull: "not-all-null",
} as const;
export type CheckKind = (typeof CheckKind)[keyof typeof CheckKind];

/** What becomes of a load that fails a check. */
export const OnFailedCheck = {
  /** The dataset fails, nothing of it is loaded. */
  Fail: "fail",
  /** The rows are loaded, and the report says so. */
  Warn: "warn",
} as const;
export type OnFailedCheck = (typeof OnFailedCheck)[keyof typeof OnFailedCheck];

/** A check of a load as a whole, made within its transaction; each kind takes the keys that say so. */
export interface CheckArgs {
  /** Which other keys there are depends on it. */
  kind: CheckKind;

  /**
   * Least number of rows, with `row-count` only.
   * @default none
   */
  min?: number;

  /**
   * Largest number of rows, with `row-count` only.
   * @default none
   */
  max?: number;

  /** Columns of the table, needed by `unique`; with `not-all-null` all when left out. */
  columns?: string[];

  /** A date or timestamp column of the table, needed by `freshness`. */
  column?: string;

  /** Hours, needed by `freshness`. */
  maxAgeHours?: number;

  /**
   * What becomes of the load when it fails the check.
   * @default "fail"
   */
  onFail?: OnFailedCheck;
}
