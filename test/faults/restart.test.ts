import * as assert from "node:assert/strict";
import { Pipeline } from "./support/pipeline";
import { type Place, place as thePlace } from "./support/place";
import { pointsOf } from "./support/points";

describe("A load whose warehouse crashes", function () {
  this.timeout(300_000);
  let place: Place;
  before(async () => {
    place = await thePlace();
  });
  afterEach(() => place.faults.clear());

  const crash = async () => {
    await place.aws.warehouse.restart();
    return undefined;
  };

  it("in mid-transaction is tried again in the same run, and brings each row once", async () => {
    const pipeline = await Pipeline.make(place, "upsert");
    await pipeline.arrive();
    const crashed = place.faults.at(pointsOf(place, pipeline).copying, crash);
    const { report } = await pipeline.loads();
    await crashed;
    assert.ok(report!.retries.length >= 1, JSON.stringify(report));
    assert.match(report!.retries[0].reason, /connection to the server was lost|terminating connection/);
    await pipeline.check();
  });

  it("right after the commit is loaded, and the next run finds nothing new", async () => {
    const pipeline = await Pipeline.make(place, "append");
    await pipeline.arrive();
    const crashed = place.faults.at(pointsOf(place, pipeline).committed, crash);
    const { report } = await pipeline.loads();
    await crashed;
    assert.equal(report!.status, "LOADED");
    assert.equal((await pipeline.loads()).report!.status, "NOTHING_NEW");
    await pipeline.check();
  });
});
