import { noServiceWideActions } from "../../../../policy/rules/iam-least-privilege/no-service-wide-actions";
import { findings } from "../../support/findings";
import { inOurOwn } from "../own";

const objects = "arn:aws:s3:::acme-raw/*";
const allow = (Action: string | string[], Resource: string | string[] = objects) => ({
  Effect: "Allow",
  Action,
  Resource,
});
const otherThan = "arn:aws:s3:::acme-hr/*";

describe("no-service-wide-actions", () => {
  inOurOwn(noServiceWideActions);

  findings(noServiceWideActions, {
    "s3:* is found": [allow("s3:*"), [`allows s3:* on ${objects}`]],
    "* is found": [allow("*"), [`allows * on ${objects}`]],
    "in a list, each of them is": [
      allow(["s3:GetObject", "s3:*", "kms:*"]),
      [`allows s3:* on ${objects}`, `allows kms:* on ${objects}`],
    ],
    "every resource is named": [
      allow("s3:*", ["arn:aws:s3:::acme-raw", objects]),
      [`allows s3:* on arn:aws:s3:::acme-raw, ${objects}`],
    ],
    "its case does not count": [allow("S3:*"), [`allows S3:* on ${objects}`]],
    "nor how the wildcard is written": [
      allow(["s3:**", "s3:?*"]),
      [`allows s3:** on ${objects}`, `allows s3:?* on ${objects}`],
    ],
    "a prefix that takes in the whole service is found": [allow("rds-db:con*", "*"), ["allows rds-db:con* on *"]],
    "so is a service that AWS does not have": [allow("acme:*"), [`allows acme:* on ${objects}`]],
    "a condition leaves it every action": [
      { ...allow("s3:*"), Condition: { Bool: { "aws:SecureTransport": "true" } } },
      [`allows s3:* on ${objects}`],
    ],
    "what NotResource leaves is told": [
      { Effect: "Allow", Action: "s3:*", NotResource: otherThan },
      [`allows s3:* on every resource but ${otherThan}`],
    ],
    "a prefix is another rule's business": [allow(["s3:Get*", "s3:*Object"]), []],
    "so is one of a service that AWS does not have": [allow("acme:Get*"), []],
    "so is NotAction": [{ Effect: "Allow", NotAction: "iam:*", Resource: objects }, []],
    "single actions are fine": [allow(["s3:GetObject", "kms:Decrypt"]), []],
    "a single action of a service that has no other is": [allow("rds-db:connect"), []],
    "a Deny may be as wide as it likes": [{ ...allow(["*", "s3:*"]), Effect: "Deny" }, []],
  });
});
