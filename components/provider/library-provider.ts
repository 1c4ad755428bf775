import type * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";

/** The parts of a Pulumi package schema by which components are made. */
interface ComponentSchema {
  version: string;
  resources: Record<string, { properties: Record<string, object> }>;
}

/** A component's class. */
export type ComponentClass = new (
  name: string,
  args: never,
  opts: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/**
 * Makes the library's components for programs in other languages, which ask by the types of the schema.
 *
 * Pulumi's own `componentProviderHost` reads the schema from TypeScript sources each time that it starts, with whatever
 * TypeScript it finds. This one has it as a file, which was made and tested when the package was built.
 */
export class LibraryProvider implements Provider {
  readonly version: string;
  private readonly resources: ComponentSchema["resources"];

  constructor(
    readonly schema: string,
    private readonly components: Record<string, ComponentClass>,
  ) {
    ({ version: this.version, resources: this.resources } = JSON.parse(schema) as ComponentSchema);
  }

  /** @throws Error when the schema has no such type */
  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    if (!(type in this.resources)) {
      throw new Error(`there is no component ${type}; known are ${Object.keys(this.resources).join(", ")}`);
    }
    const made = new this.components[type.split(":")[2]](name, inputs as never, options);
    const outputs = made as unknown as pulumi.Inputs;
    const state = Object.fromEntries(Object.keys(this.resources[type].properties).map((key) => [key, outputs[key]]));
    return { urn: made.urn, state };
  }
}
