import '@open-wc/testing';

declare global {
  namespace Chai {
    // A plugin types every `equal` as a promise, but only its comparison of markup returns one.
    interface Equal {
      (value: unknown, message?: string): Assertion;
    }
  }
}
