import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { root } from "../../../scripts/setup/paths";

const read = (...parts: string[]) => fs.readFileSync(path.join(root, ...parts), "utf8");

/** `s3/Bucket`, `ec2/getSubnet`, `index/getRegion`: what the components take of @pulumi/aws. */
function taken(): string[] {
  const files = fs.readdirSync(path.join(root, "components"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const text = read("components", file);
      const modules = [...text.matchAll(/^import \* as (\w+) from "@pulumi\/aws\/(\w+)"/gm)];
      const functions = [...text.matchAll(/^import \{.*\} from "@pulumi\/aws\/(get\w+)"/gm)];
      return [
        ...functions.map(([, name]) => `index/${name}`),
        ...modules.flatMap(([, alias, module]) =>
          [...text.matchAll(new RegExp(`\\b(?:new ${alias}\\.(\\w+)|${alias}\\.(get\\w+?)(?:Output)?)\\(`, "g"))].map(
            ([, type, name]) => `${module}/${type ?? name}`,
          ),
        ),
      ];
    });
}

describe("The bridge to terraform-provider-aws", () => {
  it("has a token for all that the components take of @pulumi/aws", () => {
    const tokens = read("local/engine/aws-provider/internal/provider/tokens.go");
    const served = new Set([...tokens.matchAll(/^\t"aws_\w+": +"([\w/]+)",$/gm)].map(([, token]) => token));
    const all = [...new Set(taken())].sort();
    for (const known of ["s3/Bucket", "lakeformation/Permissions", "ec2/getSubnet", "index/getRegion"])
      assert.ok(all.includes(known), `${known} is not among ${all.join(", ")}`);
    assert.deepEqual(
      all.filter((token) => !served.has(token)),
      [],
    );
  });
});
