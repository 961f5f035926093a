import assert from 'node:assert/strict';
import formats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenApiHeader, OpenApiResponse, Reference } from '../../../server/contract/document.js';
import { openApi } from '../../../server/contract/openapi.js';

/** An answer, as a test receives it. */
export interface Received {
  method: string;
  /** Below the place where the contract is mounted, without the query. */
  path: string;
  status: number;
  headers: Headers;
  text: string;
}

const address = 'urn:harmony-2fa:openapi';
const document = openApi('0.0.0');
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: 'log', logger: false });
formats.default(ajv, ['date-time']);
ajv.addSchema({ $id: address, ...document });

/** A path of the contract, as a regular expression. */
const paths = Object.entries(document.paths).map(([path, item]) => ({
  path,
  item,
  pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/**
 * `fetch`, for tests: each answer of the contract that comes by has to be one that the document describes.
 *
 * @throws an assertion error that lists what is wrong
 */
export const checkedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const url = new URL(input instanceof Request ? input.url : input);
  const path = /^(?:\/api)?\/2fa(\/.*|)$/.exec(url.pathname)?.[1];
  if (path === undefined) return response;
  const { status, headers } = response;
  const text = await response.clone().text();
  const faults = contractFaults({ method: init?.method ?? 'GET', path, status, headers, text });
  assert.deepEqual(faults, [], `${init?.method ?? 'GET'} ${path}: ${status} ${text}`);
  return response;
};

/** What the document does not describe of an answer: status, type, body and headers. */
export function contractFaults({ method, path, status, headers, text }: Received): string[] {
  const described = describedResponse(method, path, status);
  if (typeof described === 'string') return [described];
  const { response, pointer } = described;
  const faults = Object.entries(response.headers).flatMap(([name, header]) => headerFaults(name, header, headers));
  for (const name of ['etag', 'last-modified']) if (headers.has(name)) faults.push(`${name} makes an answer storable`);
  const [type] = Object.keys(response.content ?? {});
  const expected = type === undefined ? null : `${type}; charset=utf-8`;
  if (headers.get('content-type') !== expected)
    faults.push(`the type is ${headers.get('content-type')}, not ${expected}`);
  if (type === undefined || method === 'HEAD') {
    if (text !== '') faults.push('a body where none is described');
    return faults;
  }
  return [...faults, ...bodyFaults(`${pointer}/content/${escape(type)}/schema`, text)];
}

function describedResponse(
  method: string,
  path: string,
  status: number,
): { response: OpenApiResponse; pointer: string } | string {
  const found = paths.find(({ pattern }) => pattern.test(path));
  const { parameters: _parameters, ...operations } = found?.item ?? {};
  const mayBeAbsent = Object.values(operations).every((one) => one['x-optional']);
  if (status === 404 && mayBeAbsent) return named('NotFound');
  const operation = operations[(method === 'HEAD' ? 'get' : method.toLowerCase()) as 'get'];
  if (!found) return `${status}, not 404, for a path that is not in the contract`;
  if (!operation) return status === 405 ? named('MethodNotAllowed') : `${status}, not 405, for a method of other paths`;
  const response = operation.responses[status];
  if (!response) return `${status} is no status of ${operation.operationId}`;
  if ('$ref' in response) return named(response.$ref.split('/').at(-1)!);
  const place = method === 'HEAD' ? 'get' : method.toLowerCase();
  return { response, pointer: `/paths/${escape(found.path)}/${place}/responses/${status}` };
}

function named(name: string): { response: OpenApiResponse; pointer: string } {
  return { response: document.components.responses[name]!, pointer: `/components/responses/${name}` };
}

function headerFaults(name: string, { $ref }: Reference, headers: Headers): string[] {
  const header: OpenApiHeader = document.components.headers[$ref.split('/').at(-1)!]!;
  const value = headers.get(name);
  if (value === null) return header.required ? [`no ${name}`] : [];
  const validate = validatorOf(`${$ref.slice(1)}/schema`);
  return validate(header.schema.type === 'integer' ? Number(value) : value) ? [] : [`${name}: ${value}`];
}

function bodyFaults(pointer: string, text: string): string[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return ['the body is not JSON'];
  }
  const validate = validatorOf(pointer);
  return validate(body) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`.trim());
}

/** Compiled when it is first needed: a test process sees few of the answers. */
function validatorOf(pointer: string): ValidateFunction {
  const validate = ajv.getSchema(`${address}#${encodeURI(pointer)}`);
  assert.ok(validate, pointer);
  return validate;
}

/** A part of a JSON pointer. */
function escape(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
