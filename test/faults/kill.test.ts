import * as assert from "node:assert/strict";
import type { Mode } from "./support/model";
import { Pipeline } from "./support/pipeline";
import { type Place, place as thePlace } from "./support/place";
import { type PointName, POINTS, pointsOf } from "./support/points";

const ALL = Object.keys(POINTS) as PointName[];

/** Until the transaction all modes go the same way: one is killed on it. */
const CASES: { mode: Mode; load?: object; points: PointName[] }[] = [
  { mode: "append", points: ALL },
  { mode: "upsert", points: ["copying", "committed", "beforeReport"] },
  { mode: "upsert", load: { method: "merge" }, points: ["copying"] },
  { mode: "replace", points: ["copying", "committed"] },
  { mode: "snapshot", points: ["copying", "committed"] },
  { mode: "history", points: ["copying", "committed"] },
];

/** From here on the run's rows are in the target, although it is dead. */
const COMMITS: PointName[] = ["copying", "committed", "beforeReport"];

for (const { mode, load = {}, points } of CASES) {
  describe(`A load by ${[mode, ...Object.values(load)].join(", ")} that is killed`, function () {
    this.timeout(300_000);
    let place: Place;
    let pipeline: Pipeline;

    before(async () => {
      place = await thePlace();
      pipeline = await Pipeline.make(place, mode, load);
    });
    afterEach(() => place.faults.clear());

    for (const name of points) {
      it(`${POINTS[name]}: the next run puts all right`, async () => {
        await pipeline.arrive();
        const killed = place.faults.at(pointsOf(place, pipeline)[name], () => {
          pipeline.kill();
          // A statement that Redshift has goes on, whoever sent it; a call that nobody made does not.
          return name === "copying" ? undefined : "reset";
        });
        const { state, error, report } = await pipeline.run();
        assert.deepEqual([state, error], ["FAILED", "Command failed with exit code 137"]);
        assert.equal(report, undefined);
        await killed;
        await place.quiet();
        const next = await pipeline.loads();
        assert.equal(next.report!.status, COMMITS.includes(name) ? "NOTHING_NEW" : "LOADED");
        await pipeline.check();
      });
    }
  });
}
