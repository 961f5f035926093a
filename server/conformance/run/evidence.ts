import type { Answer, Sent } from '../http/message.js';
import type { Secrets } from '../kit/secrets.js';

/** What was sent and what came, without a secret. */
export interface Evidence {
  readonly sent: string;
  readonly came: string;
  /** The request as a command, with placeholders for what is secret. */
  readonly curl: string;
}

/** Headers that help to understand an answer. */
const tellingHeaders = [
  'content-type',
  'cache-control',
  'etag',
  'allow',
  'retry-after',
  'access-control-allow-origin',
  'location',
];
/** Headers without credentials: printed as they are. Others become placeholders. */
const isOpen = (name: string): boolean =>
  /^(origin|referer|content-type|if-.*|sec-.*|x-forwarded-.*|access-control-.*)$/.test(name);
const longest = 600;

export function evidenceOf(answer: Answer, secrets: Secrets): Evidence {
  const { sent, status, headers } = answer;
  const fields = tellingHeaders
    .filter((name) => headers[name] !== undefined)
    .map((name) => `${name}: ${headers[name]!}`);
  const redact = (text: string): string => short(secrets.redact(text));
  return {
    sent: redact(`${sent.method} ${sent.url} ${bodyOf(sent)}`.trim()),
    came: redact([String(status), ...fields, shown(answer.text)].filter((part) => part !== '').join(' · ')),
    curl: secrets.redact(curlOf(sent)),
  };
}

function curlOf(sent: Sent): string {
  const headers = Object.entries(sent.headers)
    .filter(([name]) => name !== 'content-length')
    .map(([name, value]) => ` -H ${quote(`${name}: ${isOpen(name) ? value : `<${name}>`}`)}`);
  const body = sent.body === undefined ? '' : ` --data-raw ${quote(short(bodyOf(sent)))}`;
  return `curl -i -X ${sent.method} ${quote(sent.url)}${headers.join('')}${body}`;
}

/** A body with placeholders for its values: a code in a hostile spelling is still a code. */
function bodyOf({ body }: Sent): string {
  if (body === undefined) return '';
  const text = Buffer.from(body).toString('utf8');
  return isJson(text) ? shown(text) : `<${body.length} bytes that are no JSON>`;
}

/** A JSON text in which every credential is a placeholder. */
function shown(text: string): string {
  if (!isJson(text)) return text === '' ? '' : `<${text.length} characters that are no JSON>`;
  return JSON.stringify(JSON.parse(text), (name, value: unknown) => {
    if (!['code', 'backupCode', 'password', 'keyUri', 'backupCodes', 'result', 'secret'].includes(name)) return value;
    // The code of an error, which says what went wrong.
    if (name === 'code' && typeof value === 'string' && /^[a-z_]{3,40}$/.test(value)) return value;
    if (name === 'backupCodes' && !Array.isArray(value)) return value;
    return `<${name}: ${describe(value)}>`;
  });
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === null ? 'null' : `a ${typeof value}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function short(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
