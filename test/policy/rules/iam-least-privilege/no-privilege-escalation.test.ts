import { WAYS } from "../../../../policy/rules/iam-least-privilege/escalation";
import { noPrivilegeEscalation } from "../../../../policy/rules/iam-least-privilege/no-privilege-escalation";
import { findings } from "../../support/findings";
import { inOurOwn } from "../own";

const loader = "arn:aws:iam::111122223333:role/loader";
const allow = (Action: string | string[], Resource: string | string[] = loader, Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const pass = (Condition?: object) => allow("iam:PassRole", loader, Condition);

const found = (what: string, actions = WAYS[what]) => `allows ${actions.join(", ")}: with it a principal can ${what}`;
const passesAnywhere =
  "allows iam:PassRole to any service: without a condition iam:PassedToService every service runs with it";
const assumesAll = "allows sts:AssumeRole on every role that trusts the account";

describe("no-privilege-escalation", () => {
  inOurOwn(noPrivilegeEscalation);

  describe("finds all with which a principal can", () => {
    for (const what of Object.keys(WAYS))
      findings(noPrivilegeEscalation, { [what]: [allow(WAYS[what]), [found(what)]] });
  });

  findings(noPrivilegeEscalation, {
    "one action, as a text": [allow("iam:PutRolePolicy"), [found("write its own policies", ["iam:PutRolePolicy"])]],
    "its case does not count": [allow("IAM:putrolepolicy"), [found("write its own policies", ["iam:PutRolePolicy"])]],
    "a pattern is found by what it takes in": [
      allow("glue:Update*"),
      [found("run code with another role", ["glue:UpdateDevEndpoint", "glue:UpdateJob"])],
    ],
    "* is found by all": [
      allow("*", "*"),
      [...Object.keys(WAYS).map((what) => found(what)), passesAnywhere, assumesAll],
    ],
    "*:* is as well": [
      allow("*:*", "*"),
      [...Object.keys(WAYS).map((what) => found(what)), passesAnywhere, assumesAll],
    ],
    "other conditions do not help": [
      allow("iam:PutRolePolicy", loader, { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
      [found("write its own policies", ["iam:PutRolePolicy"])],
    ],
    "actions that only look like it are fine": [
      allow(["iam:GetRolePolicy", "iam:CreatePolicy", "glue:StartJobRun", "s3:GetBucketPolicy", "kms:Decrypt"]),
      [],
    ],
    "a Deny is": [{ ...allow(["iam:*", "sts:AssumeRole"], "*"), Effect: "Deny" }, []],
    "NotAction is another rule's business": [{ Effect: "Allow", NotAction: "s3:*", Resource: "*" }, []],
  });

  describe("iam:PassRole", () => {
    findings(noPrivilegeEscalation, {
      "is found": [pass(), [passesAnywhere]],
      "in a pattern, too": [allow("iam:Pass*"), [passesAnywhere]],
      "is fine for one service": [pass({ StringEquals: { "iam:PassedToService": "glue.amazonaws.com" } }), []],
      "or a pattern of them": [pass({ StringLike: { "iam:PassedToService": "redshift*.amazonaws.com" } }), []],
      "whatever the key's case": [pass({ StringEquals: { "IAM:passedtoservice": "glue.amazonaws.com" } }), []],
      "not for all services but one": [
        pass({ StringNotEquals: { "iam:PassedToService": "ec2.amazonaws.com" } }),
        [passesAnywhere],
      ],
      "not if it exists": [
        pass({ StringEqualsIfExists: { "iam:PassedToService": "glue.amazonaws.com" } }),
        [passesAnywhere],
      ],
      "not for all values, of which there may be none": [
        pass({ "ForAllValues:StringEquals": { "iam:PassedToService": "glue.amazonaws.com" } }),
        [passesAnywhere],
      ],
      "not for any service": [pass({ StringLike: { "iam:PassedToService": "*" } }), [passesAnywhere]],
      "not by another key": [
        pass({ ArnLike: { "iam:AssociatedResourceArn": "arn:aws:glue:*:*:job/*" } }),
        [passesAnywhere],
      ],
    });
  });

  describe("sts:AssumeRole", () => {
    findings(noPrivilegeEscalation, {
      "is found on *": [allow("sts:AssumeRole", "*"), [assumesAll]],
      "on every role of an account": [allow("sts:Assume*", [loader, "arn:aws:iam::111122223333:role/*"]), [assumesAll]],
      "on all that the account has": [allow("sts:AssumeRole", "arn:aws:iam::111122223333:*"), [assumesAll]],
      "is fine on one": [allow("sts:AssumeRole", loader), []],
      "or on those of one prefix": [allow("sts:AssumeRole", "arn:aws:iam::111122223333:role/etl-*"), []],
    });
  });
});
