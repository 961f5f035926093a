/** For a receiver of webhooks, which needs no other package: `harmony-2fa/webhooks`. */
export {
  verifyWebhook,
  WebhookError,
  type WebhookHeaders,
  type WebhookRequest,
} from './core/webhook/verify-webhook.js';
export type { WebhookEvent } from './core/webhook/webhook-event.js';
export type { CaepClaims } from './core/webhook/caep.js';
