import { withStepUp } from '../../../widget/client/index.js';
import { byId } from '../../dom.js';
import { deleteWorkspace, type SessionError, type Workspace } from '../../session.js';
import { row } from './rows.js';

const rows = byId('workspace-rows');
const dialog = byId<HTMLDialogElement>('delete-dialog');
const confirm = byId<HTMLButtonElement>('delete-confirm');
const cancel = byId<HTMLButtonElement>('delete-cancel');
const error = byId('delete-error');
const stepUp = document.querySelector('harmony-2fa-step-up')!;

/** The server wants a proof of the last minute. `withStepUp` asks for it, and repeats the call. */
const guardedFetch = withStepUp(fetch, { prove: withPhone });

/** The workspace that the dialog is about. */
let chosen: Workspace | null = null;

/** Lists the workspaces, each with a button that deletes it after a question. */
export function showWorkspaces(workspaces: readonly Workspace[]): void {
  rows.replaceChildren(...workspaces.map(workspaceRow));
  byId('no-workspaces').hidden = workspaces.length > 0;
}

cancel.addEventListener('click', () => dialog.close());
confirm.addEventListener('click', () => void deleteChosen());
// Escape must not close it while the server is asked.
dialog.addEventListener('cancel', (event) => isBusy() && event.preventDefault());

function workspaceRow(workspace: Workspace): HTMLLIElement {
  const item = row(workspace.name, '', 'protection');
  item.dataset['slug'] = workspace.slug;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button loses';
  button.textContent = 'Delete';
  button.ariaLabel = `Delete workspace ${workspace.name}`;
  button.ariaHasPopup = 'dialog';
  button.addEventListener('click', () => ask(workspace));
  item.append(button);
  return item;
}

function ask(workspace: Workspace): void {
  chosen = workspace;
  byId('delete-title').textContent = `Delete ${workspace.name}?`;
  error.textContent = '';
  dialog.showModal();
}

async function deleteChosen(): Promise<void> {
  if (!chosen || isBusy()) return;
  const { slug, name } = chosen;
  setBusy(true);
  error.textContent = '';
  try {
    await deleteWorkspace(slug, guardedFetch);
    showDeleted(slug, name);
  } catch (reason) {
    const { code } = reason as SessionError;
    // Another tab has deleted it.
    if (code === 'not_found') showDeleted(slug, name);
    else if (code === 'not_signed_in') location.assign('/sign-in');
    // The person has cancelled the proof, and is back at the question.
    else if (code !== 'reauthentication_required') error.textContent = 'It was not deleted. Try again in a moment.';
  }
  setBusy(false);
}

function showDeleted(slug: string, name: string): void {
  dialog.close();
  rows.querySelector(`[data-slug="${CSS.escape(slug)}"]`)?.remove();
  byId('no-workspaces').hidden = rows.childElementCount > 0;
  byId('workspace-notice').textContent = `${name} was deleted.`;
  // The button that has opened the dialog is gone.
  byId('workspaces').focus();
}

function isBusy(): boolean {
  return confirm.ariaDisabled === 'true';
}

function setBusy(busy: boolean): void {
  confirm.ariaDisabled = String(busy);
  confirm.textContent = busy ? 'Deleting…' : 'Delete workspace';
  cancel.disabled = busy;
}

/** The demo phone works only inside of an open dialog, so it goes along while a proof is asked for. */
async function withPhone(...request: Parameters<typeof stepUp.prove>): Promise<boolean> {
  const phone = document.querySelector('harmony-demo-phone')!;
  const place = phone.parentElement!;
  stepUp.append(phone);
  try {
    return await stepUp.prove(...request);
  } finally {
    place.append(phone);
  }
}
