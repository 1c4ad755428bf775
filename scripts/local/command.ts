import { Command } from "commander";
import pc from "picocolors";
import { step } from "../step";
import { showAccessReport } from "./access-report";
import { down } from "./down";
import { exportsOf } from "./environment";
import { findRunning, requireRunning } from "./state";
import { up } from "./up";

export function localCommand(): Command {
  return new Command("local")
    .description("AWS on this machine")
    .addCommand(
      new Command("up").description("start it in the background, empty").action(async () => {
        const running = await step("AWS on this machine", up);
        console.log(
          `It answers at ${running.endpoint}. Its environment for this shell: eval "$(npm run -s local -- env)"`,
        );
      }),
    )
    .addCommand(
      new Command("down").description("end it; what was in it is gone").action(async () => {
        console.log((await down()) ? "The local AWS has ended." : "No local AWS was running.");
      }),
    )
    .addCommand(
      new Command("status").description("say whether it runs, and where; exit code 3 when it does not").action(status),
    )
    .addCommand(
      new Command("access-report")
        .description("print per role what it was granted and used, granted and never used, and refused")
        .option("--role <name...>", "only these roles")
        .option("--json <file>", "also write it to this file")
        .action(showAccessReport),
    )
    .addCommand(
      new Command("env").description("print the exports for aws, boto3, pulumi, psql and SDKs").action(async () => {
        for (const [name, value] of Object.entries(exportsOf(await requireRunning()))) {
          console.log(`export ${name}='${value.replaceAll("'", `'\\''`)}'`);
        }
      }),
    );
}

async function status(): Promise<void> {
  const running = await findRunning();
  if (!running) {
    console.log("The local AWS does not run. Start it: npm run local -- up");
    process.exitCode = 3;
    return;
  }
  console.log(`${pc.green("running")} since ${running.startedAt}, process ${running.pid}`);
  console.log(`endpoint   ${running.endpoint} (${running.region}, account ${running.accountId})`);
  console.log(`warehouse  ${running.warehouseUrl}`);
  console.log(`files      ${running.folder}`);
}
