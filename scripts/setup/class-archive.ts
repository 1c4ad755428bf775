import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { classArchive } from "../../local/glue/run/class-archive";
import { runEnvironment } from "../../local/glue/run/environment";
import { sparkDefaults } from "../../local/glue/run/spark";
import { root, tools } from "./paths";
import { javaCommand } from "./prerequisites.mjs";
import { run } from "./run";
import { fingerprint, isDone, markDone } from "./stamp.mjs";

const script = path.join(root, "local", "glue", "run", "class_archive.py");
const requirements = path.join(root, "local", "python", "requirements.txt");

/** Makes the archive from a run in small, which has the class path of all runs. */
export async function archiveClasses(log: (line: string) => void): Promise<void> {
  const archive = classArchive(tools.jars);
  const stamp = `${archive}.made`;
  const want = fingerprint([script, requirements], ...fs.readdirSync(tools.jars), javaCommand().version);
  if (fs.existsSync(archive) && isDone(stamp, want)) return;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "spark-classes-"));
  try {
    for (const name of ["conf", "tmp"]) fs.mkdirSync(path.join(folder, name));
    const python = path.join(tools.python, "bin", "python");
    const secure = { endpoint: "https://127.0.0.1:1", truststore: "none" };
    const nowhere = { endpoint: "http://127.0.0.1:1", secure, region: "us-east-1", accountId: "", folder };
    const options = { ...nowhere, python, jars: tools.jars };
    const settings: [string, string][] = [
      ["spark.hadoop.fs.s3a.attempts.maximum", "1"],
      ["spark.hadoop.fs.s3a.retry.limit", "0"],
      ["spark.log.level", "ERROR"],
    ];
    const defaults = sparkDefaults({ options, driverMemory: 1, folder, extraJars: [], settings });
    fs.writeFileSync(path.join(folder, "conf", "spark-defaults.conf"), defaults);
    const credentials = { accessKeyId: "none", secretAccessKey: "none", sessionToken: "none" };
    const made = path.join(folder, "spark.jsa");
    await run(python, [script, folder], log, {
      env: {
        ...runEnvironment(options, credentials, folder, []),
        SPARK_SUBMIT_OPTS: `-XX:ArchiveClassesAtExit="${made}" -Xlog:disable`,
      },
    });
    fs.copyFileSync(made, archive);
    markDone(stamp, want);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
