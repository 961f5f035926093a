/** The settings of a program whose clock is wrong. @param ahead of that of the machine, in seconds; negative is behind */
export function wrongClock(ahead: number): Record<string, string> {
  const now = `Right.now()+${ahead * 1000}`;
  const script = `const Right=Date;globalThis.Date=class extends Right{
    constructor(...given){given.length?super(...given):super(${now})} static now(){return ${now}}}`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}
