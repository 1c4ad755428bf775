import { objects, type Statement } from "../../../../components/access/documents";
import { sourceStatements, warehouseStatements, workStatements } from "../../../../components/access/load-job-role";
import { workPrefixes } from "../../../../components/job/work-prefixes";
import { jobsWithinTheirSpec } from "../../../../policy/rules/iam-least-privilege/jobs-within-their-spec";
import spec from "../../../spec/good/smallest.json";
import { place } from "../../../support/harness";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const { bucket: source, catalogDatabase } = spec.source;
const { bucket: work } = spec.work;
const key = "code/spec-1.json";
const arn = (bucket: string, path: string) => `arn:aws:s3:::${bucket}/${path}`;
const glue = (path: string) => `arn:aws:glue:eu-west-1:123456789012:${path}`;

const job = (changed: object = {}, name = "job") =>
  resource(
    "aws:glue/job:Job",
    {
      roleArn: "arn:aws:iam::123456789012:role/loader",
      defaultArguments: { "--spec_uri": `s3://${work}/${key}` },
      ...changed,
    },
    { name },
  );
const specFile = (changed: object = {}) =>
  resource(
    "aws:s3/bucketObjectv2:BucketObjectv2",
    { bucket: work, key, content: JSON.stringify(spec), ...changed },
    { name: "spec" },
  );
