import { redshiftRequiresSsl } from "../../../../policy/rules/data-protection/redshift-requires-ssl";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const workgroup = (configParameters?: unknown) =>
  resource("aws:redshiftserverless/workgroup:Workgroup", { configParameters }, { name: "workgroup" });
const parameter = (parameterKey: string, parameterValue: unknown) => ({ parameterKey, parameterValue });

const group = (parameters?: unknown, name = "group") =>
  resource("aws:redshift/parameterGroup:ParameterGroup", { parameters }, { name });
const on = group([{ name: "require_ssl", value: "true" }]);
const off = group([{ name: "require_ssl", value: "false" }], "off");
const CLUSTER = "aws:redshift/cluster:Cluster";
const cluster = (of = on, property = "clusterParameterGroupName") =>
  resource(CLUSTER, {}, { name: "cluster", from: { [property]: of } });
const named = (name: string) => resource(CLUSTER, { clusterParameterGroupName: name }, { name: "cluster" });
const etl = resource(
  "aws:redshift/parameterGroup:ParameterGroup",
  { name: "etl", parameters: [{ name: "require_ssl", value: "true" }] },
  { name: "group" },
);

const ofWorkgroup = ["workgroup: require_ssl: expected true"];
const ofCluster = ["cluster: require_ssl: expected true"];

describe("redshift-requires-ssl", () => {
  inOurOwn(redshiftRequiresSsl);

  stackFindings(redshiftRequiresSsl, {
    "a workgroup that requires it is fine": [[workgroup([parameter("require_ssl", "true")])], []],
    "among other parameters": [[workgroup([parameter("search_path", "sales"), parameter("require_ssl", "true")])], []],
    "one that says no is found": [[workgroup([parameter("require_ssl", "false")])], ofWorkgroup],
    "so is one with other parameters": [[workgroup([parameter("use_fips_ssl", "true")])], ofWorkgroup],
    "so is one without any": [[workgroup()], ofWorkgroup],
    "a cluster whose group requires it is fine": [[cluster(), on], []],
    "one whose group says no is found": [[cluster(off), on, off], ofCluster],
    "so is one whose group says nothing": [[cluster(), group()], ofCluster],
    "so is one without a group": [[resource(CLUSTER, {}, { name: "cluster" }), on], ofCluster],
    "so is one that takes something else from a group": [[cluster(on, "clusterIdentifier"), on], ofCluster],
    "the group's name may stand there in plain text": [[named("etl"), etl], []],
    "that of another group is found": [[named("default"), etl], ofCluster],
    "a stack without warehouses is fine": [[on, off], []],
  });

  describe("unknown at preview", () => {
    unverifiable(redshiftRequiresSsl, {
      "the parameters of a workgroup are noted": [[workgroup(UNKNOWN)], ["workgroup.configParameters"]],
      "so is a value": [
        [workgroup([parameter("require_ssl", UNKNOWN)])],
        ["workgroup.configParameters.0.parameterValue"],
      ],
      "so are those of a group": [[cluster(), group(UNKNOWN)], ["group.parameters"]],
      "another value need not be known": [
        [workgroup([parameter("search_path", UNKNOWN), parameter("require_ssl", "true")])],
        [],
      ],
    });
  });
});
