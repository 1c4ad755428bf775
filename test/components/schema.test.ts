import { strict as assert } from "node:assert";
import * as path from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import type { PackageSpec, Property } from "@pulumi/pulumi/provider/experimental/schema";
import * as ts from "typescript";
import { componentNames, notServed, servedNames } from "../../scripts/package/served";
import { librarySchema } from "../../scripts/package/schema";
import { root } from "../../scripts/setup/paths";
import { type DeclaredMember, Declarations } from "../support/declared";

const token = (name: string) => `s3-to-redshift:index:${name}`;

/** Programs in other languages know the components by a schema, which must say all that the types say. */
describe("the schema for other languages", function () {
  this.timeout(120_000);
  const declarations = new Declarations();
  let schema: PackageSpec;

  before(() => {
    schema = librarySchema();
  });

  it("has every component, but those of which the reason is told", () => {
    assert.deepEqual(Object.keys(schema.resources).sort(), servedNames().map(token).sort());
    assert.deepEqual(componentNames().sort(), [...servedNames(), ...Object.keys(notServed)].sort());
  });

  for (const name of Object.keys(notServed)) {
    it(`cannot have ${name}`, () => {
      const manifest = { name: "s3-to-redshift", main: "index.ts" };
      const analyzer = new Analyzer(path.join(root, "components"), "s3-to-redshift", manifest, new Set([name]));
      assert.throws(() => analyzer.analyze(), new RegExp(`for component '${name}' .*'${name}Args\\.`));
    });
  }

  for (const name of servedNames()) {
    it(`has each argument of ${name}, and all that is in it, with type, optionality and words`, () => {
      const { inputProperties = {}, requiredInputs = [] } = schema.resources[token(name)];
      const args = declarations.argsOf(name);
      const seen = new Set<string>();
      assert.deepEqual(
        problems(args, declarations.membersOf(args)!, { properties: inputProperties, required: requiredInputs }, seen),
        [],
      );
    });

    it(`has each output of ${name}`, () => {
      const { properties = {}, required } = schema.resources[token(name)];
      const outputs = declarations.outputsOf(name);
      assert.deepEqual(Object.keys(properties).sort(), outputs.map((output) => output.name).sort());
      const unlike = outputs.filter(
        ({ name, optional, type }) =>
          optional === required!.includes(name) || !sameShape(shapeOf(properties[name]), shape(type)),
      );
      assert.deepEqual(
        unlike.map((output) => output.name),
        [],
      );
    });
  }

  it("has the values of enums", () => {
    const enums = Object.entries(schema.types).filter(([, type]) => type.enum);
    assert.ok(enums.length > 10);
    for (const [name, type] of enums) {
      const values = declarations.valuesOf(name.split(":")[2])!;
      assert.deepEqual(type.enum!.map(({ value }) => value).sort(), values.sort(), name);
    }
    const modes = schema.types[token("LoadMode")].enum!;
    assert.deepEqual(modes.map(({ value }) => value).sort(), ["append", "history", "replace", "snapshot", "upsert"]);
    assert.equal(modes.find(({ name }) => name === "Append")!.description, "Adds all rows.");
  });

  it("says what a default is, and what a type is where a property has no words of its own", () => {
    const { inputProperties = {} } = schema.resources[token("S3ToRedshiftPipeline")];
    assert.match(inputProperties.tags.description!, /\n\nDefault: none$/);
    assert.match(
      inputProperties.job.description!,
      /^Size of the Glue job.*\n\nDefault: the defaults of `JobSizeArgs`$/s,
    );
    const { target } = schema.types[token("DatasetOutput")].properties!;
    assert.equal(target.description, schema.types[token("TargetOutput")].description);
    assert.ok(target.description);
    const { description } = schema.types[token("LoadArgs")].properties!.method;
    assert.match(description!, /\n\nSee https:\/\/docs\.aws\.amazon\.com\/redshift\/latest\/dg\/r_MERGE\.html$/);
  });

  interface Described {
    properties: Record<string, Property>;
    required: string[];
  }

  /** What of an interface is not in the schema, or is there in another way. */
  function problems(path: string, members: DeclaredMember[], found: Described, seen: Set<string>): string[] {
    const unknown = Object.keys(found.properties).filter((name) => !members.some((member) => member.name === name));
    return [
      ...unknown.map((name) => `${path}.${name}: is no argument`),
      ...members.flatMap(({ name, optional, type }) => {
        const place = `${path}.${name}`;
        const property = found.properties[name];
        if (!property) return [`${place}: is dropped`];
        const [is, expected] = [shapeOf(property), shape(type)];
        return [
          ...(sameShape(is, expected) ? [] : [`${place}: is ${is}, expected ${expected}`]),
          ...(found.required.includes(name) === !optional ? [] : [`${place}: is ${optional ? "not " : ""}optional`]),
          ...(/\w/.test(property.description ?? "") && !/\[object/.test(property.description!)
            ? []
            : [`${place}: has no words`]),
          ...referenced(type).flatMap((inner) => innerProblems(place, inner, seen)),
        ];
      }),
    ];
  }

  function innerProblems(path: string, name: string, seen: Set<string>): string[] {
    if (seen.has(name)) return [];
    seen.add(name);
    const { properties = {}, required = [], enum: values, description } = schema.types[token(name)] ?? {};
    const members = declarations.membersOf(name);
    return [
      ...(description ? [] : [`${path}: ${name} has no words`]),
      ...(members ? problems(`${path} (${name})`, members, { properties, required }, seen) : []),
      ...(members || values ? [] : [`${path}: ${name} is dropped`]),
    ];
  }
});

/** A type in words: `input string`, `array of DatasetArgs`. */
function shape(node: ts.TypeNode, plain = true): string {
  const input = plain ? "" : "input ";
  if (ts.isArrayTypeNode(node)) return `${input}array of ${shape(node.elementType)}`;
  if (!ts.isTypeReferenceNode(node)) return `${input}${node.getText()}`;
  const [first, second] = node.typeArguments ?? [];
  const name = node.typeName.getText();
  if (name === "pulumi.Input" || name === "pulumi.Output") return shape(first, false);
  return name === "Record" ? `${input}map of ${shape(second)}` : `${input}${name}`;
}

/** The same of a property in the schema. */
function shapeOf(property: Property): string {
  const input = property.plain ? "" : "input ";
  if ("$ref" in property) return `${input}${property.$ref.split(":").at(-1)}`;
  if (property.items) return `${input}array of ${shapeOf(property.items)}`;
  return `${input}${property.additionalProperties ? `map of ${shapeOf(property.additionalProperties)}` : property.type}`;
}

/** What is in an array or map that is an input, or in an output, comes with it. */
const sameShape = (a: string, b: string) =>
  a === b || (a.startsWith("input ") && b.startsWith("input ") && bare(a) === bare(b));
const bare = (words: string) => words.replaceAll("input ", "");

/** Names of the types of components/ that a type is made of. */
function referenced(node: ts.TypeNode): string[] {
  if (ts.isArrayTypeNode(node)) return referenced(node.elementType);
  if (!ts.isTypeReferenceNode(node)) return [];
  if (node.typeArguments) return node.typeArguments.flatMap(referenced);
  return [node.typeName.getText()];
}
