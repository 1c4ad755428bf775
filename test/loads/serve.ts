import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startLocalAws } from "../../local/aws";
import { runEnvironment } from "../../local/glue/run/environment";
import { sparkDefaults } from "../../local/glue/run/spark";

/**
 * AWS on this machine for test/loads, until standard input ends. Prints one line of JSON: the folder for the tests' own files, the
 * loading role's name, and the environment (with where Spark's settings are) that the local Glue gives a run of that role.
 */
async function main(): Promise<void> {
  const tools = path.join(__dirname, "../../.local/tools");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "local-loads-"));
  // PostgreSQL runs as a user of its own when this is root, and must reach its files.
  fs.chmodSync(folder, 0o755);
  const inputEnds = new Promise((resolve) => process.stdin.resume().on("close", resolve));
  const python = path.join(tools, "python/bin/python");
  const aws = await startLocalAws({ folder, python, jars: path.join(tools, "jars") });
  const run = path.join(folder, "run");
  for (const name of ["conf", "tmp"]) fs.mkdirSync(path.join(run, name), { recursive: true });

  const options = { ...aws, python, jars: path.join(tools, "jars") };
  const roleName = "loader";
  const credentials = await sessionOf(roleName, aws);
  const settings = sparkDefaults({
    options,
    driverMemory: 1,
    folder: run,
    extraJars: [],
    settings: [["spark.ui.showConsoleProgress", "false"]],
  });
  fs.writeFileSync(path.join(run, "conf", "spark-defaults.conf"), settings);
  const environment = runEnvironment(options, credentials, run, []);
  console.log(JSON.stringify({ folder, roleName, accountId: aws.accountId, environment }));

  await inputEnds;
  await aws.close();
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Credentials of a new role that Glue may assume, and that may do all: what it may in a pipeline is tested elsewhere. */
async function sessionOf(RoleName: string, { endpoint, region }: { endpoint: string; region: string }) {
  const config = { endpoint, region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "glue.amazonaws.com" } }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const iam = new IAMClient(config);
  const sts = new STSClient(config);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const answer = await sts.send(new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: "loads" }));
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials!;
  return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken };
}

main().catch((error: Error) => {
  console.error(error.stack);
  process.exit(1);
});
