import { Listr } from "listr2";
import { ensureEngine } from "../../local/engine/engine";
import { archiveClasses } from "./class-archive";
import { jars } from "./jars";
import { tools } from "./paths";
import { python } from "./python";

/** Each step looks first whether it is done; on a warm machine this takes no network and well under a second. */
async function main(): Promise<void> {
  const steps = new Listr(
    [
      {
        title: "Python environment (Spark 3.5.6, moto, boto3)",
        task: (_, task) => python((line) => (task.output = line)),
      },
      { title: "Spark's S3 connector", task: (_, task) => jars((line) => (task.output = line)) },
      { title: "Archive of Spark's classes", task: (_, task) => archiveClasses((line) => (task.output = line)) },
      {
        title: "Pulumi engine",
        task: async (_, task) => {
          await ensureEngine({ toolsFolder: tools.folder, log: (line) => (task.output = line) });
        },
      },
    ],
    { rendererOptions: { showErrorMessage: false }, fallbackRendererOptions: {}, fallbackRenderer: "verbose" },
  );
  await steps.run();
}

main().catch((error: Error) => {
  console.error(
    `\nThe set-up stopped: ${error.message}\nRun the same command again once that is mended; what is done is kept.`,
  );
  process.exitCode = 1;
});
