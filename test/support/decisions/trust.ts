import type { RoleName } from "./documents";

const GLUE = "glue.amazonaws.com";
const REDSHIFT = "redshift.amazonaws.com";
const SERVERLESS = "redshift-serverless.amazonaws.com";
const EVENTS = "events.amazonaws.com";
const SCHEDULER = "scheduler.redshift.amazonaws.com";

/** Who may assume a role: these services, and nobody else. */
export const trusted = {
  crawler: [GLUE],
  job: [GLUE],
  "job on a cluster": [GLUE],
  copy: [REDSHIFT, SERVERLESS],
  arrival: [EVENTS],
  pause: [SCHEDULER],
} satisfies Partial<Record<RoleName, string[]>>;

export type TrustedRole = keyof typeof trusted;

/** Each is trusted by some role; but for the last ones. */
export const services = [GLUE, REDSHIFT, SERVERLESS, EVENTS, SCHEDULER, "ec2.amazonaws.com", "lambda.amazonaws.com"];

/** Which service may assume which role, and which must not. */
export const trustDecisions = (Object.keys(trusted) as TrustedRole[]).flatMap((role) =>
  services.map((service) => ({ role, service, may: (trusted[role] as string[]).includes(service) })),
);
