import { strict as assert } from "node:assert";
import * as aws from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import { deploy, type Deployment, type Registered, valueOf } from "./harness";

type Component = pulumi.ComponentResource;

/** What is the same of every component. */
export interface ComponentTraits<C extends Component> {
  /** Makes the component, named `shop`. */
  make: (opts?: pulumi.ComponentResourceOptions) => C;
  type: string;
  /** Type and name of each child, sorted by name. */
  children: [type: string, name: string][];
  outputs: (component: C) => Record<string, pulumi.Output<unknown>>;
}

/** Tests that a component has exactly its children, hands them its provider, and registers its outputs. */
export function itIsAComponent<C extends Component>(traits: ComponentTraits<C>): void {
  it("has its children, named after it", async () => {
    const { resources } = await deploy(() => traits.make());
    const component = resources.find((resource) => resource.type === traits.type)!;
    assert.ok(component, `no resource of type ${traits.type}`);
    assert.equal(component.name, "shop");
    assert.deepEqual(below(resources, component), traits.children);
  });

  it("hands its provider to children and invokes", async () => {
    const { resources, invokes } = await deploy(() => {
      const provider = new aws.Provider("elsewhere", { region: "eu-north-1" });
      return traits.make({ provider });
    });
    const custom = resources.filter(({ type }) => type.startsWith("aws:"));
    for (const { name, provider } of [
      ...custom,
      ...invokes.map(({ token, provider }) => ({ name: token, provider })),
    ]) {
      assert.match(provider ?? "none", /::elsewhere::/, `provider of ${name}`);
    }
  });

  it("registers its outputs", async () => {
    const { resources, result } = await deploy(() => traits.make());
    const component = resources.find((resource) => resource.type === traits.type)!;
    const expected: Record<string, unknown> = {};
    for (const [name, output] of Object.entries(traits.outputs(result))) {
      expected[name] = await valueOf(output);
    }
    assert.deepEqual(component.registeredOutputs, expected);
    assert.ok(!Object.values(expected).includes(undefined), "every output has a value");
  });
}

/** Type and name of what has the component as its parent. */
const below = (resources: Registered[], component: Registered) =>
  resources
    .filter(({ parent }) => parent?.endsWith(`${component.type}::${component.name}`))
    .map(({ type, name }) => [type, name])
    .sort(([, a], [, b]) => (a < b ? -1 : 1));

/** The statements of a policy input, by Sid. */
export function statementsOf(
  deployment: Deployment<unknown>,
  type: string,
  property: string,
  name?: string,
): Record<string, object> {
  const document = JSON.parse(deployment.one(type, name).inputs[property]);
  assert.equal(document.Version, "2012-10-17");
  return Object.fromEntries(document.Statement.map(({ Sid, ...statement }: { Sid: string }) => [Sid, statement]));
}

/** Tests that wrong arguments are refused in the constructor, with a message that names the argument. */
export function itRefuses(table: [what: string, make: () => unknown, message: RegExp][]): void {
  for (const [what, make, message] of table) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(deploy(make), (error: Error) => {
        assert.equal((error as { __pulumiInputPropertyError?: boolean }).__pulumiInputPropertyError, true, error.stack);
        assert.match(error.message, message);
        return true;
      });
    });
  }
}
