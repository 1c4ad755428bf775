import { strict as assert } from "node:assert";
import { parse } from "yaml";
import { estimateMonthlyCost } from "../../../components";
import { costUsageSchema } from "../../../components/cost/args";
import { LEAST_CRAWL_MINUTES, LEAST_JOB_MINUTES } from "../../../components/cost/glue";
import { type Price, PRICES, PriceSource } from "../../../components/cost/prices";
import { HOURS_PER_MONTH } from "../../../components/cost/use";
import { page, rowsOf, section } from "../../support/page";
import { args } from "../../support/shop-pipeline";

const text = page("cost");
const plain = (cell: string) => cell.replace(/^`|`$/g, "");
const dollars = (usd: number) =>
  `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
const allPrices = Object.entries(PRICES) as [string, Record<string, Price>][];

describe("docs/cost.md", () => {
  const examples = rowsOf(section(text, "What decides"));

  it("has examples", () => assert.ok(examples.length >= 8));

  for (const [pipeline, usage, ...figures] of examples) {
    it(`is right about ${pipeline} with ${usage}`, () => {
      const { items, totalUsd } = estimateMonthlyCost({
        region: "us-east-1",
        pipeline: { ...args, ...parse(plain(pipeline)) },
        usage: parse(plain(usage)),
      });
      const sum = (what: RegExp) => items.filter((it) => what.test(it.what)).reduce((all, { usd }) => all + usd, 0);
      const expected = [sum(/^Glue /), sum(/^Redshift /), sum(/^(?!Glue |Redshift )/), totalUsd].map(dollars);
      assert.deepEqual(figures, expected);
    });
  }

  it("has no other amount", () => {
    assert.equal([...text.matchAll(/\$\d/g)].length, 4 * examples.length);
  });

  it("has every key of the use, and its default", () => {
    const usual: Record<string, unknown> = costUsageSchema.parse({});
    const shown = rowsOf(section(text, "How much it is used")).map(([key, value]) => [plain(key), value]);
    assert.deepEqual(
      shown,
      Object.keys(costUsageSchema.shape).map((key) => [key, String(usual[key] ?? "as long as loads take; 24")]),
    );
  });

  it("has Glue's minimums, the month and the table's day", () => {
    const [job, crawl] = [...text.matchAll(/Glue bills (\d+) at least/g)].map(([, minutes]) => Number(minutes));
    assert.deepEqual([job, crawl], [LEAST_JOB_MINUTES, LEAST_CRAWL_MINUTES]);
    assert.match(text, new RegExp(`A month is ${HOURS_PER_MONTH} hours`));
    const days = allPrices.flatMap(([, prices]) => Object.values(prices).flatMap(({ read }) => read ?? []));
    assert.match(text, new RegExp(`none before ${days.sort()[0]}`));
  });

  it("names the regions, and all that is not verified", () => {
    const [, named] = /for (`[^:]+`), none before/.exec(section(text, "Prices"))!;
    assert.deepEqual(
      [...named.matchAll(/`(.*?)`/g)].map(([, region]) => region),
      Object.keys(PRICES),
    );
    const { Unverified } = PriceSource;
    assert.deepEqual(
      rowsOf(section(text, "Prices")).map(([region, price]) => `${plain(region)} ${plain(price)}`),
      allPrices.flatMap(([region, prices]) =>
        Object.keys(prices)
          .filter((name) => prices[name].source === Unverified)
          .map((name) => `${region} ${name}`),
      ),
    );
  });
});
