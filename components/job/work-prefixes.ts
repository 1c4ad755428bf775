/** What lies where in the work bucket; each prefix ends with a slash. */
export interface WorkPrefixes {
  /** Script, package and spec of the job. */
  code: string;
  /** Rows on their way to COPY. */
  staging: string;
  /** Rows that were set aside, with the reason. */
  quarantine: string;
  /** A report of each run. */
  reports: string;
}

/** The layout of a pipeline's work bucket. */
export const workPrefixes: WorkPrefixes = {
  code: "code/",
  staging: "staging/",
  quarantine: "quarantine/",
  reports: "reports/",
};
