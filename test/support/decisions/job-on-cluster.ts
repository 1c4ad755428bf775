import { sqlInDatabase, sqlOnCluster, sqlOnOtherWorkgroup, sqlOnWorkgroup } from "./calls/data-api";
import { cluster, logIn, logInAs } from "./calls/redshift";
import { decisionsOf } from "./decision";
import { names } from "./names";

/** The warehouse alone: the rest is the same as of the job on a workgroup. */
export const jobOnCluster = decisionsOf("job on a cluster", {
  allow: [
    sqlOnCluster("its cluster", names.cluster),
    sqlOnCluster("its cluster", names.cluster, "BatchExecuteStatement"),
    sqlInDatabase("its database", names.cluster, names.clusterDatabase),
    logIn("its database", names.cluster),
  ],
  deny: [
    sqlOnCluster("another cluster", names.otherCluster),
    sqlOnCluster("another cluster", names.otherCluster, "BatchExecuteStatement"),
    sqlInDatabase("another database of its cluster", names.cluster, names.otherClusterDatabase),
    logIn("another database of its cluster", names.cluster, names.otherClusterDatabase),
    logIn("the database of another cluster", names.otherCluster),
    logInAs("admin", names.cluster),
    sqlOnWorkgroup("a workgroup of the same tag"),
    sqlOnOtherWorkgroup("another workgroup"),
    cluster("DescribeClusters", names.cluster),
    cluster("PauseCluster", names.cluster),
    cluster("DeleteCluster", names.cluster, { SkipFinalClusterSnapshot: "true" }),
  ],
});
