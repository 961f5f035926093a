/**
 * Whether one of an organisation's administrators has 2FA, and so can help the others. Ask before the organisation makes its rule,
 * before an administrator leaves or loses the role, and before an administrator is reset.
 *
 * @param twoFactor the result of `createTwoFactor`
 * @param options `without`: an administrator that does not count, such as the one who leaves
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
