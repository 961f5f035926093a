import * as z from 'zod';
import { problemSchema } from '../adapters/http/schemas.js';
import { errorStatus, type ErrorCode } from '../../widget/protocol/error-codes.js';
import { errors, exampleTitles } from './errors.js';
import { messages, oneCredential } from './messages.js';
import * as schemas from './schemas.js';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

export const errorCodes = Object.keys(errors) as ErrorCode[];

/** The name of the schema of an error answer: `CodeInvalid`. */
export function problemName(code: ErrorCode): string {
  return code.replaceAll(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/**
 * Every message and every error answer of the contract as JSON Schema (draft 2020-12), by name.
 *
 * @param addressOf what a `$ref` to another of them says
 */
export function componentSchemas(addressOf: (name: string) => string): Record<string, JsonSchema> {
  const registry = z.registry<Record<string, unknown>>();
  for (const [id, { schema, examples }] of Object.entries(messages)) registry.add(schema, { id, examples });
  registry.add(schemas.time, { id: 'Time', description: 'ISO 8601, in UTC.', examples: ['2026-11-24T09:00:00.000Z'] });
  registry.add(schemas.opaque, { id: 'Opaque', description: 'Visible ASCII, which a header can carry unchanged.' });
  // What a regular expression can hold of the grammar of `isKeyUri`.
  registry.add(schemas.keyUri, { pattern: String.raw`^otpauth://totp/[^?#\s]*\?[^#\s]+$`, maxLength: 1024 });
  for (const code of errorCodes) registry.add(problemOf(code), { id: problemName(code), examples: [exampleOf(code)] });

  const generated = z.toJSONSchema(registry, {
    metadata: registry,
    io: 'input',
    uri: addressOf,
    override: simplify,
  }).schemas;
  return Object.fromEntries(
    [...Object.keys(messages), 'Time', 'Opaque', ...errorCodes.map(problemName)].map((name) => {
      const { $schema: _draft, $id: _address, id: _name, ...schema } = generated[name] as JsonSchema;
      return [name, described(name, schema)];
    }),
  );
}

/** Every message and error answer in one JSON Schema, so that each `$ref` stays within the file. */
export function jsonSchemas(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:harmony-2fa:messages',
    title: 'Messages and error answers of harmony-2fa',
    description: 'Validate against one of these: `{ "$ref": "urn:harmony-2fa:messages#/$defs/Status" }`.',
    $defs: componentSchemas((name) => `#/$defs/${name}`),
  };
}

/** An error never says more than its row of the table, so that no other field may be there. */
function problemOf(code: ErrorCode): z.ZodType {
  const { detail } = errors[code];
  const { type, title, retryAfter, attemptsRemaining, methods, skewSeconds } = problemSchema.shape;
  const details = { retryAfter, attemptsRemaining, methods, skewSeconds };
  return z.strictObject({
    type,
    title,
    status: z.literal(errorStatus[code]),
    code: z.literal(code),
    ...(detail !== null && { [detail]: details[detail].unwrap() }),
  });
}

const exampleDetails = {
  retryAfter: 60,
  attemptsRemaining: 4,
  methods: ['totp', 'backup_code'],
  skewSeconds: -180,
};

function exampleOf(code: ErrorCode): object {
  const { detail } = errors[code];
  return {
    type: 'about:blank',
    title: exampleTitles[code],
    status: errorStatus[code],
    code,
    ...(detail !== null && { [detail]: exampleDetails[detail] }),
  };
}

/** Says in the words of a reader what zod says in those of a machine. */
function simplify({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: JsonSchema }): void {
  if (zodSchema === schemas.time) jsonSchema.pattern = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

const problemFields: Readonly<Record<string, string>> = {
  type: 'Always `about:blank`: the code says all.',
  title: 'For developers. Programs switch on `code`.',
  status: 'The HTTP status.',
  code: 'What has happened.',
  retryAfter: 'Seconds until the next attempt; the same as `Retry-After`.',
  attemptsRemaining: 'Attempts left before the account has to wait.',
  methods: 'The methods that would do.',
  skewSeconds: "By how many seconds the phone's clock is ahead; negative: behind.",
};

function described(name: string, schema: JsonSchema): JsonSchema {
  const message = name in messages ? messages[name as keyof typeof messages] : undefined;
  const code = errorCodes.find((one) => problemName(one) === name);
  const fields: Readonly<Record<string, string>> = message?.fields ?? problemFields;
  for (const { properties = {} } of [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])] as JsonSchema[]) {
    for (const [field, value] of Object.entries(properties)) {
      const isAbsent = typeof value === 'object' && 'not' in value;
      const description = isAbsent ? oneCredential : fields[field];
      if (description !== undefined) properties[field] = { description, ...(value as JsonSchema) };
    }
  }
  const description = message?.description ?? (code && errors[code].when);
  return description === undefined ? schema : { description, ...schema };
}
