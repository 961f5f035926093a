/** The encoder proper. The package's main entry would bring its renderers and a command line along. */
declare module 'qrcode/lib/core/qrcode.js' {
  interface QrCode {
    modules: { size: number; get(row: number, column: number): number | boolean };
  }
  const qrCode: {
    create(text: string, options: { errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' }): QrCode;
  };
  export default qrCode;
}
