import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { tools } from "../../scripts/setup/paths";
import { run } from "../../scripts/setup/run";
import { virtualEnvironment } from "../../scripts/setup/virtual-environment";
import type { Log } from "../../scripts/step";
import { benchFolder, peersFolder } from "./folder";

const requirements = path.join(path.dirname(__dirname), "load", "requirements.txt");

/** Makes the peers' own Python environment; nothing of it gets into the one that the job runs in. */
export const preparePeers = (log: Log): Promise<void> => virtualEnvironment(peersFolder, requirements, log);

/** The file that the package ships; it installs no command of its own. */
export function slingProgram(): string {
  const file = path.join(peersFolder, "lib/python3.11/site-packages/sling_linux_amd64/bin/sling-linux-amd64");
  fs.chmodSync(file, 0o755);
  return file;
}

const DRIVER = { package: "org.postgresql:postgresql:42.7.14", jar: "postgresql-42.7.14.jar" };
const DRIVER_SHA256 = "73914527305a40cce504b0d3d90b23caf565136912d607ae8ae7c5895512332c";

/** PostgreSQL's JDBC driver, with which Spark appends. @returns its path */
export async function jdbcDriver(log: Log): Promise<string> {
  const driver = path.join(benchFolder, "jars", DRIVER.jar);
  if (fs.existsSync(driver)) return driver;
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "bench-jars-"));
  try {
    const nothing = path.join(temporary, "nothing.py");
    fs.writeFileSync(nothing, "");
    const conf = ["--master", "local[1]", "--conf", `spark.jars.ivy=${temporary}`, "--packages", DRIVER.package];
    const bin = path.join(tools.python, "bin");
    await run(path.join(bin, "spark-submit"), [...conf, nothing], log, {
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, SPARK_LOCAL_IP: "127.0.0.1" },
    });
    const fetched = fs.readFileSync(path.join(temporary, "jars", `org.postgresql_${DRIVER.jar}`));
    const found = createHash("sha256").update(fetched).digest("hex");
    if (found !== DRIVER_SHA256) throw new Error(`${DRIVER.jar} has the SHA-256 ${found}, expected ${DRIVER_SHA256}`);
    fs.mkdirSync(path.dirname(driver), { recursive: true });
    fs.writeFileSync(`${driver}.partial`, fetched);
    fs.renameSync(`${driver}.partial`, driver);
    return driver;
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}
