import { strict as assert } from "node:assert";
import { Context } from "../../../policy/iam/context";
import { parseDocument } from "../../../policy/iam/document";
import { evaluate } from "../../../policy/iam/evaluate";
import type { Principal } from "../../../policy/iam/principal";
import {
  decisions,
  iamName,
  type Need,
  place,
  roleDocuments,
  type RoleDocuments,
  type RoleName,
  trustDecisions,
  trusted,
  type TrustedRole,
} from "../../support/decisions";

type Documents = Record<RoleName, RoleDocuments>;

const roleArn = (name: string) => `arn:aws:iam::${place.accountId}:role/${name}`;
const sessionOf = (name: string): Principal => ({
  ...{ kind: "role-session", roleArn: roleArn(name) },
  arn: `arn:aws:sts::${place.accountId}:assumed-role/${name}/one`,
});

/** The same table is asked of the local AWS by real calls: test/local/access/decisions.test.ts. */
describe("the roles' documents", () => {
  let documents: Documents;
  before(async () => {
    documents = await roleDocuments();
  });

  function isAllowed(role: RoleName, { action, resource, context }: Need): boolean {
    const principal = sessionOf(iamName(role));
    const request = { principal, action, resource, resourceAccount: place.accountId, context: new Context(context) };
    return evaluate(request, { identity: documents[role].policies.map(parseDocument) }).allowed;
  }

  for (const { role, may, what, also = [], ...need } of decisions) {
    it(`${may ? "let" : "do not let"} ${role} ${what}`, () => {
      assert.equal(isAllowed(role, need), may);
      for (const it of also) assert.equal(isAllowed(role, it), true, `${it.action} on ${it.resource}`);
    });
  }
});

describe("the roles' trust", () => {
  let documents: Documents;
  let forOneAccount: Documents;
  before(async () => {
    documents = await roleDocuments();
    forOneAccount = await roleDocuments({ sourceAccountCondition: true });
  });

  /** All who ask may assume any role, as far as they go. */
  const identity = [
    parseDocument(
      JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" },
      }),
    ),
  ];
  function mayAssume(all: Documents, role: RoleName, principal: Principal, sourceAccount?: string): boolean {
    const request = {
      ...{ principal, action: "sts:AssumeRole", resource: roleArn(iamName(role)), resourceAccount: place.accountId },
      context: new Context({ "aws:SourceAccount": sourceAccount }),
    };
    return evaluate(request, { identity, resource: [parseDocument(all[role].trust)], resourceMustAllow: true }).allowed;
  }

  for (const { role, service, may } of trustDecisions) {
    it(`${may ? "lets" : "does not let"} ${service} assume ${role}`, () => {
      assert.equal(mayAssume(documents, role, { kind: "service", arn: service }, place.accountId), may);
    });
  }

  for (const role of Object.keys(trusted) as TrustedRole[]) {
    const others: Principal[] = [
      { kind: "user", arn: `arn:aws:iam::${place.accountId}:user/somebody` },
      sessionOf("somebody"),
      sessionOf(iamName(role)),
      { kind: "root", arn: `arn:aws:iam::${place.accountId}:root` },
      { kind: "root", arn: "arn:aws:iam::999999999999:root" },
      { kind: "anonymous", arn: "anonymous" },
    ];
    for (const principal of others) {
      it(`does not let ${principal.arn} assume ${role}`, () => {
        assert.equal(mayAssume(documents, role, principal), false);
      });
    }

    for (const [whose, account, may] of [
      ["this account", place.accountId, true],
      ["another account", "999999999999", false],
      ["no account that it names", undefined, false],
    ] as const) {
      it(`${may ? "lets" : "does not let"} a service assume ${role} for ${whose}, where that is asked for`, () => {
        for (const arn of trusted[role]) {
          assert.equal(mayAssume(forOneAccount, role, { kind: "service", arn }, account), may, arn);
        }
      });
    }
  }
});
