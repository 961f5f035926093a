/** The encoder alone. The package's main entry also imports renderers and a command line. */
declare module 'qrcode/lib/core/qrcode.js' {
  interface QrCode {
    modules: { size: number; get(row: number, column: number): number | boolean };
  }
  const qrCode: {
    create(text: string, options: { errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' }): QrCode;
  };
  export default qrCode;
}
