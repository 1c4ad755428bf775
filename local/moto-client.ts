/** With what clients ask moto itself, past the gateway: in nobody's name, as these questions are the services' own. */
export const motoClient = (motoUrl: string, region: string) => ({
  endpoint: motoUrl,
  region,
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});
