import { randomUUID } from "node:crypto";
import { AwsError, type AwsRequest, type Handler } from "../../gateway/service";
import { page } from "../data/pages";
import type { WarehouseDeps } from "../deps";
import { changePassword, closeHome, faultOfPassword, openHome, type WantedPassword } from "../home/admin";
import { faultOfRoles } from "../home/iam-roles";
import { flag, invalid, refuseUnknown, resourceName, tags, text, texts } from "./input";
import type { Namespace } from "./registry";
import { iso } from "./time";

const SETTINGS = [
  "namespaceName",
  "adminUsername",
  "adminUserPassword",
  "adminPasswordSecretKmsKeyId",
  "manageAdminPassword",
  "defaultIamRoleArn",
  "iamRoles",
  "kmsKeyId",
  "logExports",
];
const LOGS = ["useractivitylog", "userlog", "connectionlog"];

/** @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateNamespace.html */
export function namespaceActions(deps: WarehouseDeps): Record<string, Handler> {
  const { registry } = deps.warehouse;

  const existing = ({ input }: AwsRequest): Namespace => {
    const name = resourceName(input, "namespaceName");
    const namespace = registry.namespaces.get(name);
    if (!namespace) throw new AwsError("ResourceNotFoundException", `The namespace ${name} doesn't exist.`);
    return namespace;
  };

  return {
    async CreateNamespace({ input }) {
      refuseUnknown(input, [...SETTINGS, "dbName", "tags"]);
      const namespaceName = resourceName(input, "namespaceName");
      if (registry.namespaces.has(namespaceName))
        throw new AwsError("ConflictException", `The namespace ${namespaceName} already exists.`);
      const dbName = text(input, "dbName") ?? "dev";
      if (!/^[a-z][a-z0-9_-]{0,63}$/.test(dbName))
        throw invalid(`dbName is ${JSON.stringify(dbName)}; lower-case letters and digits are accepted`);
      const adminUsername = text(input, "adminUsername") ?? "admin";
      const password = wantedPassword(input);
      const id = randomUUID();
      const namespace: Namespace = {
        ...{ id, name: namespaceName, dbName, adminUsername },
        arn: `arn:aws:redshift-serverless:${deps.region}:${deps.accountId}:namespace/${id}`,
        ...roles(input, { iamRoles: [] }),
        kmsKeyId: text(input, "kmsKeyId") ?? "AWS_OWNED_KMS_KEY",
        logExports: logExports(input) ?? [],
        status: "AVAILABLE",
        creationDate: Date.now() / 1000,
        tags: tags(input.tags),
        database: "",
        adminRole: "",
        rolePrefix: "",
      };
      // Taken before the first wait: two calls at once must not both make it.
      registry.namespaces.set(namespaceName, namespace);
      try {
        await openHome(deps, namespace, password);
      } catch (error) {
        registry.namespaces.delete(namespaceName);
        throw error;
      }
      return { namespace: shown(namespace) };
    },

    async GetNamespace(request) {
      return { namespace: shown(existing(request)) };
    },

    async ListNamespaces({ input }) {
      const { items, NextToken } = page(
        [...registry.namespaces.values()],
        input.nextToken,
        Number(input.maxResults ?? 100),
      );
      return { namespaces: items.map(shown), nextToken: NextToken };
    },

    async UpdateNamespace(request) {
      const { input } = request;
      refuseUnknown(input, SETTINGS);
      const namespace = existing(request);
      const adminUsername = text(input, "adminUsername");
      if (adminUsername !== undefined && adminUsername !== namespace.adminUsername) {
        throw invalid("adminUsername: another admin is not emulated by the local Redshift Serverless");
      }
      const password = wantedPassword(input, namespace);
      Object.assign(namespace, roles(input, namespace));
      namespace.kmsKeyId = text(input, "kmsKeyId") ?? namespace.kmsKeyId;
      namespace.logExports = logExports(input) ?? namespace.logExports;
      await changePassword(deps, namespace, password);
      return { namespace: shown(namespace) };
    },

    async DeleteNamespace(request) {
      refuseUnknown(request.input, ["namespaceName"]);
      const namespace = existing(request);
      const workgroup = registry.workgroupOf(namespace.name);
      if (workgroup) {
        throw new AwsError(
          "ConflictException",
          `The namespace ${namespace.name} has the workgroup ${workgroup.workgroupName}: delete it first.`,
        );
      }
      namespace.status = "DELETING";
      await closeHome(deps, namespace);
      registry.namespaces.delete(namespace.name);
      return { namespace: shown(namespace) };
    },
  };
}

function wantedPassword(input: Record<string, unknown>, namespace?: Namespace): WantedPassword {
  const wanted = {
    text: text(input, "adminUserPassword"),
    managed: flag(input, "manageAdminPassword"),
    kmsKeyId: text(input, "adminPasswordSecretKmsKeyId"),
  };
  const fault = faultOfPassword(wanted, namespace);
  if (fault !== undefined) throw invalid(`adminUserPassword: ${fault}`);
  return wanted;
}

/** The default role must be one of the roles; the empty text removes it. */
function roles(input: Record<string, unknown>, before: Pick<Namespace, "iamRoles" | "defaultIamRoleArn">) {
  const iamRoles = texts(input, "iamRoles") ?? before.iamRoles;
  const wanted = text(input, "defaultIamRoleArn") ?? before.defaultIamRoleArn;
  const defaultIamRoleArn = wanted === "" ? undefined : wanted;
  const fault = faultOfRoles({ iamRoles, defaultIamRoleArn });
  if (fault !== undefined) throw invalid(fault);
  return { iamRoles, defaultIamRoleArn };
}

function logExports(input: Record<string, unknown>): string[] | undefined {
  const logs = texts(input, "logExports");
  const bad = logs?.find((log) => !LOGS.includes(log));
  if (bad !== undefined) throw invalid(`logExports: ${bad}; ${LOGS.join(", ")} are accepted`);
  return logs;
}

/** As the API answers. */
const shown = (namespace: Namespace): object => ({
  namespaceName: namespace.name,
  namespaceId: namespace.id,
  namespaceArn: namespace.arn,
  dbName: namespace.dbName,
  adminUsername: namespace.adminUsername,
  adminPasswordSecretArn: namespace.adminSecretArn,
  adminPasswordSecretKmsKeyId: namespace.adminSecretKmsKeyId,
  defaultIamRoleArn: namespace.defaultIamRoleArn,
  iamRoles: namespace.iamRoles.map((arn) => `IamRole(applyStatus=in-sync, iamRoleArn=${arn})`),
  kmsKeyId: namespace.kmsKeyId,
  logExports: namespace.logExports,
  status: namespace.status,
  creationDate: iso(namespace.creationDate),
});
