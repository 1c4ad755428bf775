import { Command } from "commander";
import pc from "picocolors";
import { benchCommand } from "../bench/command";
import { localCommand } from "./local/command";
import { pipelineCommand } from "./pipeline/command";
import { previewCommand } from "./preview";
import { startCommand } from "./start";
import { testCommand } from "./test";

const program = new Command("s3-to-redshift")
  .description("Run, watch and verify pipelines from S3 to Redshift.")
  .addCommand(startCommand())
  .addCommand(testCommand())
  .addCommand(localCommand())
  .addCommand(pipelineCommand())
  .addCommand(previewCommand())
  .addCommand(benchCommand())
  .showHelpAfterError();

program.parseAsync().catch((error: Error) => {
  console.error(pc.red(`\n${error.message}`));
  if (process.env.DEBUG) {
    console.error(error.stack);
  }
  process.exitCode = 1;
});
