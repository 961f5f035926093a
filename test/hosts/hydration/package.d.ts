/** The built package is not there when types are checked; what it exports is checked by `npm run test:hosts`. */
declare module 'harmony-2fa/define';
