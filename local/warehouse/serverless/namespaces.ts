import { randomUUID } from "node:crypto";
import { AwsError, type AwsRequest, type Handler } from "../../gateway/service";
import { page } from "../data/pages";
import { createDatabase, dropDatabase } from "../database/databases";
import { setPassword } from "../database/roles";
import type { WarehouseDeps } from "../deps";
import { flag, invalid, refuseUnknown, resourceName, tags, text, texts } from "./input";
import type { Namespace } from "./registry";
import { changeSecret, createSecret, deleteSecret, newPassword } from "./secret";
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
      const managed = flag(input, "manageAdminPassword") ?? false;
      const password = passwordOf(input, managed) ?? newPassword();
      const namespaceId = randomUUID();
      const namespace: Namespace = {
        namespaceName,
        namespaceId,
        namespaceArn: `arn:aws:redshift-serverless:${deps.region}:${deps.accountId}:namespace/${namespaceId}`,
        ...{ dbName, adminUsername },
        ...roles(input, { iamRoles: [] }),
        kmsKeyId: text(input, "kmsKeyId") ?? "AWS_OWNED_KMS_KEY",
        logExports: logExports(input) ?? [],
        status: "AVAILABLE",
        creationDate: Date.now() / 1000,
        tags: tags(input.tags),
        database: "",
        adminRole: "",
      };
      // Taken before the first wait: two calls at once must not both make it.
      registry.namespaces.set(namespaceName, namespace);
      try {
        Object.assign(
          namespace,
          await createDatabase(deps.warehouse, { namespaceName, dbName, adminUsername, password }),
        );
        if (managed) await keepSecret(deps, namespace, password, text(input, "adminPasswordSecretKmsKeyId"));
      } catch (error) {
        registry.namespaces.delete(namespaceName);
        if (namespace.database) await dropDatabase(deps.warehouse, namespace);
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
      const managed = flag(input, "manageAdminPassword");
      const password = passwordOf(input, managed ?? false);
      Object.assign(namespace, roles(input, namespace));
      namespace.kmsKeyId = text(input, "kmsKeyId") ?? namespace.kmsKeyId;
      namespace.logExports = logExports(input) ?? namespace.logExports;
      if (managed === true && !namespace.adminPasswordSecretArn) {
        await changePassword(namespace, newPassword(), text(input, "adminPasswordSecretKmsKeyId"));
      } else if (managed === false && namespace.adminPasswordSecretArn) {
        await deleteSecret(deps, namespace.adminPasswordSecretArn);
        namespace.adminPasswordSecretArn = namespace.adminPasswordSecretKmsKeyId = undefined;
      }
      if (password !== undefined)
        await deps.warehouse.administer(undefined, (client) => setPassword(client, namespace.adminRole, password));
      return { namespace: shown(namespace) };
    },

    async DeleteNamespace(request) {
      refuseUnknown(request.input, ["namespaceName"]);
      const namespace = existing(request);
      const workgroup = registry.workgroupOf(namespace.namespaceName);
      if (workgroup) {
        throw new AwsError(
          "ConflictException",
          `The namespace ${namespace.namespaceName} has the workgroup ${workgroup.workgroupName}: delete it first.`,
        );
      }
      namespace.status = "DELETING";
      await dropDatabase(deps.warehouse, namespace);
      if (namespace.adminPasswordSecretArn) await deleteSecret(deps, namespace.adminPasswordSecretArn);
      registry.namespaces.delete(namespace.namespaceName);
      return { namespace: shown(namespace) };
    },
  };

  async function changePassword(namespace: Namespace, password: string, kmsKeyId?: string): Promise<void> {
    await deps.warehouse.administer(undefined, (client) => setPassword(client, namespace.adminRole, password));
    await keepSecret(deps, namespace, password, kmsKeyId);
  }
}

async function keepSecret(
  deps: WarehouseDeps,
  namespace: Namespace,
  password: string,
  kmsKeyId?: string,
): Promise<void> {
  const secret = { namespaceName: namespace.namespaceName, username: namespace.adminUsername, password, kmsKeyId };
  if (namespace.adminPasswordSecretArn) return changeSecret(deps, namespace.adminPasswordSecretArn, secret);
  namespace.adminPasswordSecretArn = await createSecret(deps, secret);
  namespace.adminPasswordSecretKmsKeyId = kmsKeyId;
}

function passwordOf(input: Record<string, unknown>, managed: boolean): string | undefined {
  const password = text(input, "adminUserPassword");
  if (password === undefined) return undefined;
  if (managed) throw invalid("adminUserPassword and manageAdminPassword exclude each other");
  if (!/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[!-~]{8,64}$/.test(password) || /['"\\/@]/.test(password)) {
    throw invalid(
      "adminUserPassword: 8 to 64 printable characters with an upper-case and a lower-case letter and a digit, without ' \" \\ / @, are accepted",
    );
  }
  return password;
}

/** The default role must be one of the roles; the empty text removes it. */
function roles(input: Record<string, unknown>, before: Pick<Namespace, "iamRoles" | "defaultIamRoleArn">) {
  const iamRoles = texts(input, "iamRoles") ?? before.iamRoles;
  const wanted = text(input, "defaultIamRoleArn") ?? before.defaultIamRoleArn;
  const defaultIamRoleArn = wanted === "" ? undefined : wanted;
  const bad = iamRoles.find((arn) => !/^arn:aws[\w-]*:iam::\d{12}:role\/.+/.test(arn));
  if (bad !== undefined) throw invalid(`iamRoles: ${bad} is no ARN of a role`);
  if (defaultIamRoleArn !== undefined && !iamRoles.includes(defaultIamRoleArn))
    throw invalid(`defaultIamRoleArn ${defaultIamRoleArn} is not one of iamRoles`);
  return { iamRoles, defaultIamRoleArn };
}

function logExports(input: Record<string, unknown>): string[] | undefined {
  const logs = texts(input, "logExports");
  const bad = logs?.find((log) => !LOGS.includes(log));
  if (bad !== undefined) throw invalid(`logExports: ${bad}; ${LOGS.join(", ")} are accepted`);
  return logs;
}

/** As the API answers. */
function shown(namespace: Namespace): object {
  const { iamRoles, creationDate, ...fields } = namespace;
  return {
    ...fields,
    iamRoles: iamRoles.map((arn) => `IamRole(applyStatus=in-sync, iamRoleArn=${arn})`),
    creationDate: iso(creationDate),
    // What the API does not show.
    tags: undefined,
    database: undefined,
    adminRole: undefined,
  };
}
