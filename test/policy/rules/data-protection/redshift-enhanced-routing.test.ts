import { redshiftEnhancedRouting } from "../../../../policy/rules/data-protection/redshift-enhanced-routing";
import { resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unknownProperties } from "../unknown";

const WORKGROUP = "aws:redshiftserverless/workgroup:Workgroup";
const CLUSTER = "aws:redshift/cluster:Cluster";
const found = ["enhancedVpcRouting: expected true for a warehouse in subnets of one's own"];
const subnetIds = ["subnet-1", "subnet-2", "subnet-3"];

describe("redshift-enhanced-routing", () => {
  inOurOwn(redshiftEnhancedRouting);

  resourceFindings(redshiftEnhancedRouting, {
    "a workgroup in subnets is found without it": [WORKGROUP, { subnetIds, enhancedVpcRouting: false }, found],
    "or when it does not say": [WORKGROUP, { subnetIds }, found],
    "with it, it is fine": [WORKGROUP, { subnetIds, enhancedVpcRouting: true }, []],
    "so is one in the default VPC": [WORKGROUP, { enhancedVpcRouting: false }, []],
    "that names no subnet": [WORKGROUP, { subnetIds: [] }, []],
    "a cluster in a subnet group is found without it": [
      CLUSTER,
      { clusterSubnetGroupName: "etl", enhancedVpcRouting: false },
      found,
    ],
    "also when it does not say": [CLUSTER, { clusterSubnetGroupName: "etl" }, found],
    "and fine with it": [CLUSTER, { clusterSubnetGroupName: "etl", enhancedVpcRouting: true }, []],
    "or in the default VPC": [CLUSTER, {}, []],
  });

  describe("unknown at preview", () => {
    unknownProperties(redshiftEnhancedRouting, {
      "the switch cannot be judged": [WORKGROUP, { subnetIds, enhancedVpcRouting: UNKNOWN }, "enhancedVpcRouting"],
      "nor can the subnets as a whole": [WORKGROUP, { subnetIds: UNKNOWN }, "subnetIds"],
      "nor a cluster's group": [CLUSTER, { clusterSubnetGroupName: UNKNOWN }, "clusterSubnetGroupName"],
    });
    resourceFindings(redshiftEnhancedRouting, {
      "a subnet is one all the same": [WORKGROUP, { subnetIds: [UNKNOWN] }, found],
    });
  });
});
