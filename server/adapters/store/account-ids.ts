import { toAccountId } from '../../core/two-factor/check-input.js';

/**
 * The same store, which refuses anything but a text as the account id of these methods, their first parameter. MariaDB compares a number with
 * the number that a text begins with: `account_id = 7` also finds the rows of the account `7-of-somebody-else`.
 */
export function requireAccountIds<Store extends object>(store: Store, names: readonly (keyof Store & string)[]): Store {
  const checked = { ...store };
  for (const name of names) {
    const method = store[name] as (...parameters: unknown[]) => Promise<unknown>;
    const checking = async (...parameters: unknown[]): Promise<unknown> => {
      toAccountId(parameters[0], name);
      return method(...parameters);
    };
    checked[name] = checking as Store[typeof name];
  }
  return checked;
}
