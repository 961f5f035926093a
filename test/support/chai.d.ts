import '@open-wc/testing';

declare global {
  namespace Chai {
    // One of the plugins types every `equal` as a promise, which only its comparison of markup is.
    interface Equal {
      (value: unknown, message?: string): Assertion;
    }
  }
}
