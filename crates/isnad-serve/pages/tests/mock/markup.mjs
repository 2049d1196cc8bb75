// Decides how a text with marked spans is written down for tests: `⟦label|words⟧`, one inside another where spans nest.
//
//   parse('قال ⟦s|الوزير⟧') gives { text: 'قال الوزير', spans: { s: { start: 4, end: 10, text: 'الوزير' } } }

/** Text and spans in code points. */
export function parse(marked) {
  const points = [];
  const open = [];
  const spans = {};
  const all = [...marked];
  for (let i = 0; i < all.length; i++) {
    if (all[i] === '⟦') {
      let label = '';
      for (i++; all[i] !== '|'; i++) label += all[i];
      open.push({ label, start: points.length });
    } else if (all[i] === '⟧') {
      const { label, start } = open.pop();
      spans[label] = { start, end: points.length, text: points.slice(start).join('') };
    } else points.push(all[i]);
  }
  if (open.length > 0) throw new Error('⟦' + open[0].label + '| is not closed');
  return { text: points.join(''), spans };
}
