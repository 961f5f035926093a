// The server part has native modules and a worker, so Node loads it from where it is installed.
export default { serverExternalPackages: ['harmony-2fa'] };
