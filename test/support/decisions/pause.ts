import { sqlOnCluster } from "./calls/data-api";
import { cluster, logIn } from "./calls/redshift";
import { list, read } from "./calls/s3";
import { decisionsOf } from "./decision";
import { names } from "./names";

export const pause = decisionsOf("pause", {
  allow: [cluster("PauseCluster", names.cluster), cluster("ResumeCluster", names.cluster)],
  deny: [
    cluster("PauseCluster", names.otherCluster),
    cluster("ResumeCluster", names.otherCluster),
    cluster("DeleteCluster", names.cluster, { SkipFinalClusterSnapshot: "true" }),
    cluster("ModifyCluster", names.cluster, { PubliclyAccessible: "true" }),
    cluster("ResizeCluster", names.cluster, { NumberOfNodes: "8" }),
    cluster("DescribeClusters", names.cluster),
    logIn("the database", names.cluster),
    sqlOnCluster("its cluster", names.cluster),
    list("the stage", names.work, "staging/run/"),
    read("staged rows", names.work, "staging/run/b.parquet"),
  ],
});
