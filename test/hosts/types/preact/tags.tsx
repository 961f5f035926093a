import type { EnabledEvent } from 'harmony-2fa';
import type { TwoFactorClient } from 'harmony-2fa/client';
import type {} from 'harmony-2fa/preact';

declare const client: TwoFactorClient;

/** Everything that an adopter may write; types the framework has for every element included. */
export const right = (
  <>
    <harmony-2fa-setup
      id="setup"
      class="card"
      lang="de"
      endpoint="/api/2fa"
      product="Acme"
      account={undefined}
      client={client}
      strings={{ heading: 'Two steps', backupCodesLeft: (remaining, total) => `${remaining}/${total}` }}
      onharmony-2fa-enabled={(event) => event.status.enabled satisfies boolean}
      onharmony-2fa-signed-out={({ code }) => code === 'not_signed_in'}
      onharmony-2fa-cancelled={(event) => event.currentTarget.refresh()}
      onharmony-2fa-authenticators-changed={(event) => event.status.enabled satisfies boolean}
    >
      <input slot="code" name="totp" />
    </harmony-2fa-setup>
    <harmony-2fa-challenge
      client={client}
      noAutoSubmit
      onharmony-2fa-verified={({ method }) => method satisfies 'totp' | 'backup_code'}
    />
    <harmony-2fa-setup readonly />
    <harmony-2fa-challenge no-auto-submit />
    <harmony-2fa-step-up
      client={client}
      codeLength={8}
      onharmony-2fa-cancelled={(event) => event.currentTarget.prove({ maxAge: 0 }) satisfies Promise<boolean>}
    />
    <harmony-2fa-devices client={client} onharmony-2fa-signed-out={(event) => event.currentTarget.refresh()} />
    <harmony-2fa-enrolment
      client={client}
      product="Acme"
      onharmony-2fa-enabled={(event) => event.status.enabled satisfies boolean}
    />
    <harmony-2fa-code-input name="code" length={8} required />
    <harmony-2fa-backup-codes codes={['ABCD-EFGH']} saved={false} />
    <harmony-2fa-qr-code value="text" label="QR code" />
  </>
);

export const wrong = (
  <>
    {/* @ts-expect-error A text is no client. */}
    <harmony-2fa-setup client="/api/2fa" />
    {/* @ts-expect-error There is no such text. */}
    <harmony-2fa-setup strings={{ headline: 'Two steps' }} />
    {/* @ts-expect-error There is no such property. */}
    <harmony-2fa-setup produkt="Acme" />
    {/* @ts-expect-error The event has no such field. */}
    <harmony-2fa-setup onharmony-2fa-enabled={(event) => event.method} />
    {/* @ts-expect-error Another event's handler. */}
    <harmony-2fa-challenge onharmony-2fa-verified={(event: EnabledEvent) => event.status} />
    {/* @ts-expect-error A number is wanted. */}
    <harmony-2fa-code-input length="8" />
    {/* @ts-expect-error The framework would take it for a listener. */}
    <harmony-2fa-setup onBefore={() => true} />
    {/* @ts-expect-error There is no such tag. */}
    <harmony-2fa-setups />
    {/* @ts-expect-error Not a page's own tag. */}
    <harmony-2fa-copy-button />
  </>
);
