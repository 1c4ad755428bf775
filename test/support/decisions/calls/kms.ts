import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand } from "@aws-sdk/client-kms";
import type { Act, Need, RoleClients } from "../decision";
import { type Key, keys, place } from "../names";

type KeyAction = "Decrypt" | "Encrypt" | "GenerateDataKey";

const need = (action: string, { arn, alias }: Key, service?: string): Need => ({
  ...{ action: `kms:${action}`, resource: arn },
  context: {
    "kms:ResourceAliases": [alias],
    ...(service && { "kms:ViaService": `${service}.${place.region}.amazonaws.com` }),
  },
});

/** What S3 asks of KMS for the act, on the role's behalf. */
export const keyFor = (act: Act, action: KeyAction, key = keys.own): Act => ({
  ...need(action, key, "s3"),
  ...{ what: act.what, call: act.call },
});

/** The same, where the role may do the act with S3. */
export const withKey = (act: Act, action: KeyAction): Act => {
  const { action: ofS3, resource, context } = act;
  return { ...keyFor(act, action), also: [{ action: ofS3, resource, context }] };
};

const CALLS: Record<KeyAction, (clients: RoleClients, KeyId: string) => Promise<unknown>> = {
  // Without the key's name, which the ciphertext tells.
  Decrypt: async ({ kms, sealed }, KeyId) => kms.send(new DecryptCommand({ CiphertextBlob: await sealed(KeyId) })),
  Encrypt: ({ kms }, KeyId) => kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") })),
  GenerateDataKey: ({ kms }, KeyId) => kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" })),
};

/** A call of KMS by the role itself. */
export const directly = (action: KeyAction, key = keys.own): Act => ({
  ...need(action, key),
  what: `${action} with ${key.alias} by a call of its own`,
  call: (clients) => CALLS[action](clients, key.alias),
});

/** The key on the role's behalf by another service than S3. */
export const through = (service: string, action: KeyAction): Act => ({
  ...need(action, keys.own, service),
  what: `${action} with ${keys.own.alias} through ${service}`,
});

/** What else can be done with a key; no role may make these calls on the local AWS. */
export const manage = (action: string): Act => ({
  ...need(action, keys.own),
  what: `${action} of ${keys.own.alias}`,
});
