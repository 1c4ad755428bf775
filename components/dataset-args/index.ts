export * from "./dataset";
export * from "./files";
export * from "./load";
export * from "./quality";
export * from "./target";
export * from "./transform";
