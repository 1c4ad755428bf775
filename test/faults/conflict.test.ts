import * as assert from "node:assert/strict";
import { Pipeline } from "./support/pipeline";
import { type Place, place as thePlace } from "./support/place";
import { callsOf, pointsOf } from "./support/points";

describe("A load beside others", function () {
  this.timeout(300_000);
  let place: Place;
  before(async () => {
    place = await thePlace();
  });
  afterEach(() => place.faults.clear());

  it("is tried again where another transaction wrote what it writes (error 1023), and says so", async () => {
    const pipeline = await Pipeline.make(place, "upsert");
    await pipeline.arrive();
    await pipeline.loads();
    await pipeline.arrive();
    const conflict = place.faults.at(pointsOf(place, pipeline).copying, async () => {
      // The same as before, but written: the target stays what the model says.
      await place.query(`UPDATE ${pipeline.name}.orders SET name = name`);
      return undefined;
    });
    const { report } = await pipeline.loads();
    await conflict;
    assert.equal(report!.retries.length, 1, JSON.stringify(report));
    assert.match(report!.retries[0].reason, /1023[\s\S]*Serializable isolation violation/);
    assert.ok(report!.retries[0].waitSeconds > 0);
    await pipeline.check();
  });

  for (const mode of ["append", "upsert"] as const) {
    it(`by ${mode}: of two runs at once one loads, and no row comes twice`, async () => {
      const pipeline = await Pipeline.make(place, mode);
      const { sendsLoad } = callsOf(place, pipeline);
      await pipeline.arrive();
      // Neither transaction begins before both runs have staged the same files.
      let waiting = 0;
      let begin!: () => void;
      const bothWait = new Promise<undefined>((resolve) => (begin = () => resolve(undefined)));
      const both = [1, 2].map((number) =>
        place.faults.at({ name: `transaction ${number}`, side: "before", is: sendsLoad }, () => {
          if (++waiting === 2) begin();
          return bothWait;
        }),
      );
      const runs = await Promise.all([pipeline.start(), pipeline.start()]);
      const ends = await Promise.all(runs.map((id) => pipeline.ended(id)));
      assert.deepEqual(ends.map(({ state }) => state).sort(), ["FAILED", "SUCCEEDED"], JSON.stringify(ends));
      await Promise.all(both);
      assert.match(ends.find(({ state }) => state === "FAILED")!.error!, /another run/);
      const next = await pipeline.loads();
      assert.equal(next.report!.status, "NOTHING_NEW");
      await pipeline.check();
    });
  }

  it("waits for the transaction of a run that was killed, and brings no row twice", async () => {
    const pipeline = await Pipeline.make(place, "append");
    const { comparesFiles } = callsOf(place, pipeline);
    await pipeline.arrive();
    let release!: () => void;
    const secondLooks = new Promise<undefined>((resolve) => (release = () => resolve(undefined)));
    const killed = place.faults.at(pointsOf(place, pipeline).copying, () => {
      pipeline.kill();
      return secondLooks;
    });
    assert.equal((await pipeline.run()).state, "FAILED");
    const looked = place.faults.at({ name: "a look into the ledger", side: "after", is: comparesFiles }, () => {
      release();
      return undefined;
    });
    const second = await pipeline.run();
    await Promise.all([killed, looked]);
    // Its look into the ledger may show what was there before the other committed. Then it is told so when it loads.
    if (second.state === "FAILED") assert.match(second.error!, /another run/);
    assert.equal((await pipeline.loads()).report!.status, "NOTHING_NEW");
    await pipeline.check();
  });
});
