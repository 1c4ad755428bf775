import * as assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { InterceptedCall, Outcome } from "../../local/gateway/intercept";
import type { Point } from "./support/faults";
import { Pipeline } from "./support/pipeline";
import { type Place, place as thePlace } from "./support/place";
import { callsOf, pointsOf } from "./support/points";

const LATE = 3_000;

describe("A load whose calls are done but not answered", function () {
  this.timeout(300_000);
  let place: Place;
  before(async () => {
    place = await thePlace();
  });
  afterEach(() => place.faults.clear());

  const after = (name: string, is: (call: InterceptedCall) => boolean, nth = 1): Point => ({
    name,
    side: "after",
    is,
    nth,
  });

  for (const mode of ["append", "upsert"] as const) {
    it(`by ${mode}: answers of Redshift are lost and late, and one run loads each row once`, async () => {
      const pipeline = await Pipeline.make(place, mode);
      const calls = callsOf(place, pipeline);
      let load: string | undefined;
      const asksForLoad = (call: InterceptedCall) => calls.asksAfter(call) && call.input!.Id === load;
      await pipeline.arrive();
      const faults = [
        // The transaction runs; the job does not hear that it was accepted, and sends it again.
        place.faults.at(after("the load's acceptance", calls.sendsLoad), (_, outcome) => {
          load = outcome!.body!.Id as string;
          return "reset";
        }),
        place.faults.at(after("how the load stands", asksForLoad), async () => {
          await delay(LATE);
          return "reset" as const;
        }),
        place.faults.at(after("rows of a query", calls.fetchesResult), () => "reset"),
      ];
      await pipeline.loads();
      assert.deepEqual(place.faults.unsprung, []);
      await Promise.all(faults);
      await pipeline.check();
    });
  }

  it("answers of S3 are lost and late: a listing, staged rows, the manifest, the rows that COPY reads, the report", async () => {
    const pipeline = await Pipeline.make(place, "upsert");
    const calls = callsOf(place, pipeline);
    await pipeline.arrive();
    const faults = [
      place.faults.at(after("a listing", calls.lists), () => "reset"),
      place.faults.at(after("staged rows", calls.stages), () => "reset"),
      place.faults.at(after("staged rows, later", calls.stages, 3), async () => {
        await delay(LATE);
        return "reset" as const;
      }),
      place.faults.at(after("the manifest", calls.writesManifest), () => "reset"),
      place.faults.at(after("rows that COPY reads", calls.copiesRows), () => "reset"),
      place.faults.at(after("the report", calls.reports), () => "reset"),
    ];
    await pipeline.loads();
    assert.deepEqual(place.faults.unsprung, []);
    await Promise.all(faults);
    await pipeline.check();
  });

  it("Redshift says that the connection broke, after it committed: the load is not repeated", async () => {
    const pipeline = await Pipeline.make(place, "append");
    await pipeline.arrive();
    const broken = "FATAL: terminating connection due to administrator command";
    const lied = place.faults.at(pointsOf(place, pipeline).committed, (_, outcome?: Outcome) => ({
      status: 200,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: JSON.stringify({ ...outcome!.body, Status: "FAILED", Error: broken }),
    }));
    const { report } = await pipeline.loads();
    await lied;
    assert.equal(report!.status, "LOADED");
    assert.deepEqual(
      report!.retries.map(({ reason }) => reason.includes(broken)),
      [true],
    );
    await pipeline.check();
  });
});
