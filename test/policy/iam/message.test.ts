import { strict as assert } from "node:assert";
import { evaluate, type Policies, type Request } from "../../../policy/iam/evaluate";
import { accessDeniedMessage } from "../../../policy/iam/message";
import { role, object, request, identity, bucket, allow, elsewhere } from "./requests";

describe("message of a refusal", () => {
  const said = (policies: Policies, more: Partial<Request> = {}) => {
    const asked = request(role, more);
    return accessDeniedMessage(asked, evaluate(asked, policies));
  };
  const who = `User: ${role.arn} is not authorized to perform:`;
  const cases: [string, string, string][] = [
    [
      "no allow",
      said({ identity: [] }),
      `s3:GetObject on resource: ${object} because no identity-based policy allows the s3:GetObject action`,
    ],
    [
      "explicit",
      said({ identity: [identity("Deny")] }),
      `s3:GetObject on resource: ${object} with an explicit deny in an identity-based policy`,
    ],
    [
      "a resource policy",
      said({ identity: [], resource: [bucket("Deny", "*")] }),
      `s3:GetObject on resource: ${object} with an explicit deny in a resource-based policy`,
    ],
    [
      "a boundary",
      said({ identity: [allow], boundary: elsewhere }),
      `s3:GetObject on resource: ${object} because no permissions boundary allows the s3:GetObject action`,
    ],
    [
      "a session policy",
      said({ identity: [allow], session: [elsewhere] }),
      `s3:GetObject on resource: ${object} because no session policy allows the s3:GetObject action`,
    ],
    [
      "an action without resources",
      said({ identity: [] }, { action: "cloudwatch:PutMetricData", resource: "*" }),
      "cloudwatch:PutMetricData because no identity-based policy allows the cloudwatch:PutMetricData action",
    ],
    [
      "a trust policy",
      said({ identity: [allow], resourceMustAllow: true }, { action: "sts:AssumeRole", resource: role.roleArn }),
      `sts:AssumeRole on resource: ${role.roleArn} because no role trust policy allows the sts:AssumeRole action`,
    ],
  ];
  for (const [what, message, expected] of cases) {
    it(what, () => assert.equal(message, `${who} ${expected}`));
  }
});
