/** A permission that a call needs: the action must be allowed on each of the resources. */
export interface Need {
  /** `s3:GetObject` */
  action: string;
  /** ARNs; `*` where the action knows no resources. */
  resources: string[];
  /** Condition keys that only this call has. */
  context?: Record<string, string | string[] | undefined>;
  /** Name of the error where it is refused, if it is not AccessDenied. */
  error?: string;
}

/** Where resources lie. */
export interface Place {
  region: string;
  accountId: string;
}

export const arn = (service: string, { region, accountId }: Place, resource: string) =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;
