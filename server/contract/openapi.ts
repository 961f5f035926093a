import { endpoints, type Operation } from '../../widget/protocol/endpoints.js';
import { errorStatus, type ErrorCode } from '../../widget/protocol/error-codes.js';
import { componentSchemas, errorCodes, problemName } from './components.js';
import type { OpenApiDocument, OpenApiOperation, OpenApiResponse, PathItem, Reference } from './document.js';
import { errors } from './errors.js';
import { operations, rejections, tags, type OperationDescription } from './operations.js';

const ref = (kind: string, name: string): Reference => ({ $ref: `#/components/${kind}/${name}` });
const schemaRef = (name: string): Reference => ref('schemas', name);

const description = `
Two-factor authentication between the elements of harmony-2fa and a back end. Anyone may implement either end, in any language.

- Bodies and answers are JSON in UTF-8; a body is an object. Errors are problem details (RFC 9457): programs switch on \`code\`.
- Who asks is decided by the session of the host, such as its cookie. No operation takes an account id.
- Times are ISO 8601 in UTC; durations are whole seconds.
- Every answer has \`Cache-Control: no-store\`, has no \`ETag\`, and is never 304.
- A path that is not listed here answers 404 \`not_found\`; a path with other methods only, 405 \`method_not_allowed\` with \`Allow\`.
- \`x-optional\`: a back end may leave this operation out. \`x-reference-server\`: the reference server has it.
- Readers ignore unknown fields of a message. A later version may add fields and operations, and removes none.

Many promises are about a second call, about time, or about two calls at once. No schema can say those: they stand in the package's
documentation, each with a number.`.trim();

/** The whole contract over HTTP. @param version of the package */
export function openApi(version: string): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: { title: 'harmony-2fa', version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [
      {
        url: '{endpoint}',
        description: 'Where the host mounts the contract.',
        variables: {
          endpoint: { default: '/api/2fa', description: 'The attribute `endpoint` of the elements.' },
        },
      },
    ],
    tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
    paths: paths(),
    components: {
      securitySchemes: {
        fullSession: session(
          'A session that is signed in.',
          'An account with two-factor authentication has passed its challenge.',
        ),
        halfSession: session(
          'A session that has only passed the first factor.',
          'It answers its challenge, and nothing else.',
        ),
        enrolmentSession: session(
          'A session that has only passed the first factor, of an account that has to turn two-factor authentication on.',
          'It sets it up, and nothing else. It ends after ten minutes, and its sign-in is its recent proof until then.',
        ),
      },
      parameters: {
        Account: {
          name: 'X-Two-Factor-Account',
          in: 'header',
          required: false,
          description:
            'The `account` of the Status that the page shows. Where the session is of another account by now, the answer is 401 `not_signed_in`, and nothing happens.',
          schema: schemaRef('Opaque'),
        },
        Origin: {
          name: 'Origin',
          in: 'header',
          required: true,
          description:
            'Browsers send it with every change. An origin that is not on the list is refused, and so is its absence.',
          schema: { type: 'string', examples: ['https://app.example.com'] },
        },
        Id: {
          name: 'id',
          in: 'path',
          required: true,
          description: 'The `id` of the message that lists it.',
          schema: schemaRef('Opaque'),
        },
      },
      headers: {
        CacheControl: {
          description: 'No browser and no proxy may store an answer.',
          required: true,
          schema: { type: 'string', pattern: String.raw`(^|,)\s*no-store\s*(,|$)`, examples: ['no-store'] },
        },
        RetryAfter: {
          description: 'Seconds; the same as `retryAfter`.',
          required: true,
          schema: { type: 'integer', minimum: 0 },
        },
        WwwAuthenticate: {
          description:
            'With `reauthentication_required`, the challenge of RFC 9470: `max_age` says how many seconds ago a proof may have been given. A back end may leave it out.',
          required: false,
          schema: {
            type: 'string',
            pattern: String.raw`error="insufficient_user_authentication".*max_age="?\d+`,
            examples: [
              'Bearer error="insufficient_user_authentication", error_description="A recent proof is required", max_age="300"',
            ],
          },
        },
        Allow: {
          description: 'The methods of this path.',
          required: true,
          schema: { type: 'string', examples: ['GET, HEAD, POST'] },
        },
      },
      responses: Object.fromEntries(codesThatStandAlone().map((code) => [problemName(code), problems([code])])),
      schemas: componentSchemas((name) => schemaRef(name).$ref),
    },
  };
}

