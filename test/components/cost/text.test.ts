import { strict as assert } from "node:assert";
import { type CostEstimate, costText, estimateMonthlyCost } from "../../../components";
import { args } from "../../support/shop-pipeline";

const item = (usd: number) => ({ what: "Thing", quantity: 1234.567, unit: "GB", usd });
const shown: CostEstimate = {
  items: [item(1234.5), item(0.004), item(0.005)],
  totalUsd: 1234.509,
  region: "eu-west-1",
  priceRegion: "eu-west-1",
  pricesOf: "2026-07-02",
  assumptions: ["One.", "Two."],
};

describe("costText", () => {
  it("rounds to cents only what it shows, and lines amounts up", () => {
    assert.deepEqual(costText(shown).split("\n"), [
      "About $1,234.51 a month in eu-west-1, at list prices of 2026-07-02 and later:",
      "  $1,234.50  Thing: 1,234.57 GB",
      "under $0.01  Thing: 1,234.57 GB",
      "      $0.01  Thing: 1,234.57 GB",
      "Assumed:",
      "- One.",
      "- Two.",
    ]);
  });

  it("says at once whose prices they are where they are another region's", () => {
    const [first] = costText(estimateMonthlyCost({ region: "sa-east-1", pipeline: args })).split("\n");
    assert.match(first, /a month in sa-east-1, at list prices of us-east-1, 2026-\d\d-\d\d and later:$/);
  });

  it("says nothing of items where nothing costs", () => {
    assert.match(costText({ ...shown, items: [], totalUsd: 0 }), /^About \$0\.00 a month .*:\nAssumed:\n/);
  });
});
