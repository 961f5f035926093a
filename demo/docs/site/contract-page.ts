import { promises, groups, type ProtocolPromise } from '../../../server/conformance/promises.js';
import type { JsonSchema } from '../../../server/contract/components.js';
import type {
  OpenApiDocument,
  OpenApiOperation,
  OpenApiResponse,
  Reference,
} from '../../../server/contract/document.js';
import { openApi } from '../../../server/contract/openapi.js';

/** Replaces the comments of a page about the contract by Markdown, so that headings and search know its parts. */
export function withContract(text: string, version: string): string {
  if (!text.includes('<!-- contract -->')) return text;
  const document = openApi(version);
  const parts = [operations(document), messages(document), errors(document)].join('\n\n');
  return text.replace('<!-- contract -->', () => parts).replace('<!-- promises -->', rules);
}

function operations({ paths, components }: OpenApiDocument): string {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'patch', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [describeOperation(`${method.toUpperCase()} ${path}`, operation, components.responses)] : [];
    }),
  );
  return ['## Operations', ...all].join('\n\n');
}

function describeOperation(
  call: string,
  operation: OpenApiOperation,
  named: OpenApiDocument['components']['responses'],
): string {
  const { summary, description, requestBody, responses } = operation;
  const session = Object.keys(operation.security[0] ?? {})[0];
  const body = requestBody && linkTo(requestBody.content['application/json']!.schema as Reference);
  const lines = Object.entries(responses).map(([status, response]) => {
    const content = ('$ref' in response ? named[lastPart(response)]! : response).content ?? {};
    return { status, names: Object.values(content).flatMap(({ schema }) => refsOf(schema as JsonSchema)) };
  });
  const success = lines.filter(({ status }) => status < '400');
  const refusals = lines.filter(({ status }) => status >= '400');
  return [
    `### ${summary}: \`${call}\``,
    description,
    [
      `- Session: ${session === 'halfSession' ? 'past the first factor' : 'signed in'}`,
      ...(body ? [`- Body: ${body}${requestBody.required ? '' : ', or none'}`] : []),
      ...success.map(
        ({ status, names }) => `- Answer: ${status}${names.length > 0 ? ` ${names.map(link).join()}` : ''}`,
      ),
      `- Refusals: ${refusals.map(({ status, names }) => `${status} ${names.map(linkToCode).join(' ')}`).join(', ')}`,
    ].join('\n'),
  ].join('\n\n');
}

function messages({ components: { schemas } }: OpenApiDocument): string {
  const named = Object.entries(schemas).filter(([, { additionalProperties }]) => additionalProperties === undefined);
  return ['## Messages', ...named.map(([name, schema]) => describeMessage(name, schema))].join('\n\n');
}

function describeMessage(name: string, schema: JsonSchema): string {
  const variants = (schema.oneOf ?? schema.anyOf ?? [schema]) as JsonSchema[];
  const fields = [...new Set(variants.flatMap(({ properties = {} }) => Object.keys(properties)))];
  const rows = fields.map((field) => {
    const all = variants.map(({ properties = {} }) => properties[field] as JsonSchema | undefined);
    const present = all.filter((one): one is JsonSchema => one !== undefined && one.not === undefined);
    const types = [...new Set(present.map(typeOf))].join(' or ');
    const isRequired = variants.every(({ required = [] }) => required.includes(field));
    const isChoice = all.some((one) => one?.not !== undefined);
    const note = isRequired ? '' : isChoice ? ', alone' : ', optional';
    return `| \`${field}\` | ${types}${note} | ${present[0]?.description ?? ''} |`;
  });
  return [
    `### ${name}`,
    schema.description ?? '',
    ...(rows.length > 0 ? [['| field | type | |', '| --- | --- | --- |', ...rows].join('\n')] : []),
    ...(schema.type === 'string' ? [`A text: \`${schema.pattern}\`.`] : []),
    ...((schema.examples ?? []) as unknown[]).map((one) => `\`\`\`json\n${JSON.stringify(one, null, 2)}\n\`\`\``),
  ].join('\n\n');
}

function errors({ components: { schemas } }: OpenApiDocument): string {
  const known = ['type', 'title', 'status', 'code'];
  const rows = Object.values(schemas)
    .filter(({ additionalProperties }) => additionalProperties === false)
    .map(({ properties = {}, description }) => {
      const { code, status } = properties as Record<string, JsonSchema>;
      const details = Object.keys(properties).filter((name) => !known.includes(name));
      const cells = [
        `<span id="${anchorOfCode(String(code!.const))}"></span>\`${String(code!.const)}\``,
        String(status!.const),
        details.map((name) => `\`${name}\``).join(' '),
        description,
      ];
      return `| ${cells.join(' | ')} |`;
    });
  return [
    '## Errors',
    ['| code | status | extra member | when |', '| --- | --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

function rules(): string {
  const sections = Object.entries(groups).map(([group, title]) =>
    [
      `### ${title}`,
      promises
        .filter((one) => one.group === group)
        .map(describePromise)
        .join('\n'),
    ].join('\n\n'),
  );
  return sections.join('\n\n');
}

function describePromise({ number, text, sources, optional }: ProtocolPromise): string {
  const remark = optional ? ' Only where the back end has it.' : '';
  return `- <strong id="${number.toLowerCase()}">${number}</strong> ${text}${remark} <small>${sources.join(' · ')}</small>`;
}

function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return linkTo(schema as Reference);
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  if (schema.anyOf) return (schema.anyOf as JsonSchema[]).map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items as JsonSchema)}`;
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    integer: 'whole number',
    boolean: 'true or false',
    null: 'null',
  };
  return words[schema.type ?? ''] ?? 'anything';
}

const lastPart = ({ $ref }: Reference): string => $ref.split('/').at(-1)!;
const link = (name: string): string => `[${name}](#${name.toLowerCase()})`;
const linkTo = (reference: Reference): string => link(lastPart(reference));
const refsOf = ({ $ref, oneOf = [] }: JsonSchema): string[] =>
  $ref === undefined ? (oneOf as Reference[]).map(lastPart) : [lastPart({ $ref })];

/** `CodeInvalid` is the schema of `code_invalid`. */
const codeOf = (name: string): string => name.replaceAll(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const anchorOfCode = (code: string): string => `error-${code}`;
const linkToCode = (name: string): string => `[\`${codeOf(name)}\`](#${anchorOfCode(codeOf(name))})`;
