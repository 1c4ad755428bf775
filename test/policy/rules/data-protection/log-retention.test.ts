import { logRetention } from "../../../../policy/rules/data-protection/log-retention";
import { resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unknownProperties } from "../unknown";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const none = ["retentionInDays: expected a number of days, got none"];

describe("log-retention", () => {
  inOurOwn(logRetention);

  resourceFindings(logRetention, {
    "a group without it is found": [GROUP, { name: "/aws-glue/jobs" }, none],
    "so is 0, which is for ever": [GROUP, { retentionInDays: 0 }, none],
    "a day is fine": [GROUP, { retentionInDays: 1 }, []],
    "so are ten years": [GROUP, { retentionInDays: 3653 }, []],
  });

  unknownProperties(logRetention, {
    "days that are unknown at preview cannot be judged": [GROUP, { retentionInDays: UNKNOWN }, "retentionInDays"],
  });
});
