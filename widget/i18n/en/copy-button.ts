import type { Strings } from '../strings.js';

/** The copy button. */
export const copyButtonEnglish = {
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Copying was refused. Select the text and copy it by hand.',
} satisfies Partial<Strings>;
