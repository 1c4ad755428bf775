import * as path from "node:path";
import * as ts from "typescript";
import { root } from "../setup/paths";

type Documented = ts.InterfaceDeclaration | ts.ClassDeclaration | ts.EnumDeclaration | ts.VariableStatement;

/** A docstring: its words, and as text too the default and the AWS page, since what reads a schema knows no tags. */
export interface Docstring {
  words?: string;
  tags: string[];
}

/** What the sources of components/ say of a type and of its members. */
export interface TypeDocs {
  own: Docstring;
  members: Record<string, Docstring>;
  /** Interfaces whose members it has too. */
  extends: string[];
  /** Of a class: the interface of its arguments. */
  args?: string;
}

/**
 * The docstrings of all exported interfaces, classes and enums, by name.
 *
 * @throws Error when two types have one name, which in a schema would be one type
 */
export function docstrings(): Map<string, TypeDocs> {
  const found = new Map<string, TypeDocs>();
  const folder = path.join(root, "components");
  for (const file of ts.sys.readDirectory(folder, [".ts"])) {
    const source = ts.createSourceFile(file, ts.sys.readFile(file)!, ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      const name = exportedName(statement);
      if (name === undefined) continue;
      if (found.has(name)) throw new Error(`two types of components/ are named ${name}`);
      found.set(name, docsOf(statement as Documented));
    }
  }
  return found;
}

function exportedName(statement: ts.Statement): string | undefined {
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return undefined;
  if (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
    return statement.name!.text;
  }
  // An enum whose values may also be written as text: `const Mode = { ... } as const`.
  const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  return declaration && objectOf(declaration) ? declaration.name.getText() : undefined;
}

function objectOf({ initializer }: ts.VariableDeclaration): ts.ObjectLiteralExpression | undefined {
  return initializer && ts.isAsExpression(initializer) && ts.isObjectLiteralExpression(initializer.expression)
    ? initializer.expression
    : undefined;
}

function docsOf(node: Documented): TypeDocs {
  const members = ts.isVariableStatement(node)
    ? objectOf(node.declarationList.declarations[0])!.properties
    : (node.members as ts.NodeArray<ts.NamedDeclaration>);
  const heritage = ts.isInterfaceDeclaration(node) ? (node.heritageClauses ?? []) : [];
  const constructed = ts.isClassDeclaration(node) ? node.members.find(ts.isConstructorDeclaration) : undefined;
  return {
    own: docstringOf(node),
    members: Object.fromEntries(members.map((it) => [it.name?.getText(), docstringOf(it)])),
    extends: heritage.flatMap(({ types }) => types.map(({ expression }) => expression.getText())),
    args: constructed?.parameters.find(({ name }) => name.getText() === "args")?.type?.getText(),
  };
}

function docstringOf(node: ts.Node): Docstring {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const words = linksAsNames(ts.getTextOfJSDocComment(comment?.comment));
  const tags = (comment?.tags ?? []).flatMap((tag) => {
    if (tag.tagName.text === "default") return [`Default: ${linksAsNames(ts.getTextOfJSDocComment(tag.comment))}`];
    // The start of an address is taken for a name, so that the tag's comment has but the rest of it.
    return tag.tagName.text === "see" ? [`See ${tag.getText().split(/\s+/)[1]}`] : [];
  });
  return { words, tags };
}

const linksAsNames = (text?: string) => text?.replace(/\{@link\s+([^}]+?)\s*\}/g, "`$1`");
