import { promises, groups, type ProtocolPromise } from '../../../server/conformance/promises/index.js';
import type { JsonSchema } from '../../../server/contract/components.js';
import type { OpenApiDocument, OpenApiOperation, Reference } from '../../../server/contract/document.js';
import { openApi } from '../../../server/contract/openapi.js';

/** Replaces the comments of a page about the contract by Markdown, so that headings and search know its parts. */
export function withContract(text: string, version: string): string {
  if (!text.includes('<!-- contract -->')) return text;
  const document = openApi(version);
  const parts = [operations(document), messages(document), errors(document)].join('\n\n');
  return text.replace('<!-- contract -->', () => parts).replace('<!-- promises -->', rules);
}

/** An operation with what its document says elsewhere. */
interface Listed extends OpenApiOperation {
  call: string;
  /** Names of schemas by status. */
  answers: ReadonlyMap<number, readonly string[]>;
}

function operations({ paths, components }: OpenApiDocument): string {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'patch', 'delete'] as const).flatMap((method): Listed[] => {
      const operation = item[method];
      if (!operation) return [];
      const answers = Object.entries(operation.responses).map(([status, response]): [number, string[]] => {
        const { content = {} } = '$ref' in response ? components.responses[lastPart(response)]! : response;
        return [Number(status), Object.values(content).flatMap(({ schema }) => refsOf(schema as JsonSchema))];
      });
      return [{ ...operation, call: `${method.toUpperCase()} ${path}`, answers: new Map(answers) }];
    }),
  );
  const ofAll = sharedBy(all);
  const ofChanges = sharedBy(all.filter(({ requestBody }) => requestBody)).filter((name) => !ofAll.includes(name));
  const listOf = (names: string[]): string => names.map(linkToCode).join(', ');
  return [
    '## Operations',
    `Each operation may be refused with ${listOf(ofAll)}, and each change also with ${listOf(ofChanges)}.`,
    ...all.map((one) => describeOperation(one, one.requestBody ? [...ofAll, ...ofChanges] : ofAll)),
  ].join('\n\n');
}

const isRefusal = (status: number): boolean => status >= 400;
const refusalsOf = ({ answers }: Listed): string[] =>
  [...answers].flatMap(([status, names]) => (isRefusal(status) ? names : []));

/** The refusals that all of these operations have. */
function sharedBy(operations: Listed[]): string[] {
  const [first, ...others] = operations.map(refusalsOf);
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
}

function describeOperation(operation: Listed, shared: string[]): string {
  const { call, summary, description, requestBody, security, answers } = operation;
  const session = Object.keys(security[0] ?? {})[0];
  const mayEnrol = security.some((scheme) => 'enrolmentSession' in scheme);
  const body = requestBody && lastPart(requestBody.content['application/json']!.schema as Reference);
  const [status, names] = [...answers].find(([status]) => !isRefusal(status))!;
  const own = refusalsOf(operation).filter((name) => !shared.includes(name));
  return [
    `### ${summary}: \`${call}\``,
    description,
    [
      `- Session: ${session === 'halfSession' ? 'past the first factor' : 'signed in'}${mayEnrol ? ', or at the stage of enrolment' : ''}`,
      ...(body ? [`- Body: ${body === 'Nothing' ? '`{}`' : link(body)}${requestBody.required ? '' : ' or none'}`] : []),
      `- Answer: ${[status, ...names.map(link)].join(' ')}`,
      ...(own.length > 0 ? [`- Refused with: ${own.map(linkToCode).join(', ')}`] : []),
    ].join('\n'),
  ].join('\n\n');
}

function messages({ components: { schemas } }: OpenApiDocument): string {
  const named = Object.entries(schemas).filter(([, { additionalProperties }]) => additionalProperties === undefined);
  return ['## Messages', ...named.map(([name, schema]) => describeMessage(name, schema))].join('\n\n');
}

function describeMessage(name: string, schema: JsonSchema): string {
  const variants = schema.oneOf ?? schema.anyOf ?? [schema];
  const fields = [...new Set(variants.flatMap(({ properties = {} }) => Object.keys(properties)))];
  const items = fields.flatMap((field) => {
    const all = variants.map(({ properties = {} }) => properties[field] as JsonSchema | undefined);
    const present = all.filter((one): one is JsonSchema => one !== undefined && one.not === undefined);
    if (present.length === 0) return [];
    const types = [...new Set(present.map(typeOf))].join(' or ');
    const isRequired = variants.every(({ required = [] }) => required.includes(field));
    const isChoice = all.some((one) => one?.not !== undefined);
    const note = isRequired ? '' : isChoice ? ', alone' : ', optional';
    return `- \`${field}\` (${types}${note}): ${present[0]?.description ?? ''}`;
  });
  return [
    `### ${name}`,
    schema.description ?? '',
    ...(items.length > 0 ? [items.join('\n')] : []),
    ...(schema.type === 'string' ? [`A text: \`${schema.pattern}\`.`] : []),
    ...(schema.examples ?? []).map((one) => `\`\`\`json\n${JSON.stringify(one, null, 2)}\n\`\`\``),
  ].join('\n\n');
}

function errors({ components: { schemas } }: OpenApiDocument): string {
  const known = ['type', 'title', 'status', 'code'];
  const items = Object.values(schemas)
    .filter(({ additionalProperties }) => additionalProperties === false)
    .map(({ properties = {}, description }) => {
      const { code, status } = properties as Record<string, JsonSchema>;
      const name = String(code!.const);
      const details = Object.keys(properties).filter((field) => !known.includes(field));
      const extra = details.map((detail) => `, with \`${detail}\``).join('');
      return `- <span id="${anchorOfCode(name)}"></span>\`${name}\` (${String(status!.const)}${extra}): ${description}`;
    });
  return ['## Errors', items.join('\n')].join('\n\n');
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
  return `- <strong id="${number.toLowerCase()}">${number}</strong> ${text}${remark} <small class="muted">${sources.join(' · ')}</small>`;
}

function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return linkTo(schema as Reference);
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items as JsonSchema)}`;
  // zod writes a text that may be null as a list of types.
  const types = [schema.type ?? ''].flat();
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    integer: 'whole number',
    boolean: 'true or false',
    null: 'null',
  };
  return types.map((type) => words[type] ?? 'anything').join(' or ');
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
