import type { Fault } from "../validation";
import type { Dataset } from "./dataset";
import { historyColumns } from "./load-modes";
import { targetName } from "./names";
import { oneOf, transformed } from "./transform";

const maxNameBytes = 127;

/**
 * What is wrong with the columns of a dataset that declares them: names that clash or are too long, and those that the
 * transform, the load mode, the target and the checks name without there being such a column. Without declared columns the
 * job checks.
 */
export function columnFaults(dataset: Dataset): Fault[] {
  if (!dataset.columns) {
    return [];
  }
  const names = dataset.columns.map((column) => targetName(column.name));
  const fault = nameFault(names);
  if (fault) {
    return [{ path: ["columns"], ...fault }];
  }
  const { names: output, faults } = transformed(names, dataset.transform ?? {});
  return [
    ...faults.map((fault) => ({ ...fault, path: ["transform", ...fault.path] })),
    ...(output ? namedFaults(dataset, output) : []),
  ];
}

function nameFault(names: string[]): Omit<Fault, "path"> | undefined {
  const shared = names.find((name, i) => names.indexOf(name) !== i);
  if (shared !== undefined) {
    return { message: `expected one column only that is ${shared} in Redshift` };
  }
  const long = names.find((name) => name.length > maxNameBytes);
  return long === undefined
    ? undefined
    : { message: `expected names of at most ${maxNameBytes} bytes in Redshift`, got: long };
}

/** The names that are none of the table's columns, and the columns whose name the load itself needs. */
function namedFaults(dataset: Dataset, names: string[]): Fault[] {
  const { load, target } = dataset;
  const own = [
    ...(load.mode === "history" ? historyColumns : []),
    ...(target.fileColumn === undefined ? [] : [target.fileColumn]),
  ];
  const unknown = namedColumns(dataset).filter(([, name]) => ![...names, ...own].includes(targetName(name)));
  return [
    ...unknown.map(([path, got]) => ({ path, message: oneOf(names), got })),
    ...own
      .filter((name) => names.includes(name))
      .map((got) => ({ path: ["columns"], message: "expected no column of a name that the load itself needs", got })),
  ];
}

function namedColumns({ load, target, checks }: Dataset): [path: PropertyKey[], name: string][] {
  const named: [PropertyKey[], string | undefined][] = [
    ...list(["target", "sortKeys"], target.sortKeys),
    [["target", "distKey"], target.distKey],
    ...list(["target", "encodings"], Object.keys(target.encodings ?? {})).map(([, name]): [PropertyKey[], string] => [
      ["target", "encodings", name],
      name,
    ]),
  ];
  if (load.mode === "upsert" || load.mode === "history") {
    named.push(...list(["load", "keys"], load.keys), [["load", "deletes", "column"], load.deletes?.column]);
  }
  if (load.mode === "upsert") {
    named.push([["load", "orderBy"], load.orderBy]);
  }
  if (load.mode === "history") {
    named.push([["load", "validFrom"], load.validFrom]);
  }
  checks?.forEach((check, i) => {
    if (check.kind === "freshness") {
      named.push([["checks", i, "column"], check.column]);
    } else if (check.kind !== "row-count") {
      named.push(...list(["checks", i, "columns"], check.columns));
    }
  });
  return named.filter((entry): entry is [PropertyKey[], string] => entry[1] !== undefined);
}

const list = (path: PropertyKey[], names: string[] = []) =>
  names.map((name, i): [PropertyKey[], string] => [[...path, i], name]);
