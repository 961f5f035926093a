const throwing = {
  get code(): string {
    throw new Error('a throwing getter was read');
  },
  toString(): string {
    throw new Error('toString was called');
  },
  toJSON(): string {
    throw new Error('toJSON was called');
  },
};

/** Values that a page may set by mistake. No element may throw on them. */
export const nonsense: Readonly<Record<string, unknown>> = {
  null: null,
  undefined: undefined,
  NaN: NaN,
  'a huge number': 1e9,
  'a BigInt': 10n,
  'a symbol': Symbol('nonsense'),
  'a function': () => '123456',
  'a list': [1, 2, 3],
  'an object': { value: '123456' },
  'an object without a prototype': Object.create(null) as unknown,
  'an object that throws when it is read': throwing,
  'a proxy that throws': new Proxy(
    {},
    {
      get() {
        throw new Error('the proxy was read');
      },
    },
  ),
};
