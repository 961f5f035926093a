import type { BeforeChange } from '../../../widget/index.js';
import { byId } from '../../dom.js';

const dialog = byId<HTMLDialogElement>('keep-dialog');

byId('keep').addEventListener('click', () => dialog.close());
byId('turn-off').addEventListener('click', () => dialog.close('turn off'));

/** An administrator loses more than protection with 2FA, which only this page knows. */
export const askAdministrator: BeforeChange = async (action, { signal }) => {
  if (action !== 'disable') return true;
  const closed = new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  // Escape closes it without a value, and must not find that of an earlier time.
  dialog.returnValue = '';
  dialog.showModal();
  signal.addEventListener('abort', () => dialog.close(), { once: true });
  await closed;
  return dialog.returnValue === 'turn off';
};
