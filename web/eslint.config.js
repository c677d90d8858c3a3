import js from "@eslint/js";
import vue from "eslint-plugin-vue";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist", "node_modules"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...vue.configs["flat/recommended"],
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      "no-undef": "off", // TypeScript knows
      "vue/multi-word-component-names": "off", // pages are named by one noun
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": "off",
      "vue/no-restricted-syntax": ["error", ...["role", "aria-live"].map((name) => ({
        selector: `VStartTag:has(> VAttribute[key.name="${name}"][value.value=/status|polite/]):has(> VAttribute[directive=true][key.name.name=/^(if|else|else-if)$/])`,
        message: "screen readers listen only to a region that stood there before its words came: put the condition on what is in it",
      }))],
    },
  },
  {
    files: ["src/**"],
    rules: { "no-restricted-globals": ["error", ...["localStorage", "sessionStorage"].map((name) => ({ name, message: "a browser may forbid it: src/storages.ts" }))] },
  },
);
