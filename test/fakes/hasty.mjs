// Preloaded into a gecko whose engine hangs (NODE_OPTIONS=--import=…): waits of 10 s and more take a
// twentieth of that, and 3 s at least, so that what is alive is not taken for dead.
const long = 10_000;
const soon = (milliseconds) =>
  milliseconds >= long ? Math.max(3_000, milliseconds / 20) : milliseconds;
for (const name of ['setTimeout', 'setInterval']) {
  const usual = globalThis[name];
  globalThis[name] = (run, milliseconds, ...rest) => usual(run, soon(milliseconds), ...rest);
}
const { timeout } = AbortSignal;
AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, soon(milliseconds));
