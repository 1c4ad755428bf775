import * as fs from "node:fs";
import * as path from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema, type PackageSpec } from "@pulumi/pulumi/provider/experimental/schema";
import { root } from "../setup/paths";
import { type Docstring, docstrings, type TypeDocs } from "./docstrings";
import { servedNames } from "./served";

/**
 * The Pulumi package schema of the library's components, for programs in other languages.
 *
 * @throws Error that names the component and argument whose type has no place in a schema
 */
export function librarySchema(): PackageSpec {
  const { name, version, description } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const manifest = { name, main: "index.ts" };
  const analyzer = new Analyzer(path.join(root, "components"), name, manifest, new Set(servedNames()));
  const { components, typeDefinitions, dependencies } = analyzer.analyze();
  return withDocstrings(generateSchema(name, version, description, components, typeDefinitions, dependencies));
}

type Properties = PackageSpec["resources"][string]["properties"];

/** The analyzer leaves out tags, and with them the defaults, and cannot read a text with links. */
function withDocstrings(schema: PackageSpec): PackageSpec {
  const docs = docstrings();
  for (const [token, resource] of Object.entries(schema.resources)) {
    const { own, args } = docs.get(nameOf(token))!;
    resource.description = textOf(own);
    describe(resource.inputProperties, docs, args!);
    describe(resource.properties, docs, nameOf(token));
  }
  for (const [token, type] of Object.entries(schema.types)) {
    const { own, members } = docs.get(nameOf(token))!;
    type.description = textOf(own);
    for (const value of type.enum ?? []) value.description = textOf(members[value.name]);
    describe(type.properties, docs, nameOf(token));
  }
  return schema;
}

const nameOf = (token: string) => token.split(":").at(-1)!;

function describe(properties: Properties = {}, docs: Map<string, TypeDocs>, typeName: string): void {
  for (const [name, property] of Object.entries(properties)) {
    const { words, tags } = memberDocs(docs, typeName, name) ?? { tags: [] };
    // What has no words of its own, such as `job: JobArgs`, is what its type is.
    const typeWords = "$ref" in property ? docs.get(nameOf(property.$ref))?.own.words : undefined;
    property.description = textOf({ words: words ?? typeWords, tags });
  }
}

function memberDocs(docs: Map<string, TypeDocs>, typeName: string, member: string): Docstring | undefined {
  const type = docs.get(typeName);
  if (!type || member in type.members) return type?.members[member];
  return type.extends.map((base) => memberDocs(docs, base, member)).find((found) => found !== undefined);
}

const textOf = ({ words, tags }: Docstring): string | undefined =>
  [...(words === undefined ? [] : [words]), ...tags].join("\n\n") || undefined;
