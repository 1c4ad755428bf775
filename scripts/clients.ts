/** What every AWS client is made with. The SDK takes the endpoint from the environment (`AWS_ENDPOINT_URL`). */
export interface ClientSettings {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** Read by the S3 client alone: the local AWS has no name of its own a bucket. */
  forcePathStyle?: boolean;
  maxAttempts?: number;
}

/** Clients that talk to what the environment points at: AWS, or the local AWS. */
export function clientSettings(region: string, env: NodeJS.ProcessEnv): ClientSettings {
  const endpoint = env.AWS_ENDPOINT_URL;
  if (!endpoint) {
    return { region };
  }
  return {
    region,
    endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID ?? "", secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "" },
  };
}
