import { S3ServiceException } from "@aws-sdk/client-s3";
import { RedshiftError } from "../sql/error";

/** An error of Redshift with the block of details that its loaders print. */
export function detailed(error: string, code: number, context: string, queryId: number): RedshiftError {
  const line = "-----------------------------------------------";
  const block = [
    "",
    line,
    `error:  ${error}`,
    `code:      ${code}`,
    `context:   ${context}`,
    `query:     ${queryId}`,
    line,
  ];
  return new RedshiftError(error, "XX000", block.join("\n  "));
}

/** What the scan of a Parquet file finds wrong with it. */
export const spectrumError = (code: number, context: string, queryId: number) =>
  detailed("Spectrum Scan Error", code, context, queryId);

/** An answer of S3 in Redshift's words. */
export function s3Error(error: unknown, uri: string): unknown {
  if (!(error instanceof S3ServiceException)) return error;
  const status = error.$metadata.httpStatusCode;
  const context = `${error.message},Status ${status},Error ${error.name},Rid ${error.$metadata.requestId},CanRetry 1`;
  return new RedshiftError(`S3ServiceException:${context}`, "XX000", `${uri}`);
}
