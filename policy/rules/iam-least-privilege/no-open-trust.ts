import { z } from "zod";
import type { Condition } from "../../iam/document";
import { arnParts } from "../../iam/pattern";
import { accountNamed } from "../../iam/principal";
import { narrows } from "../conditions";
import type { StatementRule } from "../rule";

const settings = z.object({
  ownAccounts: z
    .array(z.string().regex(/^\d{12}$/))
    .default([])
    .describe("Accounts whose principals may be trusted without a condition."),
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

/** Who is not of the account, or may be anybody, is let in on a condition only. */
export const noOpenTrust: StatementRule = {
  name: "no-open-trust",
  severity: "critical",
  title: "Trust and resource policies let nobody outside the account in without a condition",
  rationale: "Everybody who finds the ARN can assume the role or read the data.",
  remedy:
    "Name the one service or role. For another account add a condition, such as sts:ExternalId or aws:PrincipalOrgID; list accounts of your own in ownAccounts.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  documents: ["trust", "resource"],
  settings,

  check({ effect, principals, conditions }, given) {
    if (effect !== "Allow" || !principals || conditions.some(identifies)) return [];
    const { ownAccounts } = settings.parse(given.settings);
    const { AWS: aws = [], Federated: federated = [], Service: services = [], CanonicalUser: users = [] } = principals;
    const isForeign = (principal: string) => {
      const account = accountNamed(principal) ?? arnParts(principal)[4];
      // A key's policy has to name its own account: until one's own are told, only a trust policy shows whose it is not.
      return (given.kind === "trust" || ownAccounts.length > 0) && !ownAccounts.includes(account ?? "");
    };
    return [
      ...aws.flatMap((it) =>
        it === "*" ? ["lets everybody in"] : isForeign(it) ? [`lets ${it} in without a condition`] : [],
      ),
      ...services.filter((it) => it.includes("*")).map((it) => `lets every service in: ${it}`),
      ...federated.map((it) => `lets every user of ${it} in`),
      ...users.map((it) => `lets the S3 user ${it.slice(0, 8)}... in without a condition`),
    ];
  },
};
