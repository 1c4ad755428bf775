import { jobsWithinTheirSpec } from "../../../../policy/rules/iam-least-privilege/jobs-within-their-spec";
import spec from "../../../spec/good/smallest.json";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { unverifiable } from "../unknown";
import {
  key,
  arn,
  glue,
  job,
  specFile,
  document,
  policy,
  stack,
  allow,
  read,
  sourceHas,
  workHas,
  database,
  catalogDatabase,
  work,
} from "./spec-stacks";

describe("the spec of jobs-within-their-spec", () => {
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
