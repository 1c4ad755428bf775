import { strict as assert } from "node:assert";
import { valueOf } from "../../support/harness";
import { committedConfig, deployStack } from "../../support/stack";

const key = "s3-to-redshift:cost";
const costOf = async (stack: string, cost?: object) => {
  const config = { ...committedConfig(stack), ...(cost && { [key]: JSON.stringify(cost) }) };
  const { result } = await deployStack(stack, config, { preview: true });
  return (await valueOf(result.estimatedMonthlyCost))!;
};

describe("output estimatedMonthlyCost of a stack", () => {
  it("is told at preview, by the stack's region, sizes and committed use", async () => {
    for (const stack of ["local", "dev", "prod"]) {
      assert.match(
        await costOf(stack),
        /^About \$[\d,]+\.\d\d a month in (us-east|eu-west)-1, at list prices of 2026-/,
        stack,
      );
    }
    const [line] = /.*Glue load job.*/.exec(await costOf("prod"))!;
    assert.match(line, /STANDARD, 10 x G\.2X/);
  });

  it("follows the configuration", async () => {
    const hourly = await costOf("dev", { runsPerDay: 24, minutesPerRun: 3, warehouseGb: 500 });
    assert.match(hourly, /^- 24 runs a day: crawl 2 minutes \(billed as 10\), load 3 minutes/m);
    assert.match(hourly, /^ +\$12\.00 {2}Redshift managed storage: 500 GB-months$/m);
  });

  it("is refused with what is wrong by file and place", async () => {
    await assert.rejects(costOf("dev", { runsPerDay: "often", runs: 1 }), {
      message: [
        `Pulumi.dev.yaml: ${key}.runsPerDay: expected number, got "often"`,
        `Pulumi.dev.yaml: ${key}.runs: unknown key, expected one of runsPerDay, minutesPerRun, crawlMinutesPerRun, ` +
          "maintenanceMinutesPerRun, warehouseHoursPerDay, warehouseGb, bucketGb, stagedGb, filesPerRun, logGb, endpointGb",
      ].join("\n"),
    });
  });
});