const document = (statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const policy = (...statements: object[]) =>
  resource("aws:iam/rolePolicy:RolePolicy", { role: "loader", policy: document(statements) }, { name: "policy" });

/** Job, spec and role policy of these statements. */
const stack = (...statements: object[]) => [job(), specFile(), policy(...statements)];
const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const read = (...paths: string[]) =>
  allow(
    "s3:GetObject",
    paths.map((path) => arn(source, path)),
  );
const list = (bucket: string, Condition: object) => allow("s3:ListBucket", `arn:aws:s3:::${bucket}`, Condition);

const ours: Statement[] = [
  ...sourceStatements(place, { bucketName: source, prefixes: ["vega/airports/"] }, catalogDatabase),
  ...workStatements(place, work, workPrefixes),
  ...warehouseStatements(place, { key: "pipeline", value: "vega-local" }),
];

const sourceHas = `in bucket ${source}; the spec has vega/airports/`;
const workHas = `in bucket ${work}; the spec has staging/, quarantine/, mended/, reports/, lineage/, code/`;
const database = `the spec has the catalog database ${catalogDatabase}`;

describe("jobs-within-their-spec", () => {
  inOurOwn(jobsWithinTheirSpec);

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
      "the job itself is no part of it": [stack(allow("glue:GetJobRun", glue("job/vega-local"))), []],
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

  describe("of two jobs with one role", () => {
    const other = {
      ...spec,
      source: { bucket: "acme-raw", catalogDatabase: "acme" },
      datasets: [{ ...spec.datasets[0], prefix: "orders/" }],
    };
    const otherKey = "code/spec-2.json";
    const both = (...statements: object[]) => [
      ...stack(...statements),
      job({ defaultArguments: { "--spec_uri": `s3://${work}/${otherKey}` } }, "other"),
      resource(
        "aws:s3/bucketObjectv2:BucketObjectv2",
        { bucket: work, key: otherKey, content: JSON.stringify(other) },
        { name: "other-spec" },
      ),
    ];
    stackFindings(jobsWithinTheirSpec, {
      "what either needs is fine": [
        both(
          read("vega/airports/*"),
          allow("s3:GetObject", arn("acme-raw", "orders/*")),
          allow("glue:GetTable", [glue(`table/${catalogDatabase}/*`), glue("table/acme/*")]),
        ),
        [],
      ],
      "what neither needs is found, once": [
        both(read("hr/*"), allow("glue:GetTable", glue("database/hr"))),
        [
          `policy: policy, statement 1: reaches hr/* ${sourceHas}`,
          `policy: policy, statement 2: reaches ${glue("database/hr")}; ${database}, acme`,
        ],
      ],
      "each bucket keeps its own paths": [
        both(allow("s3:GetObject", arn("acme-raw", "vega/airports/*"))),
        ["policy: policy, statement 1: reaches vega/airports/* in bucket acme-raw; the spec has orders/"],
      ],
    });
    unverifiable(jobsWithinTheirSpec, {
      "while one spec is unknown, the role is not judged": [
        [...stack(read("hr/*")), job({ defaultArguments: { "--spec_uri": UNKNOWN } }, "other")],
        ["other.defaultArguments.--spec_uri"],
      ],
      "other roles are": [
        [
          ...stack(read("hr/*")),
          job({ roleArn: "arn:aws:iam::123456789012:role/else", defaultArguments: { "--spec_uri": UNKNOWN } }, "other"),
        ],
        ["other.defaultArguments.--spec_uri"],
        [`policy: policy, statement 1: reaches hr/* ${sourceHas}`],
      ],
    });
  });

  describe("with a spec at the bucket's root", () => {
    const atRoot = (...statements: object[]) => [
      job({ defaultArguments: { "--spec_uri": `s3://${work}/spec.json` } }),
      specFile({ key: "spec.json" }),
      policy(...statements),
    ];
    const rootHas = `in bucket ${work}; the spec has staging/, quarantine/, mended/, reports/, lineage/, spec.json`;
    stackFindings(jobsWithinTheirSpec, {
      "it may be read": [atRoot(allow("s3:GetObject", arn(work, "spec.json"))), []],
      "what only begins alike may not": [
        atRoot(allow("s3:GetObject", arn(work, "spec.json*"))),
        [`policy: policy, statement 1: reaches spec.json* ${rootHas}`],
      ],
      "nor may the whole bucket": [
        atRoot(allow("s3:GetObject", arn(work, "*"))),
        [`policy: policy, statement 1: reaches * ${rootHas}`],
      ],
    });
  });

  describe("with a spec in another bucket than that of its work", () => {
    const workHasNoCode = workHas.replace(", code/", "");
    stackFindings(jobsWithinTheirSpec, {
      "its folder says nothing of the work bucket": [
        [
          job({ defaultArguments: { "--spec_uri": "s3://acme-code/exports/spec.json" } }),
          specFile({ bucket: "acme-code", key: "exports/spec.json" }),
          policy(allow("s3:GetObject", arn(work, "exports/*"))),
        ],
        [`policy: policy, statement 1: reaches exports/* ${workHasNoCode}`],
      ],
    });
  });

  describe("finds the job's", () => {
    const beyond = (where: string) => [`${where}, statement 1: reaches hr/* ${sourceHas}`];
    const inline = (name: string) =>
      resource("aws:iam/role:Role", { name, inlinePolicies: [{ policy: document([read("hr/*")]) }] }, { name: "role" });
    const ofRole = (role: string) =>
      resource("aws:iam/rolePolicy:RolePolicy", { role, policy: document([read("hr/*")]) }, { name: "policy" });
    stackFindings(jobsWithinTheirSpec, {
      "inline policies": [[job(), specFile(), inline("loader")], beyond("role: inlinePolicies[0].policy")],
      "role with a path": [
        [job({ roleArn: "arn:aws:iam::123456789012:role/etl/loader" }), specFile(), ofRole("loader")],
        beyond("policy: policy"),
      ],
      "spec in an object of the older kind": [
        [
          job(),
          resource("aws:s3/bucketObject:BucketObject", { bucket: work, key, content: JSON.stringify(spec) }),
          ofRole("loader"),
        ],
        beyond("policy: policy"),
      ],
      "spec that no run can override": [
        [
          job({ defaultArguments: undefined, nonOverridableArguments: { "--spec_uri": `s3://${work}/${key}` } }),
          specFile(),
          ofRole("loader"),
        ],
        beyond("policy: policy"),
      ],
      "not the roles of others": [[job(), specFile(), inline("crawler"), ofRole("loader-2")], []],
      "no spec in another stack": [[job(), policy(read("hr/*"))], []],
      "no spec of another key": [[job(), specFile({ key: "code/spec-2.json" }), policy(read("hr/*"))], []],
      "no spec of a job that has none": [
        [job({ defaultArguments: { "--TempDir": `s3://${work}/tmp/` } }), specFile(), policy(read("hr/*"))],
        [],
      ],
      "nothing in a job without arguments": [
        [job({ defaultArguments: undefined }), specFile(), policy(read("hr/*"))],
        [],
      ],
      "nothing by a spec that is another tool's": [
        [job(), specFile({ content: '{"openapi":"3.1.0"}' }), policy(read("hr/*"))],
        [],
      ],
      "nothing by a spec that is no JSON": [[job(), specFile({ content: "openapi: 3.1.0" }), policy(read("hr/*"))], []],
      "nothing in a malformed policy": [
        [job(), specFile(), resource("aws:iam/rolePolicy:RolePolicy", { role: "loader", policy: "{" })],
        [],
      ],
    });
  });

  describe("unknown at preview", () => {
    const beyond = policy(read("hr/*"));
    const object = (props: Record<string, unknown>) =>
      resource("aws:s3/bucketObject:BucketObject", props, { name: "object" });
    unverifiable(jobsWithinTheirSpec, {
      "the URI of the spec is noted": [
        [job({ defaultArguments: { "--spec_uri": UNKNOWN } }), specFile(), beyond],
        ["job.defaultArguments.--spec_uri"],
      ],
      "all arguments are": [[job({ defaultArguments: UNKNOWN }), specFile(), beyond], ["job.defaultArguments"]],
      "the role is": [[job({ roleArn: UNKNOWN }), specFile(), beyond], ["job.roleArn"]],
      "not that of a job without a spec": [[job({ roleArn: UNKNOWN, defaultArguments: {} }), beyond], []],
      "the place of the spec is": [[job(), specFile({ bucket: UNKNOWN }), beyond], ["spec.bucket"]],
      "and not that of an object of another bucket": [
        [job(), object({ bucket: "acme-raw", key: UNKNOWN }), beyond],
        [],
      ],
      "nor of another key": [[job(), object({ bucket: UNKNOWN, key: "load.py" }), beyond], []],
      "nor of what may be it, where another is": [
        [job(), object({ bucket: work, key: UNKNOWN }), specFile(), beyond],
        [],
        [`policy: policy, statement 1: reaches hr/* ${sourceHas}`],
      ],
      "of what may be it, where no other is": [[job(), object({ bucket: work, key: UNKNOWN }), beyond], ["object.key"]],
      "its content is": [[job(), specFile({ content: UNKNOWN }), beyond], ["spec.content"]],
      "whose policy it is, is": [
        [
          job(),
          specFile(),
          resource("aws:iam/rolePolicy:RolePolicy", { role: UNKNOWN, policy: document([read("hr/*")]) }),
        ],
        ["it.role"],
      ],
      "a policy is another rule's business": [
        [job(), specFile(), resource("aws:iam/rolePolicy:RolePolicy", { role: "loader", policy: UNKNOWN })],
        [],
      ],
    });
  });
});
