import { strict as assert } from "node:assert";
import { cronSchema } from "../../../components/schedule/cron";
import { problemsOf } from "../../../components/validation";

const faultOf = (text: string) => problemsOf(cronSchema, text)[0]?.text;

describe("cron expressions of Glue", () => {
  // The first seven are AWS's own examples.
  for (const text of [
    "cron(0 10 * * ? *)",
    "cron(15 12 * * ? *)",
    "cron(0 18 ? * MON-FRI *)",
    "cron(0 8 1 * ? *)",
    "cron(0/15 * * * ? *)",
    "cron(0/10 * ? * MON-FRI *)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    "cron(*/5 * * * ? *)",
    "cron(0,30 6-22/4 L JAN,APR,JUL-SEP ? 2026-2030)",
    "cron(30 5 15W * ? *)",
    "cron(30 5 ? * 6L *)",
    "cron(30 5 ? * 1,mon,7 *)",
    "cron(0,58 6,8 * * ? *)", // 58 and 0 are two minutes apart, but in hours that do not follow each other
    "cron(  0   6 * * ? *)",
  ]) {
    it(`${text} is one`, () => assert.equal(faultOf(text), undefined));
  }

  const fields = "minutes hours day-of-month month day-of-week year, in UTC";
  const cases: Record<string, string> = {
    "0 6 * * ? *": `expected cron(...) with the six fields ${fields}`,
    "cron(0 6 * * *)": `expected cron(...) with the six fields ${fields}`,
    "rate(1 day)": `expected cron(...) with the six fields ${fields}`,
    "cron(60 6 * * ? *)": `expected 0 to 59 for minutes, in the fields ${fields}`,
    "cron(? 6 * * ? *)": `expected 0 to 59 for minutes, in the fields ${fields}`,
    "cron(0/0 6 * * ? *)": `expected 0 to 59 for minutes, in the fields ${fields}`,
    "cron(0/5/5 6 * * ? *)": `expected 0 to 59 for minutes, in the fields ${fields}`,
    "cron(0 24 * * ? *)": `expected 0 to 23 for hours, in the fields ${fields}`,
    "cron(0 17-8 * * ? *)": `expected 0 to 23 for hours, in the fields ${fields}`,
    "cron(0 1-2-3 * * ? *)": `expected 0 to 23 for hours, in the fields ${fields}`,
    "cron(0 1- * * ? *)": `expected 0 to 23 for hours, in the fields ${fields}`,
    "cron(0 6 0 * ? *)": `expected 1 to 31 for day-of-month, in the fields ${fields}`,
    "cron(0 6 32W * ? *)": `expected 1 to 31 for day-of-month, in the fields ${fields}`,
    "cron(0 6 * JANUARY ? *)": `expected 1 to 12 for month, in the fields ${fields}`,
    "cron(0 6 ? * 0 *)": `expected 1 to 7 for day-of-week, in the fields ${fields}`,
    "cron(0 6 ? * MON#1 *)": `expected 1 to 7 for day-of-week, in the fields ${fields}`,
    "cron(0 6 * * ? 1969)": `expected 1970 to 2199 for year, in the fields ${fields}`,
    "cron(0 6 * * * *)": "expected ? in one of day-of-month and day-of-week, and what is meant in the other",
    "cron(0 6 ? * ? *)": "expected ? in one of day-of-month and day-of-week, and what is meant in the other",
    "cron(* 6 * * ? *)": "expected at least 5 minutes between runs",
    "cron(0/4 6 * * ? *)": "expected at least 5 minutes between runs",
    "cron(30,10,33 6 * * ? *)": "expected at least 5 minutes between runs",
    "cron(0,58 6,7 * * ? *)": "expected at least 5 minutes between runs",
    "cron(2,58 * * * ? *)": "expected at least 5 minutes between runs",
    "cron(1,58 0,23 * * ? *)": "expected at least 5 minutes between runs",
  };
  for (const [text, fault] of Object.entries(cases)) {
    it(`${text} is none`, () => assert.equal(faultOf(text), `${fault}, got "${text}"`));
  }
});
