/**
 * The database user of an IAM identity: `IAMR:ROLE` for a role, `IAM:USER` for a user.
 * @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_GetCredentials.html
 */
export function databaseUser(callerArn: string): string {
  const [kind, name] = callerArn.split(":")[5].split("/");
  if (kind === "assumed-role") return `IAMR:${name}`;
  return kind === "root" ? "IAM:RootIdentity" : `IAM:${callerArn.split("/").at(-1)}`;
}
