// Reads the pictures that a browser takes: PNG with eight bits a channel, no interlace.

import { inflateSync } from 'node:zlib';

export function decode(png) {
  let at = 8;
  let [width, height, channels] = [0, 0, 0];
  const parts = [];
  while (at < png.length) {
    const size = png.readUInt32BE(at);
    const kind = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + size);
    if (kind === 'IHDR') {
      [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
      channels = { 2: 3, 6: 4 }[data[9]];
      if (data[8] !== 8 || !channels || data[12] !== 0) throw new Error('a kind of PNG that this does not read');
    } else if (kind === 'IDAT') parts.push(data);
    at += size + 12;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  const out = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const a = x >= channels ? out[y * line + x - channels] : 0;
      const b = y > 0 ? out[(y - 1) * line + x] : 0;
      const c = x >= channels && y > 0 ? out[(y - 1) * line + x - channels] : 0;
      const p = a + b - c;
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
      const guess = [0, a, b, (a + b) >> 1, pa <= pb && pa <= pc ? a : pb <= pc ? b : c][filter];
      out[y * line + x] = (raw[y * (line + 1) + 1 + x] + guess) & 255;
    }
  }
  return { width, height, channels, data: out };
}

/** Which pixels differ, as a map of `width` × `height`, by more than `least` in any channel. */
export function differs(a, b, least = 0) {
  if (a.width !== b.width || a.height !== b.height) throw new Error(`pictures of ${a.width}×${a.height} and ${b.width}×${b.height}`);
  const out = new Uint8Array(a.width * a.height);
  let n = 0;
  for (let i = 0; i < out.length; i++)
    for (let c = 0; c < 3; c++)
      if (Math.abs(a.data[i * a.channels + c] - b.data[i * b.channels + c]) > least) {
        out[i] = 1;
        n++;
        break;
      }
  return { map: out, n, width: a.width, height: a.height };
}
