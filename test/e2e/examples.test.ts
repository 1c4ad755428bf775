import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { policyDocument } from "../../components/access/documents";
import { keyStatements } from "../../components/encryption/key-policy";
import { ACCOUNT_ID } from "../../local/aws";
import { queryCall } from "../../local/warehouse/query-call";
import { clientSettings } from "../../scripts/clients";
import { root } from "../../scripts/setup/paths";
import { javaScriptOf, libraryOfToday, use, writeProject } from "../support/library";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";

const EXAMPLES = ["minimal", "csv-upsert", "many-datasets", "history", "existing-cluster"];

/** The examples as a user runs them, with the compiled library. They are at it together, as they wait most of their time. */
describe("examples with the Pulumi CLI", function () {
  this.timeout(280_000);
  let local: LocalFolder;
  let env: NodeJS.ProcessEnv;

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    env = await local.environment();
    const { folder } = libraryOfToday(path.join(local.folder, "library"));
    for (const example of EXAMPLES) {
      const program = programOf(example);
      // A program may name files that lie beside it.
      fs.cpSync(folderOf(example), program, { recursive: true });
      use(program, { folder, example: javaScriptOf(path.join(folderOf(example), "index.ts")) });
      writeProject(program, example, example, example === "existing-cluster" ? await thereAlready(env) : {});
    }
    await inEach("stack", "init");
  });
  after(() => local.remove());

  const programOf = (example: string) => path.join(local.folder, "programs", example);

  /** Runs the CLI in all of them at once. @returns what it printed, by example */
  async function inEach(...args: string[]): Promise<Record<string, string>> {
    const runs = EXAMPLES.map(async (example) => {
      const cwd = programOf(example);
      const all = [...args, "--stack", example, "--non-interactive"];
      try {
        const { stdout } = await promisify(execFile)("pulumi", all, { cwd, env, maxBuffer: 1 << 28 });
        return [example, stdout];
      } catch (error) {
        const { stdout, stderr } = error as { stdout: string; stderr: string };
        throw new Error(`${example}: pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
      }
    });
    return Object.fromEntries(await Promise.all(runs));
  }

  /** What is there of each kind of resource. */
  async function resources(): Promise<Record<string, string[]>> {
    const exported = Object.entries(await inEach("stack", "export")).map(([example, text]) => {
      const found = (JSON.parse(text).deployment.resources ?? []) as { type: string }[];
      return [example, found.map(({ type }) => type).filter((type) => type.startsWith("aws:"))];
    });
    return Object.fromEntries(exported);
  }

  it("deploys them", async () => {
    await inEach("up", "--yes", "--skip-preview");
    const made = await resources();
    for (const example of EXAMPLES) assert.ok(made[example].includes("aws:glue/job:Job"), example);
    assert.ok(made["csv-upsert"].includes("aws:sns/topicSubscription:TopicSubscription"));
    assert.ok(made["many-datasets"].includes("aws:s3/bucketNotification:BucketNotification"));
    assert.ok(made["existing-cluster"].includes("aws:redshiftdata/statement:Statement"));
  });

  it("has nothing to change then", async () => {
    await inEach("preview", "--expect-no-changes");
  });

  it("destroys them", async () => {
    await inEach("destroy", "--yes", "--skip-preview");
    assert.deepEqual(await resources(), Object.fromEntries(EXAMPLES.map((example) => [example, []])));
  });
});

const folderOf = (example: string) => path.join(root, "examples", example);

/** Makes what the example's owner has: a bucket, a key, and a cluster with its administrator's secret. @returns the configuration that names them */
async function thereAlready(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const region = env.AWS_REGION!;
  const settings = clientSettings(region, env);
  const bucketName = "acme-exports";
  const clusterIdentifier = "acme-analytics";
  await new S3Client(settings).send(new CreateBucketCommand({ Bucket: bucketName }));
  const statements = keyStatements({ partition: "aws", region, accountId: ACCOUNT_ID }, ["/aws-glue/*"], ["shop-*"]);
  const { KeyMetadata } = await new KMSClient(settings).send(
    new CreateKeyCommand({ Policy: policyDocument(statements) }),
  );
  const cluster = await queryCall({ endpoint: () => settings.endpoint!, region }, "redshift", {
    ...{ Action: "CreateCluster", Version: "2012-12-01", ClusterIdentifier: clusterIdentifier, NodeType: "ra3.large" },
    ...{ ClusterType: "single-node", DBName: "analytics", MasterUsername: "boss", ManageMasterPassword: "true" },
  });
  const [, adminSecretArn] = /<MasterPasswordSecretArn>([^<]*)</.exec(cluster)!;
  const named = { bucketName, clusterIdentifier, adminSecretArn, kmsKeyArn: KeyMetadata!.Arn! };
  return Object.fromEntries(Object.entries(named).map(([key, value]) => [`existing-cluster:${key}`, value]));
}
