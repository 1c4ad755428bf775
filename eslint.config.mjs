import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules", "**/dist", "docs/api", ".local"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: ["error", "always"],
      "no-console": ["error", { allow: ["error", "log"] }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["components/**", "stacks/**"],
    rules: { "no-console": "error" },
  },
);
