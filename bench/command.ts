import { Command, InvalidArgumentError } from "commander";
import { historyBench } from "./history/bench";
import { loadBench } from "./load/bench";
import { packageBench } from "./package/bench";
import { policyBench } from "./policy/bench";

export function benchCommand(): Command {
  return new Command("bench")
    .description("measure; each figure of docs/performance.md is from here")
    .addCommand(
      new Command("load")
        .description("load TPC-H's lineitem by this pipeline, by others and by COPY, into the same PostgreSQL")
        .option("--scale <factor>", "scale factor; 1 is 6,001,215 rows", positive, 1)
        .option("--only <ways>", "comma-separated ways, or one form of a way: copy,pipeline:csv,dlt", list)
        .option("--no-bad-rows", "leave out the files with ten bad rows")
        .option("--json <file>", "also write the figures to this file")
        .action(async (options) => void (await loadBench(options))),
    )
    .addCommand(
      new Command("history")
        .description("load ten new files beside ever more that are loaded already, by both ways of listing")
        .option("--files <numbers>", "comma-separated numbers of loaded files", numbers, [10, 1_000, 100_000])
        .option("--rounds <number>", "runs of each, of which the median counts", positive, 3)
        .option("--json <file>", "also write the figures to this file")
        .action(async (options) => void (await historyBench(options))),
    )
    .addCommand(
      new Command("policy")
        .description("analyse resources with each policy pack, as the engine does")
        .option("--resources <number>", "how many", positive, 100)
        .action(policyBench),
    )
    .addCommand(
      new Command("package")
        .description("import the library, and type-check a program with it, beside its @pulumi/aws modules alone")
        .option("--rounds <number>", "how often", positive, 15)
        .action(packageBench),
    );
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError("It must be a number above 0.");
  return number;
}

const numbers = (text: string) => text.split(",").map(positive);

const list = (text: string) => text.split(",").map((name) => name.trim());
