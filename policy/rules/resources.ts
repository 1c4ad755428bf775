import { ifKnown, isUnknown } from "./unverifiable";

/** A resource as the engine shows it to a policy. */
export interface Resource {
  /** `aws:glue/job:Job` */
  type: string;
  name: string;
  urn: string;
  /** Reading one that is unknown at preview throws an UnknownValueError. */
  props: Record<string, unknown>;
  isProtected: boolean;
  /** What its provider is configured with; empty where the engine names none. */
  provider: Record<string, unknown>;
  /** Whether a property, or a part of it, is a secret. */
  isSecret: (property: string) => boolean;
  /** URNs of what a property comes from, by property; empty in rules about single resources. */
  propertyDependencies: Record<string, string[]>;
}

/** Whether a property comes from the other resource. What a resource only waits for tells nothing of it. */
export const comesFrom = ({ propertyDependencies }: Resource, property: string, { urn }: Resource): boolean =>
  propertyDependencies[property]?.includes(urn) ?? false;

/** All resources of a stack, and what could not be said of them. */
export class Stack {
  /** What a rule could not verify, since it is unknown at preview. */
  readonly unverifiable: string[] = [];

  constructor(readonly resources: Resource[]) {}

  ofType(...types: string[]): Resource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** The value of a property, undefined and noted where it is unknown. */
  read<T>({ name, props }: Resource, read: (props: Record<string, never>) => T): T | undefined {
    try {
      return read(props as Record<string, never>);
    } catch (error) {
      if (!isUnknown(error)) throw error;
      this.unverifiable.push(`${name}: ${error.message}`);
      return undefined;
    }
  }

  /** The same where unknown is as good as not set: at preview, what AWS will choose is unknown. */
  readIfSet<T>({ props }: Resource, read: (props: Record<string, never>) => T): T | undefined {
    return ifKnown(() => read(props as Record<string, never>));
  }

  /**
   * Whether a property names the other resource: by both texts, or where one is unknown, by what it comes from.
   *
   * @param name the property of the other that holds its name
   */
  names(resource: Resource, property: string, other: Resource, name: string): boolean {
    const found = this.readIfSet(resource, (props) => props[property] as unknown);
    const wanted = this.readIfSet(other, (props) => props[name] as unknown);
    const areKnown = typeof found === "string" && typeof wanted === "string";
    return areKnown ? found === wanted : comesFrom(resource, property, other);
  }
}
