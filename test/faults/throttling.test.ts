import * as assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { internalError, randomNumbers, slowDown, throttled } from "./support/faults";
import { Pipeline } from "./support/pipeline";
import { type Place, place as thePlace } from "./support/place";
import { callsOf } from "./support/points";

/** Of all calls, so many are refused. */
const S3_RATIO = 0.15;
const DATA_API_RATIO = 0.1;

describe("A load while services refuse calls at random", function () {
  this.timeout(600_000);
  let place: Place;
  before(async () => {
    place = await thePlace();
  });
  afterEach(() => place.faults.clear());

  const what = `${S3_RATIO * 100} % of S3's answers are 503 SlowDown or 500, ${DATA_API_RATIO * 100} % of the Data API's are throttled`;
  for (const mode of ["append", "upsert"] as const) {
    const seed = Number(process.env.FAULTS_SEED ?? randomInt(2 ** 31));
    it(`by ${mode}: ${what} (FAULTS_SEED=${seed})`, async () => {
      const pipeline = await Pipeline.make(place, mode);
      const { byJob, byCopy, isS3, isDataApi } = callsOf(place, pipeline);
      const random = randomNumbers(seed);
      const refused = { s3: 0, dataApi: 0 };
      await pipeline.arrive();
      place.faults.always((call) => {
        // The code is what Glue fetches, before there is a job.
        const isOfLoad = byJob(call) || byCopy(call);
        if (!isOfLoad || call.url.startsWith(`/${place.work}/code/`)) return undefined;
        if (isS3(call) && random() < S3_RATIO) {
          refused.s3++;
          return random() < 0.5 ? slowDown : internalError;
        }
        if (isDataApi(call) && random() < DATA_API_RATIO) {
          refused.dataApi++;
          return throttled;
        }
        return undefined;
      });
      await pipeline.loads();
      place.faults.clear();
      assert.ok(refused.s3 + refused.dataApi >= 3, `refused: ${JSON.stringify(refused)}`);
      assert.equal((await pipeline.loads()).report!.status, "NOTHING_NEW");
      await pipeline.check();
    });
  }
});
