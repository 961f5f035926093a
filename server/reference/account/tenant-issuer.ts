import type { AccountStore } from './account-store.js';
import type { IssuerByDomain } from './issuer-by-domain.js';

export interface TenantIssuerParts {
  accounts: Pick<AccountStore, 'addressOf'>;
  /** The name for every other account. */
  issuer: string;
  issuerByDomain: IssuerByDomain;
}

/** The name in the authenticator app: that of the tenant, by the domain of the account's address, or else that of the product. */
export function tenantIssuer({ accounts, issuer, issuerByDomain }: TenantIssuerParts) {
  return async (accountId: string): Promise<string> => {
    const address = await accounts.addressOf(accountId);
    const domain = address?.slice(address.lastIndexOf('@') + 1) ?? '';
    return issuerByDomain.get(domain) ?? issuer;
  };
}
