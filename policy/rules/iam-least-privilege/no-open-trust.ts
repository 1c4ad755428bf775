import { z } from "zod";
import { type Condition, type Statement, statementName } from "../../iam/document";
import { arnParts } from "../../iam/pattern";
import { accountNamed } from "../../iam/principal";
import { serviceAccounts } from "../../iam/service-accounts";
import { accountOfMade, accountsOf, accountsOfStack } from "../accounts";
import { narrows } from "../conditions";
import { documentsOf, placed, wellFormed } from "../documents";
import type { StackRule, StatementRule } from "../rule";

const settings = z.object({
  ownAccounts: z
    .array(z.string().regex(/^\d{12}$/))
    .default([])
    .describe(
      "Accounts whose principals may be trusted without a condition. Where none is listed it is the account that the stack is in, " +
        "as far as providers, ARNs and roles tell it.",
    ),
});

/** Keys that tell who asks, on whose behalf, or from where. */
const IDENTIFYING = new RegExp(
  `^(${[
    "aws:principal(account|arn|orgid|orgpaths)",
    "aws:source(account|arn|ip|orgid|orgpaths|owner|vpc|vpce)",
    "aws:vpce(account|orgid|orgpaths)",
    "sts:externalid",
    "saml:aud",
    "s3:dataaccesspointaccount",
    "kms:calleraccount",
    "[\\w./-]+:(sub|aud)",
  ].join("|")})$`,
  "i",
);

/** Audiences that all users of a provider have: there the subject alone tells who asks. */
const SHARED_AUDIENCE = /^(token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io):aud$/i;

const identifies = (condition: Condition) =>
  IDENTIFYING.test(condition.key) && !SHARED_AUDIENCE.test(condition.key) && narrows(condition);

const lets = (principal: string) => `lets ${principal} in without a condition`;

const isOpen = ({ effect, principals, conditions }: Statement) =>
  effect === "Allow" && principals !== undefined && !conditions.some(identifies);

const isOutside = (principal: string, accounts: string[]) =>
  !accounts.includes(accountNamed(principal) ?? arnParts(principal)[4] ?? "");

/**
 * Who is not of the account, or may be anybody, is let in on a condition only.
 *
 * A trust policy trusts the account itself only where that is known. A resource policy may have to name its own, a key's above
 * all: where the resource alone does not tell which that is, its principals are left to the stack's roles, and where these do not
 * tell either, to the reader.
 */
export const noOpenTrust: StatementRule & StackRule = {
  name: "no-open-trust",
  severity: "critical",
  title: "Trust and resource policies let nobody outside the account in without a condition",
  rationale: "Everybody who finds the ARN can assume the role or read the data.",
  remedy:
    "Name the one service or role. For another account add a condition, such as sts:ExternalId or aws:PrincipalOrgID; list accounts of your own in ownAccounts.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  documents: ["trust", "resource"],
  settings,

  check(statement, { resource, document, kind, settings: given }) {
    if (!isOpen(statement)) return [];
    const { ownAccounts } = settings.parse(given);
    const own = ownAccounts.length > 0 ? ownAccounts : accountsOf(resource, document);
    const isForStack = kind === "resource" && own.length === 0;
    const known = kind === "resource" ? [...own, ...serviceAccounts] : own;
    const {
      AWS: aws = [],
      Federated: federated = [],
      Service: services = [],
      CanonicalUser: users = [],
    } = statement.principals!;
    return [
      ...aws.flatMap((it) =>
        it === "*" ? ["lets everybody in"] : !isForStack && isOutside(it, known) ? [lets(it)] : [],
      ),
      ...services.filter((it) => it.includes("*")).map((it) => `lets every service in: ${it}`),
      ...federated.map((it) => `lets every user of ${it} in`),
      ...users.map((it) => lets(`the S3 user ${it.slice(0, 8)}...`)),
    ];
  },

  checkStack(stack, given) {
    if (settings.parse(given).ownAccounts.length > 0) return [];
    const ofStack = accountsOfStack(stack);
    const found = stack.resources.flatMap((resource) =>
      documentsOf(resource, () => undefined).flatMap((it) => {
        const document = it.kind === "resource" ? wellFormed(it) : undefined;
        if (!document || accountsOf(resource, document).length > 0) return [];
        const own = [...ofStack, accountOfMade(resource) ?? []].flat();
        return document.statements.filter(isOpen).flatMap((statement) =>
          (statement.principals!.AWS ?? [])
            .filter((principal) => principal !== "*" && isOutside(principal, [...own, ...serviceAccounts]))
            .map((principal) => ({
              resource,
              what: placed(it, lets(principal), statementName(document, statement)),
              isKnown: own.length > 0,
            })),
        );
      }),
    );
    const open = found.filter(({ isKnown }) => !isKnown).map(({ resource, what }) => `${resource.name}: ${what}`);
    // The engine has the resources in no order.
    stack.unverifiable.push(...open.sort(), ...(open.length > 0 ? [UNTOLD] : []));
    return found.filter(({ isKnown }) => isKnown);
  },
};

const UNTOLD =
  "which account the stack is in is not known: list those of your own in ownAccounts, or in allowedAccountIds of the provider";
