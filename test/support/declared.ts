import * as path from "node:path";
import * as ts from "typescript";
import { root } from "../../scripts/setup/paths";

/** A member of an interface or class of components/, as it is written down. */
export interface DeclaredMember {
  name: string;
  optional: boolean;
  type: ts.TypeNode;
}

/** What components/ declares, by name: read from the syntax alone, so that it can be held against what Pulumi makes of it. */
export class Declarations {
  private readonly statements = new Map<string, ts.Statement>();

  constructor() {
    for (const file of ts.sys.readDirectory(path.join(root, "components"), [".ts"])) {
      const source = ts.createSourceFile(file, ts.sys.readFile(file)!, ts.ScriptTarget.Latest, true);
      for (const statement of source.statements) {
        const name = ts.isVariableStatement(statement)
          ? statement.declarationList.declarations[0].name.getText()
          : (statement as ts.Statement & { name?: ts.Identifier }).name?.text;
        // `type Mode` stands beside `const Mode`, which has the values.
        if (name !== undefined && !ts.isTypeAliasDeclaration(statement)) this.statements.set(name, statement);
      }
    }
  }

  /** The interface of a component's arguments. */
  argsOf(component: string): string {
    const made = this.class(component).members.find(ts.isConstructorDeclaration)!;
    return made.parameters.find(({ name }) => name.getText() === "args")!.type!.getText();
  }

  /** Public fields of a component. */
  outputsOf(component: string): DeclaredMember[] {
    return this.class(component)
      .members.filter(ts.isPropertyDeclaration)
      .filter(({ modifiers }) => !modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword))
      .map(({ name, questionToken, type }) => ({ name: name.getText(), optional: !!questionToken, type: type! }));
  }

  /** Members of an interface and of those that it extends; undefined when the name is none of an interface. */
  membersOf(name: string): DeclaredMember[] | undefined {
    const found = this.statements.get(name);
    if (!found || !ts.isInterfaceDeclaration(found)) return undefined;
    const bases = found.heritageClauses?.flatMap(({ types }) => types.map((it) => it.getText())) ?? [];
    const inherited = bases.flatMap((base) => {
      const members = this.membersOf(base);
      if (!members) throw new Error(`${name} extends ${base}, which is no interface of components/`);
      return members;
    });
    const own = found.members.map((member) => ({
      name: member.name!.getText(),
      optional: !!member.questionToken,
      type: (member as ts.PropertySignature).type!,
    }));
    // One that is written down again is narrower.
    return [...inherited.filter(({ name }) => !own.some((it) => it.name === name)), ...own];
  }

  /** Values of an enum, or of an object that stands for one; undefined when the name is none of these. */
  valuesOf(name: string): string[] | undefined {
    const found = this.statements.get(name);
    if (found && ts.isEnumDeclaration(found)) return found.members.map(({ initializer }) => unquoted(initializer!));
    const [variable] = found && ts.isVariableStatement(found) ? found.declarationList.declarations : [];
    const object = variable?.initializer && ts.isAsExpression(variable.initializer) && variable.initializer.expression;
    return object && ts.isObjectLiteralExpression(object)
      ? object.properties.map((property) => unquoted((property as ts.PropertyAssignment).initializer))
      : undefined;
  }

  private class(name: string): ts.ClassDeclaration {
    const found = this.statements.get(name);
    if (!found || !ts.isClassDeclaration(found)) throw new Error(`components/ has no class ${name}`);
    return found;
  }
}

const unquoted = (expression: ts.Expression) =>
  ts.isStringLiteral(expression) ? expression.text : expression.getText();
