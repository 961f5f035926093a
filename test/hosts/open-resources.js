/*
 * Runs in a page before its own scripts, and counts what can outlive an element: listeners on window and document, timers
 * and observers. `readOpenResources()` returns how many are open now. No library counts these, and the browser's protocol
 * lists listeners alone.
 */
const listeners = new Map();
const timeouts = new Set();
const intervals = new Set();
const observers = new Set();

globalThis.readOpenResources = () => ({
  listeners: Object.fromEntries(
    [...listeners].map(([type, known]) => [type, known.size]).filter(([, size]) => size > 0),
  ),
  timeouts: timeouts.size,
  intervals: intervals.size,
  observers: observers.size,
});

const { addEventListener, removeEventListener } = EventTarget.prototype;
const keys = new WeakMap();

/** The browser adds an equal listener once, so the key is equal, too. */
function keyOf(target, listener, options) {
  if (!keys.has(listener)) keys.set(listener, Math.random());
  const capture = typeof options === 'object' ? Boolean(options?.capture) : Boolean(options);
  return `${target === window ? 'window' : 'document'} ${keys.get(listener)} ${capture}`;
}

function isCounted(target, listener) {
  return listener && (target === window || target === document);
}

EventTarget.prototype.addEventListener = function (type, listener, options) {
  // A bare `addEventListener(…)` has no `this`, and means the window.
  const target = this ?? window;
  if (isCounted(target, listener)) {
    const known = listeners.get(type) ?? new Set();
    const key = keyOf(target, listener, options);
    listeners.set(type, known.add(key));
    const close = () => known.delete(key);
    if (options?.once) addEventListener.call(target, type, close, options);
    if (options?.signal) addEventListener.call(options.signal, 'abort', close);
  }
  return addEventListener.call(target, type, listener, options);
};

EventTarget.prototype.removeEventListener = function (type, listener, options) {
  const target = this ?? window;
  if (isCounted(target, listener)) listeners.get(type)?.delete(keyOf(target, listener, options));
  return removeEventListener.call(target, type, listener, options);
};

const { setTimeout, clearTimeout, setInterval, clearInterval } = window;

window.setTimeout = (task, delay, ...values) => {
  const timer = setTimeout(() => {
    timeouts.delete(timer);
    task(...values);
  }, delay);
  timeouts.add(timer);
  return timer;
};
window.setInterval = (...given) => {
  const timer = setInterval(...given);
  intervals.add(timer);
  return timer;
};
// In browsers each of the two clears both kinds of timers.
window.clearTimeout = window.clearInterval = (timer) => {
  timeouts.delete(timer);
  intervals.delete(timer);
  clearTimeout(timer);
};

for (const Observer of [MutationObserver, ResizeObserver, IntersectionObserver]) {
  const { observe, disconnect } = Observer.prototype;
  Observer.prototype.observe = function (...given) {
    observers.add(this);
    return observe.apply(this, given);
  };
  Observer.prototype.disconnect = function () {
    observers.delete(this);
    return disconnect.call(this);
  };
}
