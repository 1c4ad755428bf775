/** What the files are. */
export const FileFormat = { Csv: "csv", Json: "json", Parquet: "parquet" } as const;
export type FileFormat = (typeof FileFormat)[keyof typeof FileFormat];

/** Which files a run lists to find those that are new. */
export const ListingMode = {
  /** All files of the dataset's folder. */
  All: "all",
  /** Those behind the newest loaded ones, in the order of their keys. */
  FromMark: "from-mark",
} as const;
export type ListingMode = (typeof ListingMode)[keyof typeof ListingMode];

/** How a run lists a dataset's files. */
export interface ListingArgs {
  /**
   * `from-mark` is for files that arrive in the order of their keys (`2026/10/01/...`), of which a run then lists only the
   * new ones. A file that arrives later than `overlapHours` allows is not seen, until a run with `--full_listing true`.
   */
  mode: ListingMode;

  /** Hours that a file may arrive later than its place in the order of keys says; needed by `from-mark`. */
  overlapHours?: number;

  /**
   * Number of leading folders below the dataset's own within each of which the order holds: 1 for `region=eu/2026/10/...`.
   * With `from-mark` only.
   * @default 0: it holds for the whole dataset
   */
  folders?: number;
}

/** What happens to a file that has changed since it was loaded. */
export const OnChangedFile = {
  /** It is loaded again. */
  Reload: "reload",
  /** The dataset fails and names the file. */
  Fail: "fail",
} as const;
export type OnChangedFile = (typeof OnChangedFile)[keyof typeof OnChangedFile];
