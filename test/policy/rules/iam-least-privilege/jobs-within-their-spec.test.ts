import { strict as assert } from "node:assert";
import { objects } from "../../../../components/access/documents";
import { targetStatements } from "../../../../components/access/load-job-role";
import { jobsWithinTheirSpec } from "../../../../policy/rules/iam-least-privilege/jobs-within-their-spec";
import spec from "../../../spec/good/smallest.json";
import { place } from "../../../support/harness";
import { make } from "../../../support/shop-pipeline";
import { stackFindings } from "../../support/findings";
import { findingsIn, inOurOwn, resourcesOf } from "../own";
import {
  key,
  arn,
  glue,
  job,
  specFile,
  policy,
  stack,
  allow,
  read,
  list,
  ours,
  sourceHas,
  workHas,
  database,
  source,
  catalogDatabase,
  work,
} from "./spec-stacks";

describe("jobs-within-their-spec", () => {
  inOurOwn(jobsWithinTheirSpec);
  it("finds nothing in one whose job keeps the catalog in step with its targets", async () => {
    const resources = await resourcesOf(() => make({ catalogTargets: {} }));
    assert.deepEqual(await findingsIn(resources, jobsWithinTheirSpec), []);
  });

  stackFindings(jobsWithinTheirSpec, {
    "exactly the paths of the spec are fine": [stack(...ours), []],
    "each with its folder's own name": [stack(read("vega/airports/*", "vega/airports")), []],
    "and what lies deeper": [stack(read("vega/airports/2026/*", "vega/airports/a.csv")), []],
  });

  describe("of the source", () => {
    const ofSource = (path: string) => [`policy: policy, statement 1: reaches ${path} ${sourceHas}`];
    stackFindings(jobsWithinTheirSpec, {
      "another prefix is found": [stack(read("hr/*")), ofSource("hr/*")],
      "in a list, only what is beyond": [
        stack(read("vega/airports/*", "hr/*", "vega/*")),
        [...ofSource("hr/*"), ...ofSource("vega/*")],
      ],
      "the whole bucket is": [stack(read("*")), ofSource("*")],
      "the folder above is": [stack(read("vega/")), ofSource("vega/")],
      "a name that goes on is": [stack(read("vega/airports*")), ofSource("vega/airports*")],
      "another folder that begins alike is": [stack(read("vega/airports-old/*")), ofSource("vega/airports-old/*")],
      "a part of the folder's name is": [stack(read("vega/air*")), ofSource("vega/air*")],
      "the statement is named by its Sid": [
        stack(...ours, { Sid: "ReadMore", ...read("hr/*") }),
        [`policy: policy, statement ReadMore: reaches hr/* ${sourceHas}`],
      ],
      "writing is found": [
        stack(allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], arn(source, "vega/airports/*"))),
        [
          "policy: policy, statement 1: allows s3:PutObject on source files, which the job only reads",
          "policy: policy, statement 1: allows s3:DeleteObject on source files, which the job only reads",
        ],
      ],
      "also by a pattern": [
        stack(allow(["s3:Get*", "s3:*"], arn(source, "vega/airports/*"))),
        ["policy: policy, statement 1: allows s3:* on source files, which the job only reads"],
      ],
      "reading is fine in any case": [stack(allow(["S3:getobject", "s3:List*"], arn(source, "vega/airports/*"))), []],
      "a Deny may reach further": [stack({ ...read("*"), Effect: "Deny" }), []],
    });
  });

  describe("of the work bucket", () => {
    const ofWork = (path: string) => [`policy: policy, statement 1: reaches ${path} ${workHas}`];
    stackFindings(jobsWithinTheirSpec, {
      "another prefix is found": [stack(allow("s3:PutObject", arn(work, "exports/*"))), ofWork("exports/*")],
      "the whole bucket is": [stack(allow("s3:GetObject", arn(work, "*"))), ofWork("*")],
      "writing below its own is fine": [
        stack(allow("s3:PutObject", [arn(work, "staging/*"), arn(work, "reports")])),
        [],
      ],
      "so is the folder of the spec": [stack(allow("s3:GetObject", arn(work, "code/*"))), []],
    });
  });

  describe("of other buckets", () => {
    const noBucket = (resource: string) => [
      `policy: policy, statement 1: reaches ${resource}, which is no bucket of the spec`,
    ];
    const other = arn("acme-hr", "vega/airports/*");
    stackFindings(jobsWithinTheirSpec, {
      "each is found": [stack(allow("s3:GetObject", other)), noBucket(other)],
      "also to list": [
        stack(list("acme-hr", { StringLike: { "s3:prefix": "vega/*" } })),
        noBucket("arn:aws:s3:::acme-hr"),
      ],
      "so is a pattern of names": [
        stack(allow("s3:GetObject", arn("vega-local-*", "vega/airports/*"))),
        noBucket(arn("vega-local-*", "vega/airports/*")),
      ],
      "so are all buckets": [stack(allow("s3:GetObject", "arn:aws:s3:::*")), noBucket("arn:aws:s3:::*")],
      "on * it is another rule's business": [stack(allow("s3:GetObject", "*")), []],
    });
  });

  describe("to list", () => {
    const byPrefix = (...prefixes: string[]) => ({ StringLike: { "s3:prefix": prefixes } });
    stackFindings(jobsWithinTheirSpec, {
      "the prefixes of the spec are fine": [
        stack(list(source, byPrefix("vega/airports", "vega/airports/*")), list(work, byPrefix("staging", "staging/*"))),
        [],
      ],
      "others are found": [
        stack(list(source, byPrefix("vega/airports/*", "hr/*"))),
        [`policy: policy, statement 1: reaches hr/* ${sourceHas}`],
      ],
      "whatever the case of the key": [
        stack(list(source, { StringEquals: { "S3:Prefix": "hr/" } })),
        [`policy: policy, statement 1: reaches hr/ ${sourceHas}`],
      ],
      "each bucket has its own": [
        stack(list(work, byPrefix("vega/airports/*"))),
        [`policy: policy, statement 1: reaches vega/airports/* ${workHas}`],
      ],
      "without a condition it is another rule's business": [
        stack(allow("s3:ListBucket", `arn:aws:s3:::${source}`)),
        [],
      ],
    });
  });

  describe("of the catalog", () => {
    const beyond = (resource: string) => [`policy: policy, statement 1: reaches ${resource}; ${database}`];
    const getTable = (resource: string) => stack(allow("glue:GetTable", resource));
    stackFindings(jobsWithinTheirSpec, {
      "the spec's database is fine": [
        stack(
          allow("glue:GetTable", [
            glue("catalog"),
            glue(`database/${catalogDatabase}`),
            glue(`table/${catalogDatabase}/*`),
          ]),
        ),
        [],
      ],
      "another is found": [getTable(glue("database/hr")), beyond(glue("database/hr"))],
      "so is one that begins alike": [getTable(glue("table/vega_local_2/*")), beyond(glue("table/vega_local_2/*"))],
      "so are all tables": [getTable(glue("table/*")), beyond(glue("table/*"))],
      "so are tables by a pattern": [getTable(glue("table/vega_*/airports")), beyond(glue("table/vega_*/airports"))],
      "so is the whole of Glue": [getTable(glue("*")), beyond(glue("*"))],
      "writing to it is found": [
        stack(
          allow(["glue:GetTable", "glue:UpdateTable", "glue:*"], [glue("catalog"), glue(`table/${catalogDatabase}/*`)]),
        ),
        ["glue:UpdateTable", "glue:*"].map(
          (action) =>
            `policy: policy, statement 1: allows ${action} on ${glue(`table/${catalogDatabase}/*`)}, which the job only reads`,
        ),
      ],
      "reading is fine in any case": [
        stack(
          allow(
            ["GLUE:gettable", "glue:BatchGetPartition", "glue:Get*", "s3:PutObject"],
            glue(`table/${catalogDatabase}/*`),
          ),
        ),
        [],
      ],
      "the job itself is no part of it": [stack(allow("glue:GetJobRun", glue("job/vega-local"))), []],
    });
  });

  describe("of the tables that describe its targets", () => {
    const targets = "vega_local_targets";
    const describing = {
      ...spec,
      datasets: [{ ...spec.datasets[0], catalogTarget: "dev_vega_airports" }],
      catalogTargets: { database: targets },
    };
    const described = (...statements: object[]) => [
      job(),
      specFile({ content: JSON.stringify(describing) }),
      policy(...statements),
    ];
    const updating = (...resources: string[]) => allow(["glue:GetTable", "glue:UpdateTable"], resources.map(glue));
    stackFindings(jobsWithinTheirSpec, {
      "what our own job's role may is fine": [described(...ours, ...targetStatements(place, targets)), []],
      "so are single tables": [described(updating("catalog", `table/${targets}/dev_vega_airports`)), []],
      "another database is found": [
        described(updating(`table/${targets}/*`, "table/hr/*")),
        [`policy: policy, statement 1: reaches ${glue("table/hr/*")}; ${database}, ${targets}`],
      ],
      "so is writing to the source's": [
        described(updating(`table/${targets}/*`, `table/${catalogDatabase}/*`)),
        [
          `policy: policy, statement 1: allows glue:UpdateTable on ${glue(`table/${catalogDatabase}/*`)}, which the job only reads`,
        ],
      ],
      "so is what only begins alike": [
        described(updating(`table/${targets}_2/*`)),
        [`policy: policy, statement 1: reaches ${glue(`table/${targets}_2/*`)}; ${database}, ${targets}`],
      ],
      "and the same database is, where the spec does not name it": [
        stack(updating(`table/${targets}/*`)),
        [`policy: policy, statement 1: reaches ${glue(`table/${targets}/*`)}; ${database}`],
      ],
    });
  });

  describe("where source and work bucket are one", () => {
    const one = { ...spec, work: { ...spec.work, bucket: source } };
    const shared = (...statements: object[]) => [
      job({ defaultArguments: { "--spec_uri": `s3://${source}/${key}` } }),
      specFile({ bucket: source, content: JSON.stringify(one) }),
      policy(...statements),
    ];
    stackFindings(jobsWithinTheirSpec, {
      "the prefixes of both are fine": [
        shared(
          read("vega/airports/*"),
          objects("Stage", place, { bucketName: source, prefixes: ["staging/"] }, ["s3:PutObject"]),
        ),
        [],
      ],
      "writing to the source is found": [
        shared(allow("s3:PutObject", arn(source, "vega/airports/*"))),
        ["policy: policy, statement 1: allows s3:PutObject on source files, which the job only reads"],
      ],
    });
  });
});
