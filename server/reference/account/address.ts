/**
 * The form of an address in which accounts are stored and found: only the letters A to Z become small ones. Unicode has further characters
 * with a small letter among a to z, such as the Kelvin sign, and an address with one belongs to somebody else.
 */
export function toStoredAddress(address: string): string {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
