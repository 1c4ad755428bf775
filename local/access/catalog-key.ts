import { type EncryptionAtRest, GetDataCatalogEncryptionSettingsCommand, GlueClient } from "@aws-sdk/client-glue";
import { motoClient } from "../moto-client";
import type { Access } from "./access";
import { AccessDenied } from "./guard";
import type { Keys } from "./keys";
import type { Need, Place } from "./need";
import { once } from "./once";

const SERVICE = "glue.amazonaws.com";
const ERROR = "GlueEncryptionException";

/**
 * The KMS key that encrypts the Data Catalog. Asked of moto once, until the settings are changed.
 *
 * AWS lists three actions for whoever uses the catalog and does not say which call asks for which. Refusals of readers name
 * Decrypt alone, and AWS's own policies for readers have no more; what CloudTrail shows of a new object is GenerateDataKey.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html
 * @see https://docs.aws.amazon.com/datazone/latest/userguide/encryption-rest-datazone.html
 */
export class CatalogKey {
  private readonly glue: GlueClient;
  private readonly known = new Map<string, Promise<EncryptionAtRest>>();

  constructor(
    motoUrl: string,
    private readonly place: Place,
    private readonly keys: Keys,
    private readonly access: Access,
  ) {
    this.glue = new GlueClient(motoClient(motoUrl, place.region));
  }

  /**
   * The needs, and what Glue asks KMS for on the caller's behalf.
   *
   * @throws AwsError GlueEncryptionException, where a role of Glue's own is to ask for it and may not
   */
  async needs(needs: Need[]): Promise<Need[]> {
    const actions = new Set(needs.flatMap(({ action }) => actionsFor(action)));
    return actions.size === 0 ? needs : [...needs, ...(await this.asked([...actions]))];
  }

  /** After whatever may have changed the settings or the key's aliases. */
  forget(): void {
    this.known.clear();
  }

  close(): void {
    this.glue.destroy();
  }

  private async asked(actions: string[]): Promise<Need[]> {
    const {
      CatalogEncryptionMode: mode,
      SseAwsKmsKeyId: id,
      CatalogEncryptionServiceRole: role,
    } = await this.settings();
    if (mode === undefined || mode === "DISABLED") return [];
    const keyArn = id === undefined ? undefined : await this.keys.arnOf(id);
    const context = { "kms:EncryptionContext:glue_catalog_id": this.place.accountId };
    const needs = keyArn === undefined ? [] : this.keys.through("glue", keyArn, actions, context);
    if (mode === "SSE-KMS") return needs.map((need) => ({ ...need, error: ERROR }));
    if (needs.length === 0 || role === undefined) {
      throw new AccessDenied(`${mode} takes a key of the customer's and a CatalogEncryptionServiceRole`, [], ERROR);
    }
    await this.asRole(role, needs);
    return [];
  }

  /** Callers need nothing of the key where Glue takes on a role of its own for it. */
  private async asRole(roleArn: string, needs: Need[]): Promise<void> {
    if (!(await this.access.trusts(roleArn, SERVICE))) {
      throw new AccessDenied(
        `Service is unable to assume role ${roleArn}. Please verify role's TrustPolicy`,
        [],
        ERROR,
      );
    }
    const { accountId } = this.place;
    const arn = `arn:aws:sts::${accountId}:assumed-role/${roleArn.split("/").at(-1)}/V_00_GLUE_KMS_${accountId}`;
    const caller = { accessKeyId: SERVICE, accountId, userId: `${SERVICE}:${arn}`, arn };
    const whole = await Promise.all(needs.map((need) => this.keys.whole(need)));
    const { checked, refusal } = await this.access.verdict(caller, whole);
    if (refusal !== undefined) throw new AccessDenied(refusal, checked, ERROR);
  }

  private settings(): Promise<EncryptionAtRest> {
    return once(this.known, "settings", async () => {
      const { DataCatalogEncryptionSettings } = await this.glue.send(new GetDataCatalogEncryptionSettingsCommand({}));
      return DataCatalogEncryptionSettings?.EncryptionAtRest ?? { CatalogEncryptionMode: "DISABLED" };
    });
  }
}

const READING = /^glue:(Batch)?Get(Databases?|Tables?|TableVersions?|Partitions?|PartitionIndexes)$/;
const WRITING = /^glue:(Batch)?(Create|Update)(Database|Table|Partition)$/;

/** What Glue does with the key in an action; nothing is known of those that delete. */
const actionsFor = (action: string) =>
  READING.test(action) ? ["Decrypt"] : WRITING.test(action) ? ["GenerateDataKey", "Encrypt"] : [];
