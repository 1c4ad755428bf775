import { oneRoleOneDuty } from "../../../../policy/rules/iam-least-privilege/one-role-one-duty";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const crawler = (role: unknown, name = "crawler") => resource("aws:glue/crawler:Crawler", { role }, { name });
const job = (roleArn: unknown, name = "job") => resource("aws:glue/job:Job", { roleArn }, { name });
const namespace = (iamRoles: unknown) =>
  resource("aws:redshiftserverless/namespace:Namespace", { iamRoles }, { name: "namespace" });
const cluster = (iamRoles: unknown) => resource("aws:redshift/cluster:Cluster", { iamRoles }, { name: "cluster" });
const clusterRoles = (iamRoleArns: unknown) =>
  resource("aws:redshift/clusterIamRoles:ClusterIamRoles", { iamRoleArns }, { name: "cluster-roles" });

const jobAndCrawler = "job: role etl is that of the job and of the crawler crawler";

describe("one-role-one-duty", () => {
  inOurOwn(oneRoleOneDuty);

  stackFindings(oneRoleOneDuty, {
    "crawler and job with one role are found": [[crawler(arn("etl")), job(arn("etl"))], [jobAndCrawler]],
    "in any order": [[job(arn("etl")), crawler(arn("etl"))], [jobAndCrawler]],
    "whether the crawler gives its ARN or its name": [[crawler("etl"), job(arn("etl"))], [jobAndCrawler]],
    "or its path": [[crawler("service-role/etl"), job(arn("service-role/etl"))], [jobAndCrawler]],
    "job and COPY are": [
      [job(arn("etl")), namespace([arn("spectrum"), arn("etl")])],
      ["namespace: role etl is that of the COPY and of the job job"],
    ],
    "crawler and COPY are": [
      [crawler("etl"), namespace([arn("etl")])],
      ["namespace: role etl is that of the COPY and of the crawler crawler"],
    ],
    "so is COPY of a cluster": [
      [job(arn("etl")), cluster([arn("etl")]), clusterRoles([arn("etl")])],
      [
        "cluster: role etl is that of the COPY and of the job job",
        "cluster-roles: role etl is that of the COPY and of the job job",
      ],
    ],
    "all three with one are found at the second and the third": [
      [crawler(arn("etl")), job(arn("etl")), namespace([arn("etl")])],
      [jobAndCrawler, "namespace: role etl is that of the COPY and of the crawler crawler"],
    ],
    "every job with it is": [
      [crawler(arn("etl")), job(arn("etl")), job(arn("etl"), "night")],
      [jobAndCrawler, "night: role etl is that of the job and of the crawler crawler"],
    ],
    "a role each is fine": [[crawler(arn("crawl")), job(arn("load")), namespace([arn("copy")])], []],
    "two jobs may share one": [[job(arn("load")), job(arn("load"), "night")], []],
    "so may two warehouses": [[namespace([arn("copy")]), cluster([arn("copy")]), clusterRoles([arn("copy")])], []],
    "a name within another is another": [[crawler("etl"), job(arn("etl-load"))], []],
    "a warehouse without roles has no duty": [[job(arn("load")), namespace(undefined), cluster([])], []],
  });

  describe("unknown at preview", () => {
    unverifiable(oneRoleOneDuty, {
      "a role is noted": [[crawler(UNKNOWN), job(arn("etl"))], ["crawler.role"]],
      "and the others are compared": [
        [crawler(arn("etl")), job(arn("etl")), job(UNKNOWN, "night")],
        ["night.roleArn"],
        [jobAndCrawler],
      ],
      "so it is with one role of a warehouse": [
        [crawler(arn("etl")), job(arn("etl")), namespace([UNKNOWN])],
        ["namespace.iamRoles.0"],
        [jobAndCrawler],
      ],
    });
  });
});
