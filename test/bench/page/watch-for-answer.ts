/**
 * Runs in every page: from the call of `watchForAnswer` on, it waits for the first answer of the back end. The browser's own record
 * of requests gives the time, so that it works for each of the pages.
 */
export const watchForAnswer = `
  window.watchForAnswer = () => {
    const typed = performance.now();
    window.answered = new Promise((resolve) => {
      new PerformanceObserver((list) => {
        const answer = list
          .getEntries()
          .find(({ name, startTime }) => startTime >= typed && new URL(name).pathname.startsWith('/api/'));
        if (answer) resolve(answer.responseEnd);
      }).observe({ type: 'resource', buffered: true });
    });
  };
`;
