import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { LoaderGrants, type RedshiftTarget } from "../../../components";
import { itIsAComponent, itRefuses } from "../../support/component";
import { deploy } from "../../support/harness";

const target = (): RedshiftTarget => ({
  workgroupName: pulumi.output("shop-dev"),
  database: pulumi.output("dev"),
  adminSecretArn: pulumi.output("arn:aws:secretsmanager:eu-west-1:123456789012:secret:admin"),
});
const make = (opts?: pulumi.ComponentResourceOptions, roleName = "shop-dev-load-job") =>
  new LoaderGrants("shop", { target: target(), roleName }, opts);
const statement = "aws:redshiftdata/statement:Statement";

describe("LoaderGrants", () => {
  itIsAComponent({
    make,
    type: "s3-to-redshift:warehouse:LoaderGrants",
    children: [
      [statement, "shop-call"],
      [statement, "shop-procedure"],
    ],
    outputs: ({ userName }) => ({ userName }),
  });

  it("runs as the administrator, by the secret that AWS manages", async () => {
    const { resources } = await deploy(() => make());
    for (const { inputs } of resources.filter(({ type }) => type === statement)) {
      assert.equal(inputs.workgroupName, "shop-dev");
      assert.equal(inputs.database, "dev");
      assert.equal(inputs.secretArn, "arn:aws:secretsmanager:eu-west-1:123456789012:secret:admin");
      assert.equal(inputs.dbUser, undefined);
    }
  });

  it("defines the procedure, then calls it for the role's user", async () => {
    const { one } = await deploy(() => make());
    const call = one(statement, "shop-call");
    assert.equal(call.inputs.sql, "CALL public.s3_to_redshift_admit_loader('IAMR:shop-dev-load-job', 'dev')");
    assert.ok(call.dependencies.some((urn) => urn.endsWith("::shop-procedure")));
  });

  it("may be repeated, makes a user without password, and grants no more than schemas and temporary tables", async () => {
    const { sql } = (await deploy(() => make())).one(statement, "shop-procedure").inputs;
    assert.match(sql, /^CREATE OR REPLACE PROCEDURE /);
    assert.match(sql, /IF NOT EXISTS \(SELECT 1 FROM pg_user WHERE usename = user_name\)/);
    assert.match(sql, /' PASSWORD DISABLE'/);
    assert.deepEqual(sql.match(/GRANT [^']*/g), ["GRANT CREATE, TEMP ON DATABASE "]);
  });

  it("calls a changed procedure again: the call's name holds the procedure's hash", async () => {
    const { one } = await deploy(() => make());
    assert.match(one(statement, "shop-call").inputs.statementName, /^admit-loader-[0-9a-f]{16}$/);
  });

  itRefuses([
    ["a name that would end the text", () => make({}, "it's"), /^roleName: expected 1 to 64 letters.*, got "it's"$/],
  ]);
});
