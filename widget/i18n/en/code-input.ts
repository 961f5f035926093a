import type { Strings } from '../strings.js';

/** The field for a one-time code. */
export const codeInputEnglish = {
  codeLabel: 'Enter verification code',
  codeIncomplete: (length) => `Enter all ${length} digits.`,
  fieldEmpty: 'Fill in this field.',
} satisfies Partial<Strings>;
