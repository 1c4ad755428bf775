import * as fs from "node:fs";
import * as path from "node:path";
import { startLocalAws } from "./aws";

/**
 * The process behind `npm run local -- up`: AWS on this machine until SIGTERM.
 *
 * Its first argument is the folder for everything it writes; `state.json` there appears when it is ready and goes when it ends.
 */
async function main(folder: string): Promise<void> {
  const tools = path.join(path.dirname(__dirname), ".local", "tools");
  const aws = await startLocalAws({
    folder,
    python: path.join(tools, "python", "bin", "python"),
    jars: path.join(tools, "jars"),
    port: numberFrom("LOCAL_AWS_PORT"),
    warehouseUrl: process.env.LOCAL_WAREHOUSE_URL,
  });
  const stateFile = path.join(folder, "state.json");
  const state = {
    pid: process.pid,
    endpoint: aws.endpoint,
    region: aws.region,
    accountId: aws.accountId,
    warehouseUrl: aws.warehouse.url,
    folder,
    startedAt: new Date().toISOString(),
  };
  fs.writeFileSync(`${stateFile}.partial`, JSON.stringify(state, null, 2));
  fs.renameSync(`${stateFile}.partial`, stateFile);

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, async () => {
      await aws.close();
      fs.rmSync(stateFile, { force: true });
      process.exit(0);
    });
  }
}

function numberFrom(name: string): number | undefined {
  const value = process.env[name];
  if (value !== undefined && !/^\d+$/.test(value)) {
    throw new Error(`${name} is ${JSON.stringify(value)}, expected a port number`);
  }
  return value === undefined ? undefined : Number(value);
}

main(process.argv[2]).catch((error: Error) => {
  console.error(error.stack);
  process.exit(1);
});
