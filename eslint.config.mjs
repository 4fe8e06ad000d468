// @ts-check
import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * The house's import rule. Each folder may import only itself and the folders named here;
 * everything else in `src` (and `webview`, which stands outside) is out of its reach.
 */
const mayImport = {
  'src/numerics': [],
  'src/experiment': ['src/numerics'],
  'src/theory': ['src/numerics'],
  'src/simulation': ['src/numerics'],
  'src/data': ['src/numerics'],
  'src/engine': ['src/data', 'src/simulation', 'src/theory', 'src/experiment', 'src/numerics'],
  'src/cli': ['src/engine', 'src/data', 'src/simulation', 'src/theory', 'src/experiment', 'src/numerics'],
  'src/extension': [
    'src/engine',
    'src/data',
    'src/simulation',
    'src/theory',
    'src/experiment',
    'src/numerics',
  ],
};

const zones = [
  ...Object.entries(mayImport).map(([folder, allowed]) => ({
    target: `./${folder}`,
    from: ['./src', './webview'],
    except: [],
    message: `${folder} may import only ${[folder, ...allowed].join(', ')}.`,
    allowed: [folder, ...allowed],
  })),
].flatMap(({ target, message, allowed }) => {
  const forbidden = [...Object.keys(mayImport), 'webview'].filter((other) => !allowed.includes(other));
  return forbidden.map((other) => ({ target, from: `./${other}`, message }));
});
const webviewZones = Object.keys(mayImport)
  .filter((folder) => folder !== 'src/experiment')
  .map((folder) => ({
    target: './webview',
    from: `./${folder}`,
    // A chart looks the same and is exported the same on both sides: these know neither theory nor simulation.
    ...(folder === 'src/engine'
      ? {
          except: [
            './messages.ts',
            './chart/exportView.ts',
            './chart/heatMap/tip.ts',
            './chart/palette.ts',
            './chart/theme.ts',
            './chart/wrap.ts',
          ],
        }
      : {}),
    message: 'webview may import from src only experiment, engine/messages and how engine/chart looks.',
  }));

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.vscode-host/**', 'src/numerics/wasm/**'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './webview/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': [
        'error',
        { basePath: import.meta.dirname, zones: [...zones, ...webviewZones] },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // Dense numerical loops index typed arrays; `!` there states what the loop bounds already guarantee.
    files: ['src/!(extension)/**/*.ts', 'webview/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode', message: 'Only src/extension imports vscode.' }] },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        window: 'readonly',
        document: 'readonly',
        Element: 'readonly',
        Event: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
      },
    },
  },
);
