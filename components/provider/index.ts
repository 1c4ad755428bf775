// What Pulumi starts for a program in another language: PulumiPlugin.yaml, which lies beside it, names the runtime.
import * as fs from "node:fs";
import * as path from "node:path";
import { main } from "@pulumi/pulumi/provider";
import * as library from "..";
import { type ComponentClass, LibraryProvider } from "./library-provider";

const schema = fs.readFileSync(path.join(__dirname, "schema.json"), "utf8");
const components = library as unknown as Record<string, ComponentClass>;

void main(new LibraryProvider(schema, components), process.argv.slice(2));
