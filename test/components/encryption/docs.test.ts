import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { catalogEncrypted } from "../../../policy/rules/data-protection/catalog-encrypted";
import { findingsIn, resourcesOf } from "../../policy/rules/own";
import { statementsOf } from "../../support/component";
import { load } from "../../support/example";
import { deploy, type Deployment, place } from "../../support/harness";
import { blocks, codes, page, rowsOf, section } from "../../support/page";
import { make, orders } from "../../support/shop-pipeline";

const text = page("encryption");
const program = path.join(__dirname, "docs-program.ts");
const ALIAS = "arn:aws:kms:eu-west-1:123456789012:alias/data-catalog";

interface Statement {
  Principal?: { Service?: string[]; AWS?: string[] };
  Action: string[];
  Condition?: Record<string, Record<string, unknown>>;
}

/** What a role may do with keys. */
const keyStatements = (made: Deployment<unknown>, role: string): Statement[] =>
  Object.values(
    statementsOf(made, "aws:iam/rolePolicy:RolePolicy", "policy", `${role}-policy`) as Record<string, Statement>,
  ).filter(({ Action }) => Action.every((action) => action.startsWith("kms:")));

describe("docs/encryption.md", () => {
  let made: Deployment<unknown>;
  before(async () => {
    made = await deploy(() => make({ createKmsKey: true, monitoring: {}, logs: { auditLogs: true } }));
  });

  it("has what the key encrypts, and leaves out nothing that has it", () => {
    const encrypted = made.resources
      .filter(
        ({ type, inputs }) =>
          type.startsWith("aws:") && JSON.stringify(inputs).includes("made-up:eu-west-1:123456789012:shop-key-key"),
      )
      .map(({ type }) => type.split(":")[2]);
    const named: Record<string, string> = {
      BucketServerSideEncryptionConfiguration: "the pipeline's buckets",
      LogGroup: "log groups of the pipeline",
      Namespace: "namespace or cluster",
      SecurityConfiguration: "Glue's security configuration `NAME`",
      Topic: "the topic `NAME-alarms`",
    };
    assert.deepEqual([...new Set(encrypted)].sort(), Object.keys(named));
    const rows = rowsOf(text).map(([what]) => what);
    assert.deepEqual(rows.sort(), Object.values(named).sort());
  });

  it("tells key and alias as they are made", () => {
    const { enableKeyRotation, deletionWindowInDays } = made.one("aws:kms/key:Key").inputs;
    assert.deepEqual([enableKeyRotation, deletionWindowInDays], [true, 30]);
    assert.equal(made.one("aws:kms/alias:Alias").inputs.name, "alias/shop-test");
    assert.match(text, /rotates once a year, and the alias `alias\/NAME`\. Destroyed it is kept for 30 days/);
  });

  it("says what each role may do with it, through which service", () => {
    const service: Record<string, string> = { S3: "s3", "CloudWatch Logs": "logs" };
    const told = rowsOf(section(text, "The pipeline's own key")).map(([role, through, may]) => {
      const Condition = {
        StringEquals: { "kms:ViaService": `${service[through]}.${place.region}.amazonaws.com` },
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop-test" },
      };
      return { role: role.toLowerCase(), Action: codes(may), Condition };
    });
    const granted = ["crawler", "job", "copy"].flatMap((role) =>
      keyStatements(made, `shop-${role}`).map(({ Action, Condition }) => ({ role, Action, Condition })),
    );
    assert.deepEqual(told, granted);
  });

  it("has the policy that a key needs, statement by statement", () => {
    const policy = Object.entries(statementsOf(made, "aws:kms/key:Key", "policy")) as [string, Statement][];
    const rows = rowsOf(section(text, "A key that is there"));
    assert.deepEqual(
      rows.map(([sid, who, actions]) => [codes(sid)[0], codes(who)[0] ?? "root", codes(actions)]),
      policy.map(([sid, { Principal, Action }]) => [
        sid,
        Principal?.Service?.[0].replace(place.region, "REGION") ?? "root",
        Action,
      ]),
    );
    for (const [i, [sid, { Condition = {} }]] of policy.entries()) {
      const keys = Object.values(Condition).flatMap((it) => Object.keys(it));
      const told = rows[i][3].startsWith("the same") ? `${rows[i - 1][3]} ${rows[i][3]}` : rows[i][3];
      assert.deepEqual(codes(told).sort(), keys.sort(), sid);
    }
  });

  it("quotes a program with a key of the catalog, which its pipeline may use and the policy pack looks for", async () => {
    const [quoted, ...others] = blocks(text, "ts");
    assert.deepEqual(others, []);
    assert.equal(quoted, fs.readFileSync(program, "utf8"));
    made = await deploy(() => load(program));
    const [, crawler, job] =
      /the crawler, which writes, (.*?); the job, which reads, (.*?), and with `catalogTargets`/s.exec(text)!;
    for (const [role, may] of Object.entries({ crawler: codes(crawler), job: codes(job), copy: [] })) {
      const ofCatalog = keyStatements(made, `sales-${role}`).filter(({ Condition }) =>
        isDeepStrictEqual(Condition!["ForAnyValue:StringEquals"], { "kms:ResourceAliases": "alias/data-catalog" }),
      );
      assert.deepEqual(
        ofCatalog.flatMap(({ Action }) => Action),
        may,
        role,
      );
    }
    const writing = await deploy(() => make({ datasets: [orders], catalogTargets: {}, catalogKmsKeyArn: ALIAS }));
    assert.deepEqual(
      keyStatements(writing, "shop-job").map(({ Action }) => Action),
      [codes(crawler)],
    );
    assert.deepEqual(await findingsIn(await resourcesOf(() => load(program)), catalogEncrypted), []);
  });
});
