import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { canonicalJson, contentHash } from "../../../components/job/hash";
import { jobCode, jobsFolder } from "../../../components/job/package";

describe("job package", () => {
  let folder: string;
  const write = (file: string, content: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), content);
  };
  const names = () => {
    const code = jobCode(folder);
    return [code.script.fileName, code.package.fileName];
  };

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "jobs-"));
    write("load.py", "import s3_to_redshift\n");
    write("s3_to_redshift/__init__.py", "");
    write("s3_to_redshift/read.py", "a = 1\n");
    write("s3_to_redshift/formats/csv.py", "b = 2\n");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("is named by its content alone", () => {
    const [script, zip] = names();
    assert.match(script, /^load-[0-9a-f]{16}\.py$/);
    assert.match(zip, /^s3_to_redshift-[0-9a-f]{16}\.zip$/);

    write("s3_to_redshift/__pycache__/read.cpython-311.pyc", "compiled");
    fs.utimesSync(path.join(folder, "load.py"), 0, 0);
    assert.deepEqual(names(), [script, zip]);
  });

  const changes: [what: string, change: () => void, script: boolean, zip: boolean][] = [
    ["a changed script", () => write("load.py", "pass\n"), true, false],
    ["a changed module", () => write("s3_to_redshift/formats/csv.py", "b = 3\n"), false, true],
    ["another module", () => write("s3_to_redshift/new.py", ""), false, true],
    [
      "a module of another name",
      () => fs.renameSync(`${folder}/s3_to_redshift/read.py`, `${folder}/s3_to_redshift/r.py`),
      false,
      true,
    ],
  ];
  for (const [what, change, script, zip] of changes) {
    it(`gets another name by ${what}`, () => {
      const before = names();
      change();
      assert.deepEqual(
        names().map((name, i) => name !== before[i]),
        [script, zip],
      );
    });
  }

  it("holds the Python files of the package below its name", async () => {
    const archive = jobCode(folder).package.source as pulumi.asset.AssetArchive;
    assert.deepEqual(Object.keys(await archive.assets), [
      "s3_to_redshift/__init__.py",
      "s3_to_redshift/formats/csv.py",
      "s3_to_redshift/read.py",
    ]);
  });

  it("is the code that Glue runs, when no other folder is given", async () => {
    const archive = jobCode(jobsFolder).package.source as pulumi.asset.AssetArchive;
    assert.ok("s3_to_redshift/__init__.py" in (await archive.assets));
  });

  it("needs its script", () => {
    fs.rmSync(path.join(folder, "load.py"));
    assert.throws(() => jobCode(folder), /load\.py/);
  });
});

describe("hashes", () => {
  it("tell parts from each other", () => assert.notEqual(contentHash("ab", "c"), contentHash("a", "bc")));

  it("do not depend on the order of keys", () => {
    assert.equal(canonicalJson({ b: [{ d: 1, c: undefined }], a: null }), '{"a":null,"b":[{"d":1}]}');
    assert.equal(canonicalJson({ a: null, b: [{ d: 1 }] }), canonicalJson({ b: [{ d: 1 }], a: null }));
  });
});
