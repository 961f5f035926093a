export default {
  // The server part has native modules and a worker, so Node loads it from where it is installed.
  serverExternalPackages: ['harmony-2fa'],
};
