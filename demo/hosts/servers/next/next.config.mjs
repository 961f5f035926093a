// Your app needs no root. This one imports from the folder beside it, and its test links the packages from elsewhere.
const turbopack = { root: '/' };

// The server part has native modules and a worker, so Node loads it from where it is installed.
export default { serverExternalPackages: ['harmony-2fa'], turbopack };
