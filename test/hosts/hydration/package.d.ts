/** `npm run types` runs before the build; `npm run test:hosts` checks the types of the built package. */
declare module 'harmony-2fa/define';
