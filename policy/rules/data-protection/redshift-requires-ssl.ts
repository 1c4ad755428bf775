import type { StackRule } from "../rule";

interface Parameter {
  parameterKey?: string;
  parameterValue?: string;
  name?: string;
  value?: string;
}

const requiresSsl = (parameters: Parameter[] = []) =>
  parameters.some((it) => (it.parameterKey ?? it.name) === "require_ssl" && (it.parameterValue ?? it.value) === "true");

/** Redshift takes connections in plain unless a parameter forbids it. */
export const redshiftRequiresSsl: StackRule = {
  name: "redshift-requires-ssl",
  severity: "high",
  title: "Every Redshift warehouse takes connections over TLS only",
  rationale: "A client that does not ask for TLS sends password and rows in plain, and nobody notices.",
  remedy: "Set require_ssl to true: among configParameters of a workgroup, in the ParameterGroup of a cluster.",
  link: "https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html",

  checkStack(stack) {
    const what = "require_ssl: expected true";
    const workgroups = stack
      .ofType("aws:redshiftserverless/workgroup:Workgroup")
      .filter((it) => stack.read(it, (props) => requiresSsl(props.configParameters)) === false);
    const groups = stack.ofType("aws:redshift/parameterGroup:ParameterGroup");
    const clusters = stack.ofType("aws:redshift/cluster:Cluster").filter((cluster) => {
      const group = groups.find((it) => stack.names(cluster, "clusterParameterGroupName", it, "name"));
      return !group || stack.read(group, (props) => requiresSsl(props.parameters)) === false;
    });
    return [...workgroups, ...clusters].map((resource) => ({ resource, what }));
  },
};
