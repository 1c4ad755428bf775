import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { type LocalFolder, makeLocalFolder } from "../support/local-folder";
import { type StrangersProject, strangersProject } from "./stranger-on-aws";

describe("the README's program, of a stranger on the local AWS", function () {
  this.timeout(280_000);
  let local: LocalFolder;
  let project: StrangersProject;

  before(async () => {
    local = makeLocalFolder();
    project = await strangersProject(local, ".", { runtime: "nodejs", main: "index.ts" });
  });
  after(() => local.remove());

  it("is deployed, with the job's code out of the package", () => {
    const { pulumi, resources, stranger } = project;
    pulumi("up", "--yes", "--skip-preview");
    assert.equal(pulumi("stack", "output", "sourceBucket").trim(), "sales-test-source-123456789012-us-east-1");
    const script = resources().find(({ urn }) => urn.endsWith("::sales-load-script"))!;
    const shipped = fs.readFileSync(path.join(stranger.folder, "node_modules/s3-to-redshift/jobs/load.py"));
    assert.equal(script.outputs.etag, createHash("md5").update(shipped).digest("hex"));
  });

  it("has nothing to change afterwards", () => {
    project.pulumi("preview", "--expect-no-changes");
  });

  it("is gone after destroy", () => {
    project.pulumi("destroy", "--yes", "--skip-preview");
    assert.deepEqual(project.resources(), []);
  });
});
