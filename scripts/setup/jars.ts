import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { tools } from "./paths";
import { run } from "./run";

/** The S3 connector of Spark 3.5.6's Hadoop and what it stands on, with the hashes that a download must have. */
const packages = "org.apache.hadoop:hadoop-aws:3.3.4";
const sha256: Record<string, string> = {
  "hadoop-aws-3.3.4.jar": "53f9ae03c681a30a50aa17524bd9790ab596b28481858e54efd989a826ed3a4a",
  "aws-java-sdk-bundle-1.12.262.jar": "873fe7cf495126619997bec21c44de5d992544aea7e632fdc77adb1a0915bae5",
  "wildfly-openssl-1.0.7.Final.jar": "9f7058778978ec2ad90c7224401a4b0013d93e0dd3fa0f72b25244ffa3507ca8",
};

/** Lets Spark's own resolver fetch the jars, so that neither Maven nor an address of a registry is needed. */
export async function jars(log: (line: string) => void): Promise<void> {
  if (Object.keys(sha256).every((jar) => fs.existsSync(path.join(tools.jars, jar)))) {
    return;
  }
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "spark-jars-"));
  try {
    const nothing = path.join(temporary, "nothing.py");
    fs.writeFileSync(nothing, "");
    const conf = ["--master", "local[1]", "--conf", `spark.jars.ivy=${temporary}`, "--packages", packages];
    log("about 270 MB");
    await run(path.join(tools.python, "bin", "spark-submit"), [...conf, nothing], log, {
      env: {
        ...process.env,
        PATH: `${path.join(tools.python, "bin")}:${process.env.PATH}`,
        SPARK_LOCAL_IP: "127.0.0.1",
      },
    });
    keep(path.join(temporary, "jars"));
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/** Moves each jar in only once its hash is right: a jar in the folder is a whole and known one. */
function keep(folder: string): void {
  fs.mkdirSync(tools.jars, { recursive: true });
  const fetched = fs.readdirSync(folder);
  for (const [jar, want] of Object.entries(sha256)) {
    const from = fetched.find((file) => file.endsWith(`_${jar}`));
    if (!from) {
      throw new Error(`${packages} came without ${jar}; it brought ${fetched.join(", ") || "nothing"}`);
    }
    const bytes = fs.readFileSync(path.join(folder, from));
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== want) {
      throw new Error(`${jar} has the SHA-256 ${found}, expected ${want}`);
    }
    const partial = path.join(tools.jars, `${jar}.partial`);
    fs.writeFileSync(partial, bytes);
    fs.renameSync(partial, path.join(tools.jars, jar));
  }
}
