import { type Statement } from "../../../../components/access/documents";
import { sourceStatements, workStatements } from "../../../../components/access/load-job-role";
import { warehouseStatements } from "../../../../components/access/warehouse-access";
import { workPrefixes } from "../../../../components/job/work-prefixes";
import spec from "../../../spec/good/smallest.json";
import { place } from "../../../support/harness";
import { resource } from "../../support/findings";

export const { bucket: source, catalogDatabase } = spec.source;
export const { bucket: work } = spec.work;
export const key = "code/spec-1.json";
export const arn = (bucket: string, path: string) => `arn:aws:s3:::${bucket}/${path}`;
export const glue = (path: string) => `arn:aws:glue:eu-west-1:123456789012:${path}`;

export const job = (changed: object = {}, name = "job") =>
  resource(
    "aws:glue/job:Job",
    {
      roleArn: "arn:aws:iam::123456789012:role/loader",
      defaultArguments: { "--spec_uri": `s3://${work}/${key}` },
      ...changed,
    },
    { name },
  );
export const specFile = (changed: object = {}) =>
  resource(
    "aws:s3/bucketObjectv2:BucketObjectv2",
    { bucket: work, key, content: JSON.stringify(spec), ...changed },
    { name: "spec" },
  );
export const document = (statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
export const policy = (...statements: object[]) =>
  resource("aws:iam/rolePolicy:RolePolicy", { role: "loader", policy: document(statements) }, { name: "policy" });

/** Job, spec and role policy of these statements. */
export const stack = (...statements: object[]) => [job(), specFile(), policy(...statements)];
export const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});
export const read = (...paths: string[]) =>
  allow(
    "s3:GetObject",
    paths.map((path) => arn(source, path)),
  );
export const list = (bucket: string, Condition: object) => allow("s3:ListBucket", `arn:aws:s3:::${bucket}`, Condition);

export const ours: Statement[] = [
  ...sourceStatements(place, { bucketName: source, prefixes: ["vega/airports/"] }, catalogDatabase),
  ...workStatements(place, work, workPrefixes),
  ...warehouseStatements(place, { workgroupTag: { key: "pipeline", value: "vega-local" } }),
];

export const sourceHas = `in bucket ${source}; the spec has vega/airports/`;
export const workHas = `in bucket ${work}; the spec has staging/, quarantine/, mended/, reports/, lineage/, code/`;
export const database = `the spec has the catalog database ${catalogDatabase}`;
