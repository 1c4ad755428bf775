import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { policyDocument } from "../../components/access/documents";
import { loadJobStatements } from "../../components/access/load-job-role";
import { workPrefixes } from "../../components/job/work-prefixes";
import { buildPacks } from "../../scripts/policy/build";
import { root } from "../../scripts/setup/paths";
import { markdownTable } from "../support/markdown";

interface Measured {
  pack: string;
  /** From its start to the address on which it listens, in seconds. */
  start: number;
  /** All resources one by one, then the stack as a whole, in seconds. */
  analysis: number;
  findings: number;
}

/** Measures the packs as the engine uses them, over gRPC. */
export async function policyBench({ resources: count }: { resources: number }): Promise<void> {
  // Below the root, where Node finds what the packs depend on.
  const folder = fs.mkdtempSync(path.join(root, ".local", "packs-"));
  try {
    buildPacks(folder);
    const rows: Measured[] = [];
    for (const pack of fs.readdirSync(path.join(folder, "packs"))) {
      rows.push(await measure(path.join(folder, "packs", pack), resourcesOf(count)));
    }
    const table = rows.map(({ pack, start, analysis, findings }) => [
      pack,
      start.toFixed(2),
      analysis.toFixed(2),
      String(findings),
    ]);
    console.log(markdownTable(["pack", "start, s", `${count} resources, s`, "findings"], table, [1, 2, 3]));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, resources: Seen[]): Promise<Measured> {
  const runner = path.join(root, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
  const started = performance.now();
  const server = spawn(process.execPath, [runner, "127.0.0.1:1", folder], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = (await once(server.stdout, "data")) as [Buffer];
    const start = (performance.now() - started) / 1000;
    const client = new AnalyzerClient(`127.0.0.1:${String(port).trim()}`, credentials.createInsecure());
    const began = performance.now();
    let findings = 0;
    const count = (answer: analyzer.AnalyzeResponse) => (findings += answer.getDiagnosticsList().length);
    for (const seen of resources) count(await answerOf((done) => client.analyze(requestFor(seen), done)));
    const stack = new analyzer.AnalyzeStackRequest();
    stack.setResourcesList(resources.map(inStack));
    count(await answerOf((done) => client.analyzeStack(stack, done)));
    const analysis = (performance.now() - began) / 1000;
    client.close();
    return { pack: path.basename(folder), start, analysis, findings };
  } finally {
    server.kill();
  }
}

const answerOf = <T>(call: (done: (error: ServiceError | null, answer: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => call((error, answer) => (error ? reject(error) : resolve(answer))));

interface Seen {
  type: string;
  name: string;
  props: Record<string, string | number | boolean | object>;
}

const statements = loadJobStatements(
  { partition: "aws", region: "us-east-1", accountId: "111122223333" },
  {
    jobName: "bench-load",
    sourceBucketName: "bench-raw",
    folders: ["orders/"],
    databaseName: "bench",
    workBucketName: "bench-work",
    workPrefixes,
    metricsNamespace: "Bench",
    workgroupTag: { key: "s3-to-redshift:pipeline", value: "bench" },
  },
);

/** Pipelines' roles, buckets and jobs, as the components make them. */
function resourcesOf(count: number): Seen[] {
  const kinds: ((i: number) => Seen)[] = [
    (i) => ({
      type: "aws:iam/role:Role",
      name: `role-${i}`,
      props: {
        name: `role-${i}`,
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "glue.amazonaws.com" }, Action: "sts:AssumeRole" }],
        }),
      },
    }),
    (i) => ({
      type: "aws:iam/rolePolicy:RolePolicy",
      name: `policy-${i}`,
      props: { role: `role-${i}`, policy: policyDocument(statements) },
    }),
    (i) => ({ type: "aws:s3/bucket:Bucket", name: `bucket-${i}`, props: { bucket: `bucket-${i}` } }),
    (i) => ({
      type: "aws:glue/job:Job",
      name: `job-${i}`,
      props: { name: `job-${i}`, roleArn: `arn:aws:iam::111122223333:role/role-${i}`, timeout: 60, maxRetries: 0 },
    }),
  ];
  return Array.from({ length: count }, (_, i) => kinds[i % kinds.length](Math.floor(i / kinds.length)));
}

const urnOf = ({ type, name }: Seen) => `urn:pulumi:bench::bench::${type}::${name}`;

const requestFor = (seen: Seen) => filled(new analyzer.AnalyzeRequest(), seen);
const inStack = (seen: Seen) => filled(new analyzer.AnalyzerResource(), seen);

function filled<T extends analyzer.AnalyzeRequest | analyzer.AnalyzerResource>(message: T, seen: Seen): T {
  message.setType(seen.type);
  message.setName(seen.name);
  message.setUrn(urnOf(seen));
  message.setProperties(Struct.fromJavaScript(seen.props));
  message.setOptions(new analyzer.AnalyzerResourceOptions());
  return message;
}
