import { crawlThenLoad } from "../../../../policy/rules/reliability-and-cost/crawl-then-load";
import { resource, stackFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unverifiable } from "../unknown";

const cron = "cron(0 3 * * ? *)";
const crawler = (schedule?: unknown) => resource("aws:glue/crawler:Crawler", { schedule }, { name: "crawler" });
const trigger = (type: unknown, actions: unknown, name = "trigger") =>
  resource("aws:glue/trigger:Trigger", { type, actions }, { name });
const startsJob = (type: unknown = "SCHEDULED") => trigger(type, [{ jobName: "load" }]);
const startsCrawler = (type: unknown = "SCHEDULED") => trigger(type, [{ crawlerName: "crawler" }], "crawl");

const besideCrawler = "trigger: starts a job by the clock, as crawler does a crawl";
const besideTrigger = "trigger: starts a job by the clock, as crawl does a crawl";

describe("crawl-then-load", () => {
  inOurOwn(crawlThenLoad);

  stackFindings(crawlThenLoad, {
    "a job by the clock, beside a crawler by its own": [[crawler(cron), startsJob()], [besideCrawler]],
    "or beside one by another trigger's": [[crawler(), startsCrawler(), startsJob()], [besideTrigger]],
    "or by the same trigger's": [
      [trigger("SCHEDULED", [{ crawlerName: "crawler" }, { jobName: "load" }])],
      ["trigger: starts a job by the clock, as trigger does a crawl"],
    ],
    "every such trigger is found": [
      [crawler(cron), startsJob(), trigger("SCHEDULED", [{ jobName: "load" }], "night")],
      [besideCrawler, "night: starts a job by the clock, as crawler does a crawl"],
    ],
    "a job after the crawl is fine": [[crawler(cron), startsJob("CONDITIONAL")], []],
    "so is a crawler on demand": [[crawler(), startsCrawler("ON_DEMAND"), startsJob()], []],
    "which the provider tells by an empty schedule": [[crawler(""), startsJob()], []],
    "so is a job by the clock without a crawler": [[startsJob()], []],
    "so is a crawler by the clock without a job": [[crawler(cron), startsCrawler()], []],
    "a trigger that is off does not run": [
      [
        crawler(cron),
        resource("aws:glue/trigger:Trigger", { type: "SCHEDULED", enabled: false, actions: [{ jobName: "load" }] }),
      ],
      [],
    ],
    "an empty name starts nothing": [
      [crawler(cron), trigger("SCHEDULED", [{ crawlerName: "crawler", jobName: "" }])],
      [],
    ],
    "nor does a trigger without actions": [[crawler(cron), trigger("SCHEDULED", undefined)], []],
  });

  describe("unknown at preview", () => {
    unverifiable(crawlThenLoad, {
      "a schedule is noted": [[crawler(UNKNOWN), startsJob()], ["crawler.schedule"]],
      "the type of a trigger is": [[crawler(cron), startsJob(UNKNOWN)], ["trigger.type"]],
      "its actions are": [[crawler(cron), trigger("SCHEDULED", UNKNOWN)], ["trigger.actions"]],
      "so is the name of the job, and the others are found": [
        [crawler(cron), trigger("SCHEDULED", [{ jobName: UNKNOWN }], "night"), startsJob()],
        ["night.actions.0.jobName"],
        [besideCrawler],
      ],
    });
  });
});
