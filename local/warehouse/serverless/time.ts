/** Redshift Serverless sends times as text, unlike other services of its protocol. */
export const iso = (epochSeconds: number) => new Date(epochSeconds * 1000).toISOString();
