import type { Resource, Stack } from "../resources";
import type { StackRule } from "../rule";

/** Two clocks that are meant to follow each other do not. */
export const crawlThenLoad: StackRule = {
  name: "crawl-then-load",
  severity: "medium",
  title: "Crawler and job do not each run by a clock of their own",
  rationale:
    "A crawl that takes longer than yesterday is still under way when the job starts, which then loads by the old schema.",
  remedy: "Let one trigger start the crawler, and a conditional one the job once the crawl has succeeded.",
  link: "https://docs.aws.amazon.com/glue/latest/dg/orchestrate-using-workflows.html",

  checkStack(stack) {
    const scheduled = (property: "jobName" | "crawlerName") =>
      stack.ofType("aws:glue/trigger:Trigger").filter((it) => isScheduled(stack, it) && starts(stack, it, property));
    const jobs = scheduled("jobName");
    const crawlers = [
      ...stack
        .ofType("aws:glue/crawler:Crawler")
        .filter((it) => stack.read(it, (props) => props.schedule as string | undefined)),
      ...scheduled("crawlerName"),
    ];
    return crawlers.length === 0
      ? []
      : jobs.map((resource) => ({ resource, what: `starts a job by the clock, as ${crawlers[0].name} does a crawl` }));
  },
};

const isScheduled = (stack: Stack, trigger: Resource) =>
  stack.read(trigger, (props) => props.type === "SCHEDULED" && props.enabled !== false) === true;

/** The provider tells what is not set by an empty text. */
const starts = (stack: Stack, trigger: Resource, property: string): boolean =>
  stack.read(trigger, (props) =>
    ((props.actions ?? []) as Record<string, unknown>[]).some((action) => Boolean(action[property])),
  ) ?? false;
