// Decides what stands in `dist`: the pages' script, style, page and the outline of the world.
//
//   npm run build
import { build } from 'esbuild';
import { readFileSync, readdirSync, writeFileSync, mkdirSync, copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { presimplify, simplify, quantile, filter, filterWeight } from 'topojson-simplify';
import { quantize } from 'topojson-client';
import countries from 'i18n-iso-countries';

const here = new URL('.', import.meta.url).pathname;
const dist = here + 'dist/';
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const built = await build({
  entryPoints: [here + 'src/main.tsx'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  metafile: true,
  outfile: dist + 'pages.js',
});
licences(Object.keys(built.metafile.inputs));
await build({ entryPoints: [here + 'src/pages.css'], minify: true, target: ['chrome123', 'firefox121', 'safari17.5'], outfile: dist + 'pages.css' });
copyFileSync(here + 'src/index.html', dist + 'index.html');
copyFileSync(here + 'src/icon.svg', dist + 'icon.svg');
world();

// The licences of all that is in the script, and of the outlines.
function licences(inputs) {
  const names = new Set(inputs.flatMap((i) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(i)?.[1] ?? []));
  names.add('world-atlas');
  const said = [...names].sort().map((name) => {
    const folder = here + 'node_modules/' + name + '/';
    const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
    return `${name} ${JSON.parse(readFileSync(folder + 'package.json', 'utf8')).version}\n\n${readFileSync(folder + file, 'utf8').trim()}\n`;
  });
  const own = 'isnad is under MIT or Apache-2.0. The outlines of countries are from Natural Earth (public domain).\nBeside them the pages hold:\n';
  writeFileSync(dist + 'licences.txt', [own, ...said].join('\n----\n\n'));
}

// Natural Earth's countries at 1:50 million, with fewer points and named by their three-letter codes.
function world() {
  const require = createRequire(import.meta.url);
  const whole = JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json'), 'utf8'));
  delete whole.objects.land;
  let out = presimplify(whole);
  const least = quantile(out, 0.72);
  out = filter(simplify(out, least), filterWeight(out, least / 4));
  out = quantize(out, 2e4);
  for (const shape of out.objects.countries.geometries) {
    const name = shape.properties.name;
    const code = shape.id ? countries.numericToAlpha3(shape.id) : name === 'Kosovo' ? 'XKX' : undefined;
    if (code) shape.id = code;
    else delete shape.id;
    delete shape.properties;
  }
  delete out.bbox;
  writeFileSync(dist + 'world.json', JSON.stringify(out));
}
