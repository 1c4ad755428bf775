import * as pulumi from "@pulumi/pulumi";

/**
 * The value, which whoever takes it as an input gets only once the resources exist.
 *
 * Only their URNs are read, and those are known at preview: other outputs would make the value, and every document built
 * of it, unknown there.
 */
export function after(value: pulumi.Input<string>, resources: pulumi.Resource[]): pulumi.Output<string> {
  return pulumi.all([value, ...resources.map((resource) => resource.urn)]).apply(([text]) => text);
}
