import { CrawlerRunningException, GetCrawlerCommand, StartCrawlerCommand, type GlueClient } from "@aws-sdk/client-glue";
import { poll } from "./poll";

const DEADLINE_SECONDS = 60 * 60;

/**
 * Runs a crawler to its end.
 *
 * A crawl that is already under way may have listed its folders before the newest file arrived, so this waits for it and then
 * starts another one: taking "already running" for success is how new files get missed.
 *
 * @returns seconds that the crawl took
 * @throws Error with Glue's own message when the crawl failed or was stopped
 */
export async function crawl(glue: GlueClient, name: string, log: (line: string) => void): Promise<number> {
  const start = Date.now();
  await poll(`crawler ${name}`, () => tryStart(glue, name, log), 5, DEADLINE_SECONDS);
  let last = "";
  const crawler = await poll(
    `crawler ${name}`,
    async () => {
      const { Crawler } = await glue.send(new GetCrawlerCommand({ Name: name }));
      if (Crawler?.State !== last) {
        last = Crawler?.State ?? "";
        log(last.toLowerCase());
      }
      return Crawler?.State === "READY" ? Crawler : undefined;
    },
    1,
    DEADLINE_SECONDS,
  );
  const crawled = crawler.LastCrawl;
  if (crawled?.Status !== "SUCCEEDED") {
    throw new Error(
      `Crawler ${name} ended ${crawled?.Status ?? "without a crawl"}: ${crawled?.ErrorMessage ?? "no message"}\n` +
        `Its log: ${crawled?.LogGroup ?? "/aws-glue/crawlers"}, stream ${crawled?.LogStream ?? name}`,
    );
  }
  return (Date.now() - start) / 1000;
}

async function tryStart(glue: GlueClient, name: string, log: (line: string) => void): Promise<true | undefined> {
  try {
    await glue.send(new StartCrawlerCommand({ Name: name }));
    return true;
  } catch (error) {
    if (error instanceof CrawlerRunningException) {
      log("another crawl is under way; waiting for its end");
      return undefined;
    }
    throw error;
  }
}
