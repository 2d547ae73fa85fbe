// JSON Schemas made from the official types, kept in the build folder until the types or the packages change.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

export function packagesAreThere() {
  return ['@slack/types', '@slack/web-api', 'typescript-json-schema', 'ajv', 'yaml'].every((name) =>
    existsSync(join(here, '../node_modules', name, 'package.json')),
  );
}

function made() {
  const { buildGenerator, programFromConfig } = require('typescript-json-schema');
  const settings = { required: true, noExtraProps: true, strictNullChecks: true, ignoreErrors: true };
  const generator = buildGenerator(programFromConfig(join(here, 'tsconfig.json')), settings);
  if (!generator) throw new Error('contract.ts does not compile');
  const schemas = {};
  for (const name of ['SlackCalls', 'Surfaces']) schemas[name] = generator.getSchemaForSymbol(name);
  return schemas;
}

/** One ajv validator for every method, and for every surface. */
export function validators(cache) {
  const version = (name) => JSON.parse(readFileSync(join(here, '../node_modules', name, 'package.json'))).version;
  const inputs = ['@slack/types', '@slack/web-api', 'typescript-json-schema'].map(version);
  inputs.push(readFileSync(join(here, 'contract.ts'), 'utf8'), readFileSync(fileURLToPath(import.meta.url), 'utf8'));
  const file = join(cache, `slack-schema-${createHash('sha256').update(inputs.join()).digest('hex').slice(0, 16)}.json`);
  if (!existsSync(file)) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(file, JSON.stringify(made()));
  }
  const Ajv = require('ajv').default;
  const result = {};
  for (const [name, schema] of Object.entries(JSON.parse(readFileSync(file)))) {
    const ajv = new Ajv({ strict: false, allErrors: false });
    ajv.addSchema(schema, 's');
    for (const key of Object.keys(schema.properties)) {
      const check = ajv.getSchema(`s#/properties/${key.replaceAll('/', '~1')}`);
      (result[name] ??= {})[key] = (value) =>
        check(value) ? [] : check.errors.slice(0, 3).map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
    }
  }
  return result;
}
