import { html, nothing, type TemplateResult } from 'lit';
import type { codesLeftEnglish } from '../../i18n/en/codes-left.js';
import type { BackupCodeCount } from '../../protocol/messages.js';
import { icon, warning } from '../icons.js';

/** With this many backup codes or fewer, a person is advised to get new ones. */
const fewCodes = 3;

/**
 * How many backup codes are left; nothing when the back end does not count them.
 *
 * @param offersNew whether the person can get new ones here
 */
export function codesLeftView(
  count: BackupCodeCount | undefined,
  strings: typeof codesLeftEnglish,
  offersNew = true,
): TemplateResult | typeof nothing {
  if (!count) return nothing;
  const { remaining, total } = count;
  const text = strings.backupCodesLeft(remaining, total);
  if (remaining > fewCodes) return html`<p class="count" part="backup-codes-left">${text}</p>`;
  const [kind, advice] = remaining === 0 ? ['gone', strings.backupCodesGone] : ['low', strings.backupCodesLow];
  return html`<p class="count ${kind}" part="backup-codes-left">
    ${icon(warning)}<span>${text}${offersNew ? html`<br />${advice}` : nothing}</span>
  </p>`;
}
