import { glueNeeds } from "../access/glue";
import type { EmulatedService } from "../gateway/service";
import { isCatalogAction } from "./catalog-actions";
import { Classifiers } from "./classifiers";
import { Clients, SERVICE_CREDENTIALS } from "./clients";
import { Crawlers } from "./crawlers/crawlers";
import { Jobs } from "./jobs/jobs";
import { Runs } from "./jobs/runs";
import type { GlueServiceOptions } from "./options";
import { Roles } from "./roles";
import { Tags } from "./tags";

export type { GlueOptions } from "./options";

/** Glue: crawlers that crawl and jobs that run. The Data Catalog is moto's. */
export function createGlue(options: GlueServiceOptions): EmulatedService {
  const clients = new Clients(options, SERVICE_CREDENTIALS);
  const roles = new Roles(clients, options);
  const tags = new Tags(options);
  const classifiers = new Classifiers();
  const crawlers = new Crawlers({ options, clients, roles, tags, classifiers });
  const jobs = new Jobs(roles, tags);
  const runs = new Runs({ options, clients, roles, job: (name) => jobs.get(name) });
  return {
    id: "glue",
    actions: { ...classifiers.actions, ...crawlers.actions, ...jobs.actions, ...runs.actions, ...tags.actions },
    needs: ({ action, input, region }) => glueNeeds(action, input, { region, accountId: options.accountId }),
    fallsThroughToMoto: (request) => isCatalogAction(request.action) || tags.concernsMoto(request),
    async close() {
      await Promise.all([crawlers.close(), runs.close()]);
      clients.close();
    },
  };
}
