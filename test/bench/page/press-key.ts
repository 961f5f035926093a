import type { CDPSession } from 'playwright-core';

/** Presses a key. Playwright's keyboard waits for the page after each key, so this one uses the browser's protocol. */
export async function pressKey(
  devtools: CDPSession,
  key: string,
  code: string,
  keyCode: number,
  text?: string,
): Promise<void> {
  const event = { key, code, windowsVirtualKeyCode: keyCode };
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...(text && { text }) });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
}
