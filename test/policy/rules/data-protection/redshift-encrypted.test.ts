import { redshiftEncrypted } from "../../../../policy/rules/data-protection/redshift-encrypted";
import { resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unknownProperties } from "../unknown";

const CLUSTER = "aws:redshift/cluster:Cluster";

describe("redshift-encrypted", () => {
  inOurOwn(redshiftEncrypted);

  resourceFindings(redshiftEncrypted, {
    "a cluster that is not is found": [CLUSTER, { encrypted: false }, ["encrypted: expected true, got false"]],
    "as a text, too": [CLUSTER, { encrypted: "false" }, ["encrypted: expected true, got false"]],
    "so is one that does not say": [CLUSTER, {}, ["encrypted: expected true, got none"]],
    "a key alone does not encrypt": [CLUSTER, { kmsKeyId: "key" }, ["encrypted: expected true, got none"]],
    "one that is encrypted is fine": [CLUSTER, { encrypted: true }, []],
    "as the provider writes it": [CLUSTER, { encrypted: "true" }, []],
  });

  unknownProperties(redshiftEncrypted, {
    "what is unknown at preview cannot be judged": [CLUSTER, { encrypted: UNKNOWN }, "encrypted"],
  });
});
