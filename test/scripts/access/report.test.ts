import { strict as assert } from "node:assert";
import type { Checked } from "../../../local/access/access";
import type { Call } from "../../../local/gateway/calls";
import { parseDocument } from "../../../policy/iam/document";
import { roleAccess } from "../../../scripts/access/report";

const call = (role: string, ...checked: Checked[]): Call => ({
  time: "2026-03-01T12:00:00Z",
  caller: `arn:aws:sts::123456789012:assumed-role/${role}/run-1`,
  service: "s3",
  action: "GET",
  status: 200,
  ms: 1,
  checked,
});
const ask = (allowed: boolean, action: string, resource: string, sid?: string): Checked => ({
  allowed,
  action,
  resource,
  sid,
});

const document = parseDocument({
  Version: "2012-10-17",
  Statement: [
    { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "arn:aws:s3:::raw/*" },
    { Sid: "Work", Effect: "Allow", Action: ["s3:getobject", "s3:Put*"], Resource: "arn:aws:s3:::work/*" },
    { Sid: "Never", Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" },
  ],
});

describe("access report", () => {
  it("tells of each grant how many calls needed it, and of each refusal how often", () => {
    const calls = [
      call("load", ask(true, "s3:GetObject", "arn:aws:s3:::raw/a", "Read")),
      call(
        "load",
        ask(true, "s3:GetObject", "arn:aws:s3:::work/a", "Work"),
        ask(true, "s3:PutObject", "arn:aws:s3:::work/b", "Work"),
      ),
      call("load", ask(true, "s3:GetObject", "arn:aws:s3:::raw/b", "Read")),
      call("load", ask(false, "s3:DeleteObject", "arn:aws:s3:::raw/a", "Never")),
      call("load", ask(false, "s3:DeleteObject", "arn:aws:s3:::raw/a", "Never")),
      call("load", ask(false, "s3:GetObject", "arn:aws:s3:::hr/a")),
      call("loader", ask(true, "s3:ListBucket", "arn:aws:s3:::raw", "Read")),
    ];
    assert.deepEqual(roleAccess("load", [document], calls), {
      role: "load",
      granted: [
        { sid: "Read", action: "s3:GetObject", calls: 2 },
        { sid: "Read", action: "s3:ListBucket", calls: 0 },
        { sid: "Work", action: "s3:getobject", calls: 1 },
        { sid: "Work", action: "s3:Put*", calls: 1 },
      ],
      refused: [
        { action: "s3:DeleteObject", resource: "arn:aws:s3:::raw/a", calls: 2 },
        { action: "s3:GetObject", resource: "arn:aws:s3:::hr/a", calls: 1 },
      ],
    });
  });

  it("has nothing to tell of a role that nobody called with", () => {
    const { granted, refused } = roleAccess("idle", [document], []);
    assert.ok(granted.every(({ calls }) => calls === 0));
    assert.deepEqual(refused, []);
  });
});
