import { glueNeeds } from "../access/glue";
import type { EmulatedService } from "../gateway/service";
import { isCatalogAction } from "./catalog-actions";
import { announceChange } from "./catalog-events";
import { Classifiers } from "./classifiers";
import { Clients, SERVICE_CREDENTIALS } from "./clients";
import { Connections } from "./connections";
import { Crawlers } from "./crawlers/crawlers";
import { announcing } from "./events";
import { Jobs } from "./jobs/jobs";
import { Runs } from "./jobs/runs";
import type { GlueServiceOptions } from "./options";
import { Roles } from "./roles";
import { SecurityConfigurations } from "./security-configurations";
import { Tags } from "./tags";
import { Batches } from "./triggers/batches";
import { Firing } from "./triggers/firing";
import { Triggers } from "./triggers/triggers";
import { Workflows } from "./workflows/workflows";

export type { GlueOptions } from "./options";

export interface Glue extends EmulatedService {
  /** EventBridge tells a workflow of an event. @throws AwsError when no trigger of it takes events. */
  notifyEvent(workflow: string, eventId: string): void;
}

/** Glue: crawlers that crawl, jobs that run, triggers and workflows that start them. The Data Catalog is moto's. */
export function createGlue(options: GlueServiceOptions): Glue {
  const { clock } = options;
  const clients = new Clients(options, SERVICE_CREDENTIALS);
  const roles = new Roles(clients, options);
  const securityConfigurations = new SecurityConfigurations(clients.glue);
  const tags = new Tags(options);
  const classifiers = new Classifiers();
  const announce = announcing(options.emit);
  const crawlers = new Crawlers({ options, announce, roles, securityConfigurations, tags, classifiers });
  const jobs = new Jobs(roles, securityConfigurations, tags);
  const runs = new Runs({ options, announce, roles, securityConfigurations, job: (name) => jobs.get(name) });
  const firing = new Firing({
    startJob: (request, origin) => runs.begin(request, origin),
    startCrawler: (name) => crawlers.begin(name),
    triggers: () => triggers.all(),
  });
  const batches = new Batches(clock, (workflow, ids, condition) =>
    workflows.startUnasked(workflow, { "aws:eventIds": `[${ids.join(", ")}]` }, condition),
  );
  const triggers: Triggers = new Triggers({
    ...{ clock, tags, firing },
    named: {
      job: (name) => jobs.get(name),
      crawler: (name) => crawlers.get(name),
      workflow: (name) => workflows.get(name),
    },
    startWorkflow: (name) => workflows.start(name),
    workflowIsDue: (name) => workflows.startUnasked(name),
    onDelete: (name) => batches.drop(name),
  });
  const workflows: Workflows = new Workflows({ tags, triggers, firing, batches });
  const connections = new Connections(tags);
  const parts = [classifiers, connections, crawlers, jobs, runs, triggers, workflows, tags];
  return {
    id: "glue",
    actions: Object.assign({}, ...parts.map(({ actions }) => actions)),
    needs: ({ action, input, region }) => glueNeeds(action, input, { region, accountId: options.accountId }),
    fallsThroughToMoto: (request) => isCatalogAction(request.action) || tags.concernsMoto(request),
    heed: (request) => announceChange(request, announce),
    notifyEvent: (workflow, eventId) => workflows.notify(workflow, eventId),
    async close() {
      for (const part of [triggers, batches, firing]) part.close();
      await Promise.all([crawlers.close(), runs.close()]);
      clients.close();
    },
  };
}
