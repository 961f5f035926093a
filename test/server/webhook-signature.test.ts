import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readWebhookSecret, webhookHeaders } from '../../server/core/webhook/signature.js';
import {
  verifyWebhook,
  WebhookError,
  type WebhookHeaders,
  type WebhookRequest,
} from '../../server/core/webhook/verify-webhook.js';
import { newSecret } from './support/receiver.js';

const [secret, other] = [newSecret(), newSecret()];
const now = new Date('2026-11-24T09:00:00.000Z');
const body = JSON.stringify({ id: 'entry-1', type: 'harmony_2fa.enabled', data: { accountId: 'ädä' } });

function signed(secrets: string[], at = now, text = body): WebhookRequest {
  const headers = webhookHeaders('entry-1', at, text, secrets.map(readWebhookSecret));
  return { headers, body: text, secrets: secret, now };
}

describe('the signature of a webhook', () => {
  it('is that of Standard Webhooks 1.0', () => {
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const at = new Date(1_614_265_330_000);
    assert.deepEqual(webhookHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', at, '{"test": 2432232314}', [key]), {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is accepted from the headers of Node and of the Fetch API, for text and for bytes', () => {
    const request = signed([secret]);
    const headers = new Headers(request.headers as Record<string, string>);
    for (const variant of [request, { ...request, headers }, { ...request, body: Buffer.from(body) }]) {
      assert.deepEqual(verifyWebhook(variant), JSON.parse(body));
    }
  });

  it('by the old or by the new secret is enough, on either side', () => {
    for (const signers of [[secret], [other, secret], [secret, other]]) {
      for (const secrets of [secret, [secret], [other, secret]]) {
        assert.equal(verifyWebhook({ ...signed(signers), secrets }).id, 'entry-1');
      }
    }
  });

  const request = signed([secret]);
  const given = request.headers as Record<string, string>;
  const changed = (name: string, value: string): WebhookHeaders => ({ ...given, [name]: value });
  const refused: [name: string, changes: Partial<WebhookRequest>][] = [
    ['by another secret', { headers: signed([other]).headers }],
    ['over another body', { body: body.replace('ädä', 'bob') }],
    ['over a body that was parsed and written again', { body: JSON.stringify(JSON.parse(body), null, 1) }],
    ['over another id', { headers: changed('webhook-id', 'entry-2') }],
    ['over another time', { headers: changed('webhook-timestamp', '1795510801') }],
    ['of six minutes ago', { headers: signed([secret], new Date(now.getTime() - 360_000)).headers }],
    ['of the future', { headers: signed([secret], new Date(now.getTime() + 360_000)).headers }],
    ['over a body that is no JSON', { ...signed([secret], now, 'hello') }],
    ['over an event with another id', { ...signed([secret], now, body.replace('entry-1', 'entry-9')) }],
    ['over null', { ...signed([secret], now, 'null') }],
    ...['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name): [string, Partial<WebhookRequest>] => [
      `without ${name}`,
      { headers: Object.fromEntries(Object.entries(given).filter(([one]) => one !== name)) },
    ]),
    ...['', 'v1', 'v1,', 'v2,AAAA', 'v1,AAAA', `v1,${'A'.repeat(43)}=`, 'v1a,AAAA'].map(
      (signature): [string, Partial<WebhookRequest>] => [
        `“${signature}”`,
        { headers: changed('webhook-signature', signature) },
      ],
    ),
    ...['1e9', '-1', '1795510800.0', ' 1795510800', 'NaN'].map((time): [string, Partial<WebhookRequest>] => [
      `at “${time}”`,
      { headers: changed('webhook-timestamp', time) },
    ]),
  ];
  for (const [name, changes] of refused) {
    it(`${name} is refused`, () => assert.throws(() => verifyWebhook({ ...request, ...changes }), WebhookError));
  }

  it('cannot be checked with a parsed body, or without a secret: that is a mistake in the receiver', () => {
    assert.throws(() => verifyWebhook({ ...request, body: JSON.parse(body) as string }), TypeError);
    assert.throws(() => verifyWebhook({ ...request, secrets: [] }), TypeError);
    assert.throws(() => verifyWebhook({ ...request, secrets: undefined as unknown as string }), TypeError);
  });
});

describe('a secret of a webhook', () => {
  const encoded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  for (const text of [
    '',
    'whsec_',
    secret.slice('whsec_'.length),
    `whsec_${encoded(Buffer.alloc(32))}`,
    `whsec_${encoded(Buffer.from('correct horse battery staple 123'))}`,
    `whsec_${newSecret().slice(6, 30)}`,
    `${secret}!`,
    `whsec_${encoded(Buffer.concat([Buffer.from(secret.slice(6), 'base64'), Buffer.alloc(33)]))}`,
  ]) {
    it(`“${text.slice(0, 20)}” is refused, and the message does not repeat it`, () => {
      assert.throws(
        () => readWebhookSecret(text),
        (error) => error instanceof TypeError && (text.length < 8 || !error.message.includes(text.slice(6, 20))),
      );
    });
  }
});
