/**
 * As much of W3C WebDriver as the tests need: a page to go to, a window to size, keys and a pointer. The protocol is JSON
 * over HTTP, and the packages that speak it bring a browser downloader along.
 */
export class WebDriverSession {
  readonly #url: string;

  private constructor(url: string) {
    this.#url = url;
  }

  /** @param driver the address of a driver that may still be starting */
  static async open(driver: string, capabilities: object): Promise<WebDriverSession> {
    for (let round = 0; !(await answers(driver)); round++) {
      if (round === 300) throw new Error(`WebDriver: nothing answers at ${driver}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const body = { capabilities: { alwaysMatch: capabilities } };
    const { sessionId } = (await send('POST', `${driver}/session`, body)) as { sessionId: string };
    return new WebDriverSession(`${driver}/session/${sessionId}`);
  }

  async close(): Promise<void> {
    await send('DELETE', this.#url);
  }

  async goTo(url: string): Promise<void> {
    await this.#post('url', { url });
  }

  async url(): Promise<string> {
    return (await send('GET', `${this.#url}/url`)) as string;
  }

  async evaluate<T>(script: string, ...args: unknown[]): Promise<T> {
    return (await this.#post('execute/sync', { script, args })) as T;
  }

  async sizeWindow(width: number, height: number): Promise<void> {
    await this.#post('window/rect', { x: 0, y: 0, width, height });
  }

  async keys(...actions: KeyAction[]): Promise<void> {
    await this.#post('actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async pointer(...actions: PointerAction[]): Promise<void> {
    const parameters = { pointerType: 'mouse' };
    await this.#post('actions', { actions: [{ type: 'pointer', id: 'mouse', parameters, actions }] });
  }

  #post(command: string, body: object): Promise<unknown> {
    return send('POST', `${this.#url}/${command}`, body);
  }
}

export interface KeyAction {
  type: 'keyDown' | 'keyUp';
  value: string;
}

export type PointerAction =
  { type: 'pointerMove'; x: number; y: number; duration: 0 } | { type: 'pointerDown' | 'pointerUp'; button: number };

/** What a key that prints nothing is called in the protocol; any other is its own character. */
const codes: Record<string, string> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Escape: '\uE00C',
  ArrowLeft: '\uE012',
  Delete: '\uE017',
  F2: '\uE032',
};

export function codeOf(key: string): string {
  const code = codes[key] ?? key;
  if ([...code].length !== 1) throw new Error(`The key “${key}” has no code yet: add it in ${import.meta.filename}`);
  return code;
}

async function answers(driver: string): Promise<boolean> {
  return fetch(`${driver}/status`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function send(method: string, url: string, body?: object): Promise<unknown> {
  // A browser that hangs is not waited for, not even to close it.
  const signal = AbortSignal.timeout(60_000);
  const answer = await fetch(url, { method, signal, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: unknown };
  if (answer.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`WebDriver: ${error}: ${message} (${method} ${new URL(url).pathname})`);
}
