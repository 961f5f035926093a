/** The encoder alone. The package's main entry also imports renderers and a command line. */
declare module 'qrcode/lib/core/qrcode.js' {
  interface QrCode {
    modules: { size: number; get(row: number, column: number): number | boolean };
  }
  /** A part of the text, in one of the modes of ISO/IEC 18004. */
  interface Segment {
    data: string;
    mode: 'alphanumeric' | 'byte';
  }
  const qrCode: {
    create(segments: Segment[], options: { errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' }): QrCode;
  };
  export default qrCode;
}
