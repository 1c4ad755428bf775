import { strict as assert } from "node:assert";
import { PRICED, type PriceName, PRICES, PriceSource } from "../../../components/cost/prices";
import { NodeType } from "../../../components";

const names = Object.keys(PRICED) as PriceName[];

describe("table of prices", () => {
  for (const [region, prices] of Object.entries(PRICES)) {
    it(`has every price of ${region}, with its source`, () => {
      assert.deepEqual(Object.keys(prices!).sort(), [...names].sort());
      for (const name of names) {
        const { usd, source, read, reason } = prices![name];
        assert.ok(usd > 0, name);
        assert.equal(reason !== undefined, source === PriceSource.Unverified, name);
        assert.ok(read === undefined || /^20\d\d-[01]\d-[0-3]\d$/.test(read), `${name}: ${read}`);
      }
    });

    it(`lets nothing of ${region} be more than twice or less than half of us-east-1's`, () => {
      const apart = names.filter((name) => Math.abs(Math.log2(prices![name].usd / PRICES["us-east-1"]![name].usd)) > 1);
      assert.deepEqual(apart, []);
    });
  }

  it("is verified altogether for us-east-1", () => {
    const { Unverified } = PriceSource;
    assert.deepEqual(
      names.filter((name) => PRICES["us-east-1"]![name].source === Unverified),
      [],
    );
  });

  it("names an AWS page for everything", () => {
    for (const { page } of Object.values(PRICED))
      assert.match(page, /^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\/$/);
  });

  it("has every node of a cluster, each dearer than the one before", () => {
    const prices = Object.values(NodeType).map((node) => PRICES["us-east-1"]![node].usd);
    assert.deepEqual(
      [...prices].sort((a, b) => a - b),
      prices,
    );
  });
});
