import type { Resource } from "../resources";
import type { ResourceRule } from "../rule";

/** Glue and the Data API reach a warehouse without an address of its own. */
export const redshiftNotPublic: ResourceRule = {
  name: "redshift-not-public",
  severity: "critical",
  title: "No Redshift warehouse has a public address",
  rationale: "Only a password and a security group stand between the internet and all tables.",
  remedy: "Set publiclyAccessible to false; the Data API and a Glue connection need no public address.",
  link: "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-cross-vpc.html",

  resources: {
    "aws:redshiftserverless/workgroup:Workgroup": (it) => (it.props.publiclyAccessible === true ? PUBLIC : []),
    // A cluster was public unless it said otherwise, until 2025.
    "aws:redshift/cluster:Cluster": (it) => (it.props.publiclyAccessible === false ? [] : shown(it)),
  },
};

const PUBLIC = ["publiclyAccessible: expected false, got true"];
const shown = ({ props }: Resource) =>
  props.publiclyAccessible === true ? PUBLIC : ["publiclyAccessible: expected false, got none"];
