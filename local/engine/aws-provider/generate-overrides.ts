// Writes internal/provider/overrides.json. Run: `go run ./cmd/schema-dump | npx tsx generate-overrides.ts` in this folder.

import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

interface Field {
  terraform: string;
  type: string;
  one: string;
  many: string;
  list: boolean;
  maxItems: number;
  nested?: Field[];
}

interface Entry {
  token: string;
  fields: Field[];
}

interface Override {
  name?: string;
  maxItemsOne?: boolean;
  nested?: Record<string, Override>;
}

type Members = Map<string, ts.TypeNode>;
type Kind = "array" | "object" | "map" | "scalar";

const sdk = path.dirname(require.resolve("@pulumi/aws/package.json"));
const dump = JSON.parse(fs.readFileSync(0, "utf8")) as {
  config: Field[];
  resources: Record<string, Entry>;
  data: Record<string, Entry>;
};

/** Names that follow no rule: the SDK shortens them. */
const renamed: Record<string, string> = {
  "aws_cloudwatch_metric_alarm.alarm_name": "name",
  "aws_cloudwatch_log_subscription_filter.log_group_name": "logGroup",
  "aws_sns_topic_subscription.topic_arn": "topic",
};
/** Terraform fields that the SDK does not have at the top of any resource. */
const notInSdk = new Set(["id", "timeouts", "tagsAll"]);
const unmatched: string[] = [];
const interfaces = readInterfaces();

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

function membersOf(node: ts.InterfaceDeclaration | ts.ClassDeclaration): Members {
  const members: Members = new Map();
  for (const member of node.members) {
    if ((ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) && member.type) {
      members.set(member.name.getText(), member.type);
    }
  }
  return members;
}

/** The nested types, by names such as `inputs.s3.BucketObjectv2OverrideProvider`. */
function readInterfaces(): Map<string, Members> {
  const found = new Map<string, Members>();
  const visit = (node: ts.Statement, scope: string[]): void => {
    if (ts.isInterfaceDeclaration(node)) {
      found.set([...scope, node.name.text].join("."), membersOf(node));
    } else if (ts.isModuleDeclaration(node) && node.body && ts.isModuleBlock(node.body)) {
      node.body.statements.forEach((statement) => visit(statement, [...scope, node.name.text]));
    }
  };
  for (const direction of ["input", "output"]) {
    parse(path.join(sdk, "types", `${direction}.d.ts`)).statements.forEach((s) => visit(s, [`${direction}s`]));
  }
  return found;
}

/** Looks through `pulumi.Input<T>`, `T | undefined` and parentheses. */
function shape(type: ts.TypeNode): { kind: Kind; reference?: string; type: ts.TypeNode } {
  if (ts.isParenthesizedTypeNode(type)) return shape(type.type);
  if (ts.isUnionTypeNode(type)) {
    const real = type.types.find((t) => !["undefined", "null"].includes(t.getText()));
    return real ? shape(real) : { kind: "scalar", type };
  }
  if (ts.isArrayTypeNode(type)) return { ...shape(type.elementType), kind: "array", type };
  if (ts.isTypeLiteralNode(type)) return { kind: "map", type };
  if (ts.isTypeReferenceNode(type)) {
    const name = type.typeName.getText();
    if (/^pulumi\.(Input|Output|Unwrap)$/.test(name) && type.typeArguments?.[0]) return shape(type.typeArguments[0]);
    if (interfaces.has(name)) return { kind: "object", reference: name, type };
  }
  return { kind: "scalar", type };
}

function compare(fields: Field[], declared: Members[], where: string, top = true): Record<string, Override> {
  const out: Record<string, Override> = {};
  const find = (name: string): ts.TypeNode | undefined => declared.find((m) => m.has(name))?.get(name);
  for (const field of fields) {
    const place = `${where}.${field.terraform}`;
    if (renamed[place]) {
      out[field.terraform] = { name: renamed[place] };
      continue;
    }
    const name = find(field.many) ? field.many : field.one;
    const type = find(name);
    if (!type) {
      if (!(top && notInSdk.has(field.one))) unmatched.push(`${place}: not in the SDK`);
      continue;
    }
    const found = shape(type);
    const override: Override = {};
    if (field.list) {
      const one = found.kind !== "array";
      if (one !== (field.maxItems === 1)) override.maxItemsOne = one;
      if (name !== (one ? field.one : field.many)) override.name = name;
    } else if (found.kind === "scalar") {
      compareScalar(field, found.type, place);
    }
    if (field.nested) {
      const nested = declared
        .map((members) => members.get(name))
        .map((t) => t && shape(t).reference)
        .map((reference) => reference && interfaces.get(reference))
        .filter((members) => members !== undefined && members !== "");
      const inner = nested.length > 0 ? compare(field.nested, nested, place, false) : {};
      if (Object.keys(inner).length > 0) override.nested = inner;
    }
    if (Object.keys(override).length > 0) out[field.terraform] = override;
  }
  return out;
}

function compareScalar(field: Field, type: ts.TypeNode, place: string): void {
  const text = type.getText();
  const typescript = /\bboolean\b/.test(text) ? "Bool" : /\bnumber\b/.test(text) ? "Number" : "String";
  const terraform = /Bool/.test(field.type) ? "Bool" : /Int|Float|Number/.test(field.type) ? "Number" : "String";
  if (typescript !== terraform) unmatched.push(`${place}: ${typescript} in the SDK, ${terraform} in Terraform`);
}

function declarations(token: string): { name: string; of: (suffix: string) => Members } | undefined {
  const [, module = "", name = ""] = token.split(":");
  const file = path.join(sdk, `${module.replace("index/", "")}.d.ts`);
  if (!fs.existsSync(file)) {
    unmatched.push(`${token}: no ${path.relative(sdk, file)} in the SDK`);
    return undefined;
  }
  const found = new Map<string, Members>();
  for (const statement of parse(file).statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) {
      found.set(statement.name?.text ?? "", membersOf(statement));
    }
  }
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  return { name: type, of: (suffix) => found.get(type + suffix) ?? new Map<string, ts.TypeNode>() };
}

function compareAll(entries: Record<string, Entry>, suffixes: string[]): Record<string, Record<string, Override>> {
  const out: Record<string, Record<string, Override>> = {};
  for (const [typeName, entry] of Object.entries(entries).sort()) {
    const types = declarations(entry.token);
    const overrides = types ? compare(entry.fields, suffixes.map(types.of), typeName) : {};
    if (Object.keys(overrides).length > 0) out[typeName] = overrides;
  }
  return out;
}

const provider = parse(path.join(sdk, "provider.d.ts")).statements.find(
  (s): s is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(s) && s.name.text === "ProviderArgs",
);
if (!provider) throw new Error("@pulumi/aws: provider.d.ts declares no ProviderArgs");
const overrides = {
  config: compare(dump.config, [membersOf(provider)], "provider"),
  resources: compareAll(dump.resources, ["Args", "State", ""]),
  data: compareAll(dump.data, ["Args", "Result"]),
  regional: Object.entries(dump.resources)
    .filter(([, entry]) => declarations(entry.token)?.of("Args").has("region"))
    .map(([typeName]) => typeName)
    .sort(),
};
fs.writeFileSync(path.join(__dirname, "internal/provider/overrides.json"), `${JSON.stringify(overrides, null, 2)}\n`);
console.error(`Where the SDK and Terraform differ and nothing is done about it (${unmatched.length}):`);
unmatched.forEach((line) => console.error(`  ${line}`));
