import type { StringOverrides } from '../widget/index.js';

/** Texts of the Harmony demo. The package's texts suit any product; these name workspaces and meetings. */
export const ownWords: StringOverrides = {
  wholeAccount: 'Applies to every workspace you belong to.',
  reasonData: 'Your meeting transcripts and business insights get a second lock.',
  disableText:
    'Your password alone will open your account again, in every workspace. Your authenticator and all backup codes stop working and are deleted.',
};

/** In another language the page shows the texts of the package. */
export function speakOwnWords(element: { strings?: StringOverrides }): void {
  if (/^en\b/i.test(document.documentElement.lang)) element.strings = ownWords;
}
