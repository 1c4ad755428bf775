import { createDatabase, dropDatabase } from "../database/databases";
import { setPassword } from "../database/roles";
import type { WarehouseDeps } from "../deps";
import type { Home } from "./home";
import { createSecret, deleteSecret, encryptSecret, newPassword } from "./secret";

/** What a call says of the administrator's password. */
export interface WantedPassword {
  text?: string;
  /** Whether Redshift is to make it and keep it in Secrets Manager. */
  managed?: boolean;
  /** Key that encrypts the secret. */
  kmsKeyId?: string;
}

/** What is wrong with a password that somebody chose, for a new home or for one; undefined when nothing is. */
export function faultOfPassword({ text, managed }: WantedPassword, home?: Home): string | undefined {
  if (text === undefined) return undefined;
  const isManaged = managed ?? home?.adminSecretArn !== undefined;
  if (isManaged) return "a password of one's own and one that Redshift manages exclude each other";
  const isGood = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[!-~]{8,64}$/.test(text) && !/['"\\/@]/.test(text);
  return isGood
    ? undefined
    : "8 to 64 printable characters with an upper-case and a lower-case letter and a digit, without ' \" \\ / @, are accepted";
}

/** Makes a home's database and administrator, and the secret where one is wanted; all or nothing. */
export async function openHome(deps: WarehouseDeps, home: Home, wanted: WantedPassword): Promise<void> {
  const password = wanted.text ?? newPassword();
  Object.assign(home, await createDatabase(deps.warehouse, home, password));
  if (!wanted.managed) return;
  try {
    await keepSecret(deps, home, password, wanted.kmsKeyId);
  } catch (error) {
    await dropDatabase(deps.warehouse, home);
    throw error;
  }
}

export async function changePassword(deps: WarehouseDeps, home: Home, wanted: WantedPassword): Promise<void> {
  const { text, managed, kmsKeyId } = wanted;
  if (managed === true && home.adminSecretArn === undefined) {
    const password = newPassword();
    await deps.warehouse.administer(undefined, (client) => setPassword(client, home.adminRole, password));
    await keepSecret(deps, home, password, kmsKeyId);
  } else if (managed === false) {
    await dropSecret(deps, home);
  } else if (home.adminSecretArn !== undefined && kmsKeyId !== undefined && kmsKeyId !== home.adminSecretKmsKeyId) {
    await encryptSecret(deps, home.adminSecretArn, kmsKeyId);
    home.adminSecretKmsKeyId = kmsKeyId;
  }
  if (text !== undefined)
    await deps.warehouse.administer(undefined, (client) => setPassword(client, home.adminRole, text));
}

export async function dropSecret(deps: WarehouseDeps, home: Home): Promise<void> {
  if (home.adminSecretArn === undefined) return;
  await deleteSecret(deps, home.adminSecretArn);
  home.adminSecretArn = home.adminSecretKmsKeyId = undefined;
}

/** Drops the database with all that is in it, its administrator and the secret. */
export async function closeHome(deps: WarehouseDeps, home: Home): Promise<void> {
  await dropDatabase(deps.warehouse, home);
  await dropSecret(deps, home);
}

async function keepSecret(deps: WarehouseDeps, home: Home, password: string, kmsKeyId?: string): Promise<void> {
  home.adminSecretArn = await createSecret(deps, home, password, kmsKeyId);
  home.adminSecretKmsKeyId = kmsKeyId;
}
