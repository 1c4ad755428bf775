/**
 * Time of one large S3 upload and download, straight to moto and through the gateway.
 * Run: npx tsx bench/gateway/s3-transfer.ts [MiB, default 256] [rounds, default 3]
 */
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { Gateway } from "../../local/gateway/gateway";
import { startMoto } from "../../local/moto";

const PYTHON = path.join(__dirname, "../../.local/tools/python/bin/python");
interface Times {
  put: number;
  get: number;
}

const signer = new SignatureV4({
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  region: "us-east-1",
  service: "s3",
  sha256: Sha256,
  uriEscapePath: false,
});

async function transfer(method: string, url: string, size: number): Promise<number> {
  const { host, pathname } = new URL(url);
  const unsigned = { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  const { headers } = await signer.sign(new HttpRequest({ method, path: pathname, headers: unsigned }));
  return new Promise((resolve, reject) => {
    const started = performance.now();
    if (method === "PUT") headers["content-length"] = String(size);
    const request = http.request(url, { method, headers }, (response) => {
      response.on("error", reject).on("end", () => resolve(performance.now() - started));
      if (response.statusCode !== 200) reject(new Error(`${method} ${url}: ${response.statusCode}`));
      response.resume();
    });
    request.on("error", reject);
    request.end(method === "PUT" && size > 0 ? Buffer.alloc(size, "s3 to redshift\n") : undefined);
  });
}

/** The client is a process of its own, as Spark is: it must not share the gateway's thread. */
async function client(url: string, mebibytes: number): Promise<void> {
  const put = await transfer("PUT", url, mebibytes * 2 ** 20);
  const get = await transfer("GET", url, 0);
  console.log(JSON.stringify({ put, get } satisfies Times));
}

async function main(mebibytes: number, rounds: number): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "gateway-bench-"));
  const moto = await startMoto({ python: PYTHON, folder });
  const gateway = new Gateway({ motoUrl: moto.url, region: "us-east-1", accountId: "123456789012", folder });
  const through = await gateway.listen();
  await transfer("PUT", `${moto.url}/bench`, 0);
  const best: Record<string, Times> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, url] of Object.entries({ moto: moto.url, gateway: through })) {
      const run = promisify(execFile);
      const { stdout } = await run(process.execPath, [
        ...process.execArgv,
        __filename,
        "--client",
        `${url}/bench/object`,
        String(mebibytes),
      ]);
      const times = JSON.parse(stdout) as Times;
      const before = best[name] ?? times;
      best[name] = { put: Math.min(before.put, times.put), get: Math.min(before.get, times.get) };
    }
  }
  for (const way of ["put", "get"] as const) {
    const overhead = (best.gateway[way] / best.moto[way] - 1) * 100;
    console.log(
      `${way} ${mebibytes} MiB: moto ${best.moto[way].toFixed(0)} ms, gateway ${best.gateway[way].toFixed(0)} ms (${overhead.toFixed(1)} % more)`,
    );
  }
  await gateway.close();
  await moto.close();
  fs.rmSync(folder, { recursive: true });
}

const [first, ...rest] = process.argv.slice(2);
if (first === "--client") void client(rest[0], Number(rest[1]));
else void main(Number(first ?? 256), Number(rest[0] ?? 3));
