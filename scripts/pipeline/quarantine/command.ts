import { Command } from "commander";
import { fetchCommand } from "./fetch";
import { listCommand } from "./list";
import { reloadCommand } from "./reload";

export function quarantineCommand(): Command {
  return new Command("quarantine")
    .description("see, mend and load again the rows that did not fit")
    .addCommand(listCommand())
    .addCommand(fetchCommand())
    .addCommand(reloadCommand());
}
