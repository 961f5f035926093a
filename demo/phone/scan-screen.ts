/**
 * Reads the QR code on the screen from its pixels. It paints the code on a canvas with its colours and size on the page, and a
 * library that the widget does not use decodes it. So the demo phone reads no code that a camera cannot read.
 *
 * @returns the text of the first readable code; null without one
 */
export async function scanScreen(): Promise<string | null> {
  const drawings = findDrawings(document).filter(isShown);
  if (drawings.length === 0) return null;
  const { default: jsqr } = await import('jsqr');
  for (const drawing of drawings) {
    const { data, width, height } = paint(drawing);
    const found = jsqr.default(data, width, height, { inversionAttempts: 'dontInvert' });
    if (found) return found.data;
  }
  return null;
}

/** Also inside shadow roots. */
function findDrawings(root: ParentNode): SVGSVGElement[] {
  return [...root.querySelectorAll('*')].flatMap(({ localName, shadowRoot }) => {
    if (!shadowRoot) return [];
    if (localName === 'harmony-2fa-qr-code') return [...shadowRoot.querySelectorAll('svg')];
    return findDrawings(shadowRoot);
  });
}

function isShown(drawing: SVGSVGElement): boolean {
  const { width, height } = drawing.getBoundingClientRect();
  return width > 0 && height > 0 && getComputedStyle(drawing).visibility === 'visible';
}

function paint(drawing: SVGSVGElement): ImageData {
  const { width, height } = drawing.getBoundingClientRect();
  const { viewBox } = drawing;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.scale(canvas.width / viewBox.baseVal.width, canvas.height / viewBox.baseVal.height);
  for (const shape of drawing.querySelectorAll<SVGGraphicsElement>('rect, path')) {
    context.fillStyle = getComputedStyle(shape).fill;
    context.fill(outline(shape));
  }
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function outline(shape: SVGGraphicsElement): Path2D {
  if (shape instanceof SVGPathElement) return new Path2D(shape.getAttribute('d') ?? '');
  const { x, y, width, height } = shape.getBBox();
  const path = new Path2D();
  path.rect(x, y, width, height);
  return path;
}
