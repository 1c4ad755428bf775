/** An error that Redshift itself reports for a statement. */
export class RedshiftError extends Error {
  constructor(
    message: string,
    /** SQLSTATE. */
    readonly code = "XX000",
    readonly detail?: string,
    /** Place in the statement, from 1. */
    readonly position?: number,
  ) {
    super(message);
  }
}

/** An error for what Redshift can do and this stand-in cannot; it must never read like one of Redshift's. */
export function notEmulated(what: string): RedshiftError {
  return new RedshiftError(`not emulated by the local Redshift: ${what}`, "0A000");
}
