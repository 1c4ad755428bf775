import { folderOf, type S3Object } from "./listing";

/** The folders with data that a crawler's last crawl of everything, and those of new folders since then, have read. */
export class CrawledFolders {
  private readonly folders = new Set<string>();
  /** All folders that have one of them below. */
  private readonly above = new Set<string>();
  /** Whether a crawl has come to its end. */
  isKnown = false;

  has(bucket: string, folder: string): boolean {
    return this.folders.has(`${bucket}/${folder}`);
  }

  /** Whether one of them lies below the folder. */
  hasBelow(bucket: string, folder: string): boolean {
    return this.above.has(`${bucket}/${folder}`);
  }

  add(objects: S3Object[]): void {
    this.isKnown = true;
    for (const folder of new Set(objects.map(({ bucket, key }) => `${bucket}/${folderOf(key)}`))) {
      this.folders.add(folder);
      for (let end = folder.indexOf("/"); end < folder.length - 1; end = folder.indexOf("/", end + 1)) {
        this.above.add(folder.slice(0, end + 1));
      }
    }
  }

  /** Before the folders of a crawl of everything are added: those that are gone would be new if they came again. */
  clear(): void {
    this.folders.clear();
    this.above.clear();
  }
}
