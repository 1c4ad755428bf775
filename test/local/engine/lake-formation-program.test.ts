import { strict as assert } from "node:assert";
import * as path from "node:path";
import { type LocalFolder, makeLocalFolder } from "../../support/local-folder";
import { copyTestProgram } from "../../support/program-copy";
import { pulumiIn } from "../../support/pulumi-program";
import { signed } from "../../support/signed";

/** What a call answers, as far as the tests look at it. */
interface Answer {
  message?: string;
  ResourceInfoList?: { ResourceArn: string; HybridAccessEnabled?: boolean }[];
  PrincipalResourcePermissions?: {
    Principal: { DataLakePrincipalIdentifier: string };
    Resource: Record<string, unknown>;
    Permissions: string[];
  }[];
}

const REQUEST = { service: "lakeformation", method: "POST", headers: { "content-type": "application/json" } };
const PROGRAM = path.join(__dirname, "lake-formation-program");

/** The real engine and the real provider on Lake Formation, with the library's components. */
describe("a program with Lake Formation", function () {
  this.timeout(300_000);
  let local: LocalFolder;
  let cli: ReturnType<typeof pulumiIn>;
  let env: NodeJS.ProcessEnv;

  before(async () => {
    local = makeLocalFolder();
    local.command("local", "up");
    env = await local.environment();
    cli = pulumiIn(copyTestProgram(local.folder, PROGRAM), env);
    cli.pulumi("stack", "select", "--create", "local");
  });
  after(() => local.remove());

  /** Of AWS, as `replace sales-location`; components are there in name alone. */
  const changes = (...args: string[]) =>
    cli.changes(...args).flatMap(({ op, type, name }) => (type.startsWith("aws:") ? `${op} ${name}` : []));
  /** A call of Lake Formation, as its clients make it: the action is the path. */
  async function call(action: string, input: object = {}) {
    const url = new URL(action, env.AWS_ENDPOINT_URL);
    const body = JSON.stringify(input);
    const headers = await signed(
      { endpoint: url.origin, region: "us-east-1" },
      { ...REQUEST, url: url.pathname, body },
    );
    const response = await fetch(url, { method: "POST", headers, body });
    return { type: response.headers.get("x-amzn-errortype"), ...((await response.json()) as Answer) };
  }
  const locations = async () =>
    (await call("ListResources")).ResourceInfoList?.map(({ ResourceArn, HybridAccessEnabled }) => [
      ResourceArn.replace("arn:aws:s3:::shop-raw/", ""),
      HybridAccessEnabled,
    ]);

  it("deploys, and has nothing to change afterwards", async () => {
    cli.up();
    assert.deepEqual((await locations())!.sort(), [
      ["sales", false],
      ["stock", false],
    ]);
    const { PrincipalResourcePermissions: granted } = await call("ListPermissions");
    assert.equal(granted!.length, 5);
    const ofLocation = granted!.find(({ Resource }) => Resource.DataLocation)!;
    assert.deepEqual(ofLocation.Permissions, ["DATA_LOCATION_ACCESS"]);
    assert.equal(ofLocation.Principal.DataLakePrincipalIdentifier, "arn:aws:iam::123456789012:role/shop-crawler");
    assert.deepEqual(changes(), []);
  });

  it("has nothing to change after a refresh", () => {
    assert.doesNotMatch(cli.pulumi("refresh", "--yes"), /[1-9]\d* (updated|deleted|created)/);
    assert.deepEqual(changes("--refresh"), []);
  });

  it("has no call that nothing here answers", async () => {
    for (const action of ["UpdateResource", "BatchRevokePermissions", "CreateLakeFormationOptIn"]) {
      const { type, message } = await call(action);
      assert.equal(type, "UnknownOperationException");
      assert.match(message!, new RegExp(`^lakeformation:${action} is not emulated on the local AWS`));
    }
  });

  it("takes a location anew for the hybrid access mode, and has it afterwards", async () => {
    cli.pulumi("config", "set", "hybrid", "true");
    assert.deepEqual(changes(), ["replace grants-crawler-location", "replace sales-location"]);
    cli.up();
    assert.deepEqual((await locations())!.sort(), [
      ["sales", true],
      ["stock", false],
    ]);
    assert.deepEqual(changes("--refresh"), []);
  });

  it("is gone after destroy, and what is gone is not revoked again", async () => {
    const [grant] = (await call("ListPermissions")).PrincipalResourcePermissions!;
    cli.pulumi("destroy", "--yes");
    const { deployment } = JSON.parse(cli.pulumi("stack", "export"));
    assert.deepEqual(deployment.resources ?? [], []);
    assert.deepEqual(await locations(), []);
    assert.deepEqual((await call("ListPermissions")).PrincipalResourcePermissions, []);
    assert.deepEqual(await call("RevokePermissions", grant), {
      type: "InvalidInputException",
      __type: "InvalidInputException",
      message: "No permissions revoked. Grantee has no permissions and no grantable permissions on resource.",
    });
  });
});
