import { comesFrom, type Resource, type Stack } from "../resources";
import type { StackRule } from "../rule";
import { ifKnown } from "../unverifiable";

/** What gives a role its rights is no use of it. */
const mayUse = ({ type }: Resource) =>
  !type.startsWith("aws:iam/") || type === "aws:iam/instanceProfile:InstanceProfile";

/** Properties that let a role in, which is no use of it either: policies of keys, grants of Lake Formation. */
const LETS_IN = /polic(y|ies)|principal|permissions|admins/i;

/** Rights that nobody needs are rights that somebody finds. */
export const rolesInUse: StackRule = {
  name: "roles-in-use",
  severity: "medium",
  title: "Every role of the stack is used by a resource of the stack",
  rationale: "A role that is left over keeps its rights, and nobody notices who assumes it.",
  remedy: "Remove the role, or add an exception that says who outside the stack assumes it.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials",

  checkStack(stack) {
    const users = stack.resources.filter(mayUse);
    // Components and the stack itself have outputs, too, the role's own among them.
    const texts = users.filter(({ type }) => type.startsWith("aws:")).flatMap(({ props }) => textsIn(props));
    return stack
      .ofType("aws:iam/role:Role")
      .filter((role) => !users.some((it) => takes(it, role)) && !isNamed(stack, role, texts))
      .map((resource) => ({ resource, what: "no resource of the stack uses the role" }));
  },
};

const takes = (user: Resource, role: Resource) =>
  Object.keys(user.propertyDependencies).some((it) => !LETS_IN.test(it) && comesFrom(user, it, role));

/** A text in the properties of a resource, and the property that it stands in. */
interface Text {
  property: string;
  text: string;
}

function textsIn(value: unknown, property = ""): Text[] {
  if (typeof value === "string") return [{ property, text: value }];
  if (typeof value !== "object" || value === null) return [];
  const parts = value as Record<string, unknown>;
  return Object.keys(parts)
    .filter((name) => !LETS_IN.test(name))
    .flatMap((name) =>
      textsIn(
        ifKnown(() => parts[name]),
        Array.isArray(value) ? property : name,
      ),
    );
}

function isNamed(stack: Stack, role: Resource, texts: Text[]): boolean {
  const name = stack.readIfSet(role, (props) => props.name as string | undefined);
  const isArn = (text: string) => /^arn:[\w-]+:iam::\d{12}:role\//.test(text);
  return (
    name !== undefined &&
    texts.some(
      // Glue takes `PATH/NAME`, too.
      ({ property, text }) => (/role/i.test(property) || isArn(text)) && text.split("/").at(-1) === name,
    )
  );
}
