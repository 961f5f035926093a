/** How a promise cites a section of a standard. */
export const rfc4226 = (section: string): string => `RFC 4226 §${section}`;
export const rfc6238 = (section: string): string => `RFC 6238 §${section}`;
export const rfc9457 = (section: string): string => `RFC 9457 §${section}`;
export const rfc9110 = (section: string): string => `RFC 9110 §${section}`;
export const asvs = (requirement: string): string => `ASVS 5.0 ${requirement}`;
export const nist = (section: string): string => `NIST SP 800-63B-4 §${section}`;
export const pci = (requirement: string): string => `PCI DSS 4 ${requirement}`;
