/**
 * Whether one of an organisation's administrators has 2FA, and can help the others. Ask before the organisation makes its rule,
 * before an administrator leaves or loses the role, and before one is reset: with `without`, that one does not count.
 *
 * @param twoFactor the result of `createTwoFactor`
 */
export async function hasEnrolledAdministrator(
  twoFactor: { isEnabled(accountId: string): Promise<boolean> },
  administrators: Iterable<string>,
  { without }: { without?: string } = {},
): Promise<boolean> {
  for (const accountId of administrators) {
    if (accountId !== without && (await twoFactor.isEnabled(accountId))) return true;
  }
  return false;
}
