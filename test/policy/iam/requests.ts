import { Context } from "../../../policy/iam/context";
import { parseDocument } from "../../../policy/iam/document";
import type { Request } from "../../../policy/iam/evaluate";
import type { Principal, RoleSession } from "../../../policy/iam/principal";

export const ACCOUNT = "111122223333";
export const OTHER = "444455556666";
export const role: RoleSession = {
  kind: "role-session",
  roleArn: `arn:aws:iam::${ACCOUNT}:role/loader`,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/loader/run-1`,
};
export const user: Principal = { kind: "user", arn: `arn:aws:iam::${ACCOUNT}:user/ann` };
export const root: Principal = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root` };
export const glue: Principal = { kind: "service", arn: "glue.amazonaws.com" };
export const nobody: Principal = { kind: "anonymous", arn: "anonymous" };

export const object = "arn:aws:s3:::raw/sales/a.csv";
export const request = (principal: Principal, more: Partial<Request> = {}): Request => ({
  principal,
  action: "s3:GetObject",
  resource: object,
  resourceAccount: ACCOUNT,
  context: new Context({ "aws:SecureTransport": "false" }),
  ...more,
});

type Raw = Record<string, unknown>;
export const document = (...statements: Raw[]) =>
  parseDocument({ Version: "2012-10-17", Statement: statements as object[] });
export const identity = (
  Effect: string,
  Action = "s3:GetObject",
  Resource = "arn:aws:s3:::raw/sales/*",
  more: Raw = {},
) => document({ Effect, Action, Resource, ...more });
export const bucket = (Effect: string, Principal: unknown, more: Raw = {}) =>
  document({ Effect, Principal, Action: "s3:*", Resource: ["arn:aws:s3:::raw", "arn:aws:s3:::raw/*"], ...more });

export const allow = identity("Allow");
export const elsewhere = identity("Allow", "s3:GetObject", "arn:aws:s3:::raw/hr/*");
export const forRole = bucket("Allow", { AWS: role.roleArn });
export const forSession = bucket("Allow", { AWS: role.arn });
export const forAccount = bucket("Allow", { AWS: ACCOUNT });
export const forEverybody = bucket("Allow", "*");
