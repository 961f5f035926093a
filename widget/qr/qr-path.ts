import qrCode from 'qrcode/lib/core/qrcode.js';

/** A QR code as one SVG path, in units of modules. */
export interface QrPath {
  /** Side of the drawing, quiet zone included. */
  size: number;
  path: string;
}

/** ISO/IEC 18004 requires four light modules around the code. Scanners need them on dark pages. */
const quietZone = 4;

/** The alphanumeric mode writes capitals and digits, such as a secret, in fewer bits. A short run is not worth the change of mode. */
const dense = /([0-9A-Z $%*+./:-]{16,})/;

/**
 * Draws a text as a QR code. Import this module dynamically: it brings the encoder.
 *
 * @throws {Error} when the text is empty or too long
 */
export function qrPath(text: string): QrPath {
  if (text === '') throw new Error('there is no text to draw');
  const segments = text
    .split(dense)
    .map((data, index) => ({ data, mode: index % 2 ? 'alphanumeric' : 'byte' }) as const);
  const { modules } = qrCode.create(
    segments.filter(({ data }) => data !== ''),
    { errorCorrectionLevel: 'M' },
  );
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      const start = column;
      while (column + 1 < modules.size && modules.get(row, column + 1)) column++;
      path += `M${start + quietZone} ${row + quietZone}h${column - start + 1}v1H${start + quietZone}z`;
    }
  }
  return { size: modules.size + 2 * quietZone, path };
}
