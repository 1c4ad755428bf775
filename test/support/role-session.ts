import { AttachRolePolicyCommand, CreateRoleCommand, type IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { LocalAws } from "../../local/aws";
import { clientConfig, uniqueName } from "./local-aws";

/** A role that Glue, or another service, may assume, with an inline policy `access` of the statements and with managed policies. */
export async function roleOf(
  iam: IAMClient,
  {
    statements = [],
    managed = [],
    name = uniqueName("role"),
    service = "glue.amazonaws.com",
  }: { statements?: object[]; managed?: string[]; name?: string; service?: string },
): Promise<{ RoleName: string; Arn: string }> {
  const RoleName = name;
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: documentOf(trust) }));
  if (statements.length > 0) {
    const PolicyDocument = documentOf(...statements);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "access", PolicyDocument }));
  }
  for (const PolicyArn of managed) await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  return { RoleName, Arn: Role!.Arn! };
}

export const documentOf = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** The configuration of clients that sign as a session of the role. */
export async function sessionConfig(aws: LocalAws, RoleArn: string, RoleSessionName = "test") {
  const sts = new STSClient(clientConfig(aws));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
  const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken };
  return { ...clientConfig(aws), credentials };
}
