import { show, spreadOf } from '../statistics.js';
import { visit, type Bench, type Part } from './visit.js';

const warmRounds = 31;
const coldRounds = 3;
const slowdown = 4;

/** The time from a Key URI to a painted QR code. */
export async function measureQrCode(bench: Bench): Promise<Part> {
  const warm: number[] = [];
  const cold: number[] = [];
  for (let round = 0; round < coldRounds; round += 1) {
    await visit(bench, 'qr-code', { slowdown }, async ({ page }) => {
      const draw = (index: number) => page.evaluate<number>(`draw('${keyUri(index)}')`);
      cold.push(await draw(0));
      if (round > 0) return;
      for (let index = 1; index <= warmRounds; index += 1) warm.push(await draw(index));
    });
  }
  return {
    goals: [],
    figures: [
      {
        what: `QR code from URI to painted picture, processor at 1/${slowdown}`,
        measured: show(spreadOf(warm), 1, ' ms'),
      },
      { what: 'the first on a page, with its encoder from this machine', measured: show(spreadOf(cold), 1, ' ms') },
    ],
  };
}

/** A new secret each time, so that the QR code changes. */
function keyUri(index: number): string {
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3P' + 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[index]!.padEnd(2, 'A');
  return `otpauth://totp/Harmony:ada%40example.com?secret=${secret}&issuer=Harmony&algorithm=SHA1&digits=6&period=30`;
}
