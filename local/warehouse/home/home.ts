/**
 * Where the data of a Redshift Serverless namespace, or of a provisioned cluster, lives: a database of the PostgreSQL server, its
 * administrator, and the roles that its COPY may take.
 */
export interface Home {
  /** No later one has it, not even under the same name. */
  id: string;
  /** Of the namespace or cluster. */
  name: string;
  /** Of the namespace or cluster. */
  arn: string;
  /** As Redshift shows it. */
  dbName: string;
  /** As Redshift shows it. */
  adminUsername: string;
  /** ARN of the secret with the administrator's password, where Redshift manages that. */
  adminSecretArn?: string;
  adminSecretKmsKeyId?: string;
  iamRoles: string[];
  defaultIamRoleArn?: string;
  /** PostgreSQL's name of {@link dbName}: the same unless another home has it. */
  database: string;
  /** PostgreSQL's name of {@link adminUsername}: the same unless another home has it. */
  adminRole: string;
  /** What PostgreSQL's names of the database's roles begin with. */
  rolePrefix: string;
}
