import '../../../widget/define.js';
import { createHttpClient } from '../../../widget/client/index.js';
import { byId } from '../../dom.js';
import '../../phone/harmony-demo-phone.js';
import { deleteWorkspace, readWorkspace, type SessionError, type Workspace } from '../../session.js';
import { goToSignIn, showPage } from '../page.js';
import { guardedFetch } from '../proof.js';

const rows = byId('workspace-rows');
const dialog = byId<HTMLDialogElement>('delete-dialog');
const confirm = byId<HTMLButtonElement>('delete-confirm');
const cancel = byId<HTMLButtonElement>('delete-cancel');
const error = byId('delete-error');

/** The server keeps this many, and refuses to delete one of them. */
const fewest = 2;

/** The workspace that the dialog is about. */
let chosen: Workspace | null = null;

void showPage(async ({ workspaces }) => {
  const [{ enabled }, ...opened] = await Promise.all([
    createHttpClient('/api/2fa').status(),
    ...workspaces.map(({ slug }) => readWorkspace(slug)),
  ]);
  const protection = enabled ? 'Password and code' : 'Password only';
  rows.replaceChildren(...opened.map((workspace) => workspaceRow(workspace, protection)));
  showFewest();
});
cancel.addEventListener('click', () => dialog.close());
confirm.addEventListener('click', () => void deleteChosen());
// Escape must not close it while the server is asked.
dialog.addEventListener('cancel', (event) => isBusy() && event.preventDefault());

/** A row with a button that deletes the workspace after a question. */
function workspaceRow(workspace: Workspace, protection: string): HTMLLIElement {
  const item = document.createElement('li');
  item.dataset['slug'] = workspace.slug;
  const name = document.createElement('strong');
  name.textContent = workspace.name;
  const detail = document.createElement('span');
  detail.textContent = protection;
  detail.className = 'muted';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button loses';
  button.textContent = 'Delete';
  button.ariaLabel = `Delete workspace ${workspace.name}`;
  button.ariaHasPopup = 'dialog';
  button.addEventListener('click', () => ask(workspace));
  item.append(name, detail, button);
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
    else if (code === 'not_signed_in') goToSignIn();
    // Another tab has deleted another one.
    else if (code === 'workspaces_too_few')
      error.textContent = 'It was not deleted: an account keeps at least two workspaces.';
    // The person has cancelled the proof, and is back at the question.
    else if (code !== 'reauthentication_required') error.textContent = 'It was not deleted. Try again in a moment.';
  }
  setBusy(false);
}

function showDeleted(slug: string, name: string): void {
  dialog.close();
  rows.querySelector(`[data-slug="${CSS.escape(slug)}"]`)?.remove();
  showFewest();
  byId('workspace-notice').textContent = `${name} was deleted.`;
  // The button that has opened the dialog is gone.
  byId('workspaces').focus();
}

/** Offers no deletion that the server would refuse, so that nobody is asked for a code in vain. */
function showFewest(): void {
  const reached = rows.childElementCount <= fewest;
  byId('fewest-workspaces').hidden = !reached;
  if (reached) for (const button of rows.querySelectorAll('button')) button.remove();
}

function isBusy(): boolean {
  return confirm.ariaDisabled === 'true';
}

function setBusy(busy: boolean): void {
  confirm.ariaDisabled = String(busy);
  confirm.textContent = busy ? 'Deleting…' : 'Delete workspace';
  cancel.disabled = busy;
}
