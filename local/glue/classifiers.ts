import type {
  Classifier,
  CreateCsvClassifierRequest,
  CreateJsonClassifierRequest,
  CsvSerdeOption,
} from "@aws-sdk/client-glue";
import { AwsError, type Handler } from "../gateway/service";
import type { CustomClassifier } from "./crawl/classifiers";
import { invalidInput, notFound, text } from "./input";
import { page } from "./paging";

type Input = Record<string, unknown>;

/** Custom JSON and CSV classifiers. https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-classifiers.html */
export class Classifiers {
  private readonly byName = new Map<string, Classifier>();

  readonly actions: Record<string, Handler> = {
    CreateClassifier: async ({ input }) => {
      const name = nameOf(input);
      if (this.byName.has(name))
        throw new AwsError("AlreadyExistsException", `Classifier with name ${name} already exists`);
      this.byName.set(name, classifierOf(input));
      return {};
    },
    UpdateClassifier: async ({ input }) => {
      const name = nameOf(input);
      this.byName.set(name, classifierOf(input, this.find(name)));
      return {};
    },
    GetClassifier: async ({ input }) => ({ Classifier: this.find(text(input, "Name")) }),
    GetClassifiers: async ({ input }) => {
      const { items, NextToken } = page([...this.byName.values()], input);
      return { Classifiers: items, NextToken };
    },
    DeleteClassifier: async ({ input }) => {
      this.find(text(input, "Name"));
      this.byName.delete(text(input, "Name"));
      return {};
    },
  };

  /** What the named classifiers tell a crawl. @throws EntityNotFoundException for a name that is not there. */
  custom(names: string[]): CustomClassifier[] {
    return names.map((name) => {
      const { JsonClassifier, CsvClassifier } = this.find(name);
      if (JsonClassifier) return { name, jsonPath: JsonClassifier.JsonPath ?? "" };
      return {
        name,
        csv: {
          delimiter: CsvClassifier?.Delimiter,
          quote: CsvClassifier?.QuoteSymbol,
          header: CsvClassifier?.ContainsHeader,
          names: CsvClassifier?.Header,
          serde: CsvClassifier?.Serde,
          allowSingleColumn: CsvClassifier?.AllowSingleColumn,
        },
      };
    });
  }

  private find(name: string): Classifier {
    const classifier = this.byName.get(name);
    if (!classifier) throw notFound(`Classifier with name ${name} does not exist`);
    return classifier;
  }
}

function nameOf({ JsonClassifier, CsvClassifier, ...other }: Input): string {
  const given = JsonClassifier ?? CsvClassifier;
  if (given) return text(given as Input, "Name");
  const kind = Object.keys(other)[0] ?? "an empty request";
  throw invalidInput(
    `${kind} is not emulated on the local AWS: only JsonClassifier and CsvClassifier are (docs/local.md)`,
  );
}

function classifierOf({ JsonClassifier, CsvClassifier }: Input, old?: Classifier): Classifier {
  const before = old?.JsonClassifier ?? old?.CsvClassifier;
  const stamps = {
    CreationTime: before?.CreationTime ?? new Date(),
    LastUpdated: new Date(),
    Version: (before?.Version ?? 0) + 1,
  };
  if (JsonClassifier) {
    const json = JsonClassifier as CreateJsonClassifierRequest;
    if (json.JsonPath !== "$[*]") {
      throw invalidInput(
        `JsonClassifier.JsonPath ${JSON.stringify(json.JsonPath)} is not emulated on the local AWS: only "$[*]" is (docs/local.md)`,
      );
    }
    return { JsonClassifier: { ...old?.JsonClassifier, Name: json.Name, JsonPath: json.JsonPath, ...stamps } };
  }
  const csv = CsvClassifier as CreateCsvClassifierRequest;
  const serdes: CsvSerdeOption[] = ["OpenCSVSerDe", "LazySimpleSerDe", "None"];
  if (csv.Serde !== undefined && !serdes.includes(csv.Serde)) {
    throw invalidInput(`CsvClassifier.Serde is ${JSON.stringify(csv.Serde)}; it takes ${serdes.join(", ")}`);
  }
  return { CsvClassifier: { ...old?.CsvClassifier, ...csv, Name: csv.Name ?? "", ...stamps } };
}
