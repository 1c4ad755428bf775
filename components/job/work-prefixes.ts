/** What lies where in the work bucket; each prefix ends with a slash. */
export interface WorkPrefixes {
  /** Script, package and spec of the job. */
  code: string;
  /** Rows on their way to COPY. */
  staging: string;
  /** Rows that were set aside, with the reason. */
  quarantine: string;
  /** Rows that were set aside and that a person has mended, to be loaded. */
  mended: string;
  /** A report of each run. */
  reports: string;
  /** The OpenLineage events of each run. */
  lineage: string;
}

/** The layout of a pipeline's work bucket. */
export const workPrefixes: WorkPrefixes = {
  code: "code/",
  staging: "staging/",
  quarantine: "quarantine/",
  mended: "mended/",
  reports: "reports/",
  lineage: "lineage/",
};
