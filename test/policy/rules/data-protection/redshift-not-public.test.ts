import { redshiftNotPublic } from "../../../../policy/rules/data-protection/redshift-not-public";
import { resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unknownProperties } from "../unknown";

const WORKGROUP = "aws:redshiftserverless/workgroup:Workgroup";
const CLUSTER = "aws:redshift/cluster:Cluster";

describe("redshift-not-public", () => {
  inOurOwn(redshiftNotPublic);

  resourceFindings(redshiftNotPublic, {
    "a public workgroup is found": [
      WORKGROUP,
      { publiclyAccessible: true },
      ["publiclyAccessible: expected false, got true"],
    ],
    "one that is not is fine": [WORKGROUP, { publiclyAccessible: false }, []],
    "an unspoken one is": [WORKGROUP, {}, []],
    "a public cluster is found": [
      CLUSTER,
      { publiclyAccessible: true },
      ["publiclyAccessible: expected false, got true"],
    ],
    "so is one that does not say": [CLUSTER, {}, ["publiclyAccessible: expected false, got none"]],
    "a cluster that is not is fine": [CLUSTER, { publiclyAccessible: false }, []],
  });

  describe("unknown at preview", () => {
    unknownProperties(redshiftNotPublic, {
      "a workgroup cannot be judged": [WORKGROUP, { publiclyAccessible: UNKNOWN }, "publiclyAccessible"],
      "nor a cluster": [CLUSTER, { publiclyAccessible: UNKNOWN }, "publiclyAccessible"],
    });
  });
});
