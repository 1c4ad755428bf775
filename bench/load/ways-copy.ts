import * as fs from "node:fs";
import * as path from "node:path";
import { KEYS } from "./lineitem";
import type { Files, Way } from "./way";

/** The limits: the server reads the file from its own disk. */
export const copy: Way = {
  name: "copy",
  title: "COPY by the server",
  forms: ["csv"],
  needsTable: true,
  async load({ database }, files, schema) {
    for (const file of filesOf(files)) await database.query(copyFrom(`${schema}.lineitem`, file));
    return {};
  },
};

export const copyDeleteInsert: Way = {
  name: "copy-delete-insert",
  title: "COPY, delete + insert by SQL",
  forms: ["csv"],
  needsTable: true,
  sameForBadRows: true,
  async load({ database }, files, schema) {
    const target = `${schema}.lineitem`;
    const sameKey = KEYS.map((key) => `target.${key} = stage.${key}`).join(" AND ");
    try {
      await database.query("BEGIN");
      await database.query(`CREATE TEMP TABLE stage (LIKE ${target}) ON COMMIT DROP`);
      for (const file of filesOf(files)) await database.query(copyFrom("stage", file));
      await database.query(`DELETE FROM ${target} target USING stage WHERE ${sameKey}`);
      await database.query(`INSERT INTO ${target} SELECT * FROM stage`);
      await database.query("COMMIT");
    } catch (error) {
      await database.query("ROLLBACK");
      throw error;
    }
    return {};
  },
};

const filesOf = ({ folder }: Files) => fs.readdirSync(folder).map((file) => path.join(folder, file));

const copyFrom = (table: string, file: string) => `COPY ${table} FROM '${file}' (FORMAT csv, HEADER)`;