function session(what: string, means: string): object {
  return {
    type: 'apiKey',
    in: 'cookie',
    name: 'harmony_session',
    description: `${what} ${means} The cookie is the host's own: this is its name on the reference server, which puts \`__Host-\` before it under https.`,
  };
}

function paths(): Record<string, PathItem> {
  const items: Record<string, PathItem> = {};
  for (const [name, { method, path }] of Object.entries(endpoints)) {
    const item = (items[path] ??= path.includes('{id}') ? { parameters: [ref('parameters', 'Id')] } : {});
    item[method.toLowerCase() as 'get'] = operation(name as Operation);
  }
  return items;
}

function operation(name: Operation): OpenApiOperation {
  const about = operations[name];
  const remarks = about.optional ? ['Optional: a back end without it answers 404 `not_found`.'] : [];
  return {
    operationId: name,
    tags: [about.tag],
    summary: about.summary,
    description: [about.description, ...remarks].join(' '),
    'x-optional': about.optional,
    'x-reference-server': true,
    security: [
      { [about.session === 'full' ? 'fullSession' : 'halfSession']: [] },
      ...(about.enrolment ? [{ enrolmentSession: [] }] : []),
    ],
    ...(about.body && {
      parameters: [ref('parameters', 'Origin'), ref('parameters', 'Account')],
      requestBody: {
        required: about.body.required,
        content: { 'application/json': { schema: schemaRef(about.body.message) } },
      },
    }),
    responses: responses(about),
  };
}

function rejectionsByStatus(about: OperationDescription): Map<number, ErrorCode[]> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of rejections(about)) {
    const status = errorStatus[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

/** The codes that some operation has alone at their status: their answers have a name. */
function codesThatStandAlone(): ErrorCode[] {
  const all = Object.values(operations).flatMap((about) => [...rejectionsByStatus(about).values()]);
  return errorCodes.filter((code) => all.some((codes) => codes.length === 1 && codes[0] === code));
}

function responses(about: OperationDescription): Record<string, OpenApiResponse | Reference> {
  const { answer } = about;
  const success: OpenApiResponse = {
    description: answer.message === null ? 'Done.' : `\`${answer.message}\`.`,
    headers: headersOf(answer.status),
    ...(answer.message !== null && { content: { 'application/json': { schema: schemaRef(answer.message) } } }),
  };
  const failures = [...rejectionsByStatus(about)].map(([status, codes]): [number, OpenApiResponse | Reference] => [
    status,
    codes.length === 1 ? ref('responses', problemName(codes[0]!)) : problems(codes),
  ]);
  return Object.fromEntries([[answer.status, success], ...failures]);
}

function problems(codes: readonly ErrorCode[]): OpenApiResponse {
  const schemas = codes.map((code) => schemaRef(problemName(code)));
  const mapping = Object.fromEntries(codes.map((code, index) => [code, schemas[index]!.$ref]));
  return {
    description: codes.map((code) => `\`${code}\`: ${errors[code].when}`).join('\n\n'),
    headers: {
      ...headersOf(errorStatus[codes[0]!]),
      ...(codes.includes('reauthentication_required') && {
        'WWW-Authenticate': ref('headers', 'WwwAuthenticate'),
      }),
    },
    content: {
      'application/problem+json': {
        schema:
          schemas.length === 1 ? schemas[0]! : { oneOf: schemas, discriminator: { propertyName: 'code', mapping } },
      },
    },
  };
}

function headersOf(status: number): Record<string, Reference> {
  return {
    'Cache-Control': ref('headers', 'CacheControl'),
    ...((status === 429 || status === 503) && { 'Retry-After': ref('headers', 'RetryAfter') }),
    ...(status === 405 && { Allow: ref('headers', 'Allow') }),
  };
}
