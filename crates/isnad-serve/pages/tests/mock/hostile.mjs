// Decides which texts try to break the pages: script, bidi controls, odd letters. A list of our own making.

export const NAUGHTY = [
  '<script>window.__ran = 1</script>', '"><script>window.__ran = 2</script>', "'><img src=x onerror=\"window.__ran = 3\">", '<svg onload="window.__ran = 4">', '<svg><script>window.__ran = 5</script></svg>',
  'javascript:window.__ran=6', '<a href="javascript:window.__ran=7">نص</a>', '<iframe srcdoc="<script>parent.__ran=8</script>"></iframe>', '<body onload=window.__ran=9>', '<style>*{display:none}</style>', '<link rel=stylesheet href=//evil.example/x.css>',
  '<img src="https://evil.example/pixel.gif">', '</div></main></body>', '<!-- ', ']]>', '<![CDATA[', '&lt;b&gt;', '&#60;script&#62;', '${window.__ran=10}', '{{constructor.constructor("window.__ran=11")()}}', '`${alert(1)}`', '%3Cscript%3E', '\\u003cscript\\u003e', '<math><mi xlink:href="javascript:window.__ran=12">x', '<details open ontoggle="window.__ran=13">', '<input autofocus onfocus="window.__ran=14">', '<meta http-equiv="refresh" content="0;url=//evil.example">', '<base href="//evil.example/">', '<form action="//evil.example"><button>نص', '<object data="data:text/html,<script>parent.__ran=15</script>">',
  '__proto__', 'constructor', 'toString', 'undefined', 'null', 'NaN', 'true', '=1+1', "=cmd|' /C calc'!A0", '+1', '-1', '@SUM(1)', '../../etc/passwd', "' OR 1=1 --", '\u0000', '\ufeff', '\ufffd', '\u2028', '\u2029', '\u00ad', '\u200b\u200c\u200d', 'ﷺ ﷽ ﷼', 'ﻻ ﻵ ﺍﻟﻌﺮﺑﻴﺔ', 'مـــــــــــــــرحبا', 'مُحَمَّدٌ', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢', '👩‍👩‍👧‍👦 🏳️‍🌈 🇸🇪🇳🇴', '𝒜𝒷𝒸', '١٢٣٤٥ ۱۲۳۴۵ 12345', '٪٫٬', '(2023–2024)', '1/2/3', '+46 8 123 456',
];

/** Controls of direction that are never closed, or closed more often than opened. */
export const BIDI = [
  '\u202eوراء gnihtyna', '\u202dfirst ثم', '\u202aLTR embedding', '\u202bRTL embedding', '\u2066LRI not closed', '\u2067RLI not closed', '\u2068FSI not closed', '\u202c\u202c\u2069\u2069\u2069 closed too often', 'abc\u202e\u2066def\u202c ghi', '\u061c\u200e\u200f marks', 'a\u202e\u202e\u202e\u202e' + '\u202b'.repeat(130) + ' deep',
];

export function hostile(report) {
  const out = [];
  const one = (name, title, body, more = {}) => out.push(report({ name, title, body, publisher: more.publisher ?? 'صحيفة الضفتين', day: '2023-06-01', ...more }));
  const event = { type: 'ACCUSE', trigger: 't', actors: [['x', 'SWEGOV']], recipients: [['y', 'NORGOV']] };
  one('naughty', NAUGHTY[2] + ' ' + BIDI[0], NAUGHTY.map((s) => '⟦⟧'.slice(2) + s.replaceAll('⟦', '').replaceAll('⟧', '').replaceAll('|', '¦')).join('\n') + '\n⟦x|السويد⟧ ⟦t|تتهم⟧ ⟦y|النرويج⟧.', { publisher: NAUGHTY[1], events: [{ ...event, claim: 'c-hostile-0001' }] });
  one('bidi', 'عنوان ' + BIDI[0], BIDI.join('\n') + '\n⟦x|السويد⟧ \u202e⟦t|تتهم⟧ ⟦y|النرويج⟧ 12345.', { publisher: BIDI[0], events: [{ ...event, claim: 'c-hostile-0001' }] });
  one('letters', 'أرقام وحروف', '⟦x|السويد 🇸🇪⟧ ⟦t|تتّـــهم⟧ ⟦y|النُّرويج⟧ في ⟦d|14/3/2023⟧ بعد 1.234,5 و١٢٣٤ و۱۲۳ و👩‍👩‍👧 ⟦p|𝒪𝓈𝓁ℴ أوسلو⟧ (⟦n|12–15⟧ شخصا) NATO-2 ثم مُ⟦m|حَمَّ⟧دٌ ولا⟦l|لا⟧.', { events: [{ ...event, date: '2023-03-14', dated: 'd', place: 'p', at: 'oslo', counts: [['n', 'wounded', 12, 15]] }, { type: 'AGREE', trigger: 'm' }, { type: 'AGREE', trigger: 'l' }] });
  one('latin', 'A report in English', '⟦x|Sweden⟧ ⟦t|accuses⟧ ⟦y|Norway⟧ of holding a boat, a newspaper says: «احتجاز القارب».\n\nسطر عربي بعده 2023.', { lang: 'en', publisher: 'The Harbour Post', events: [event] });
  one('long', 'كلمة بلا نهاية', 'ا'.repeat(4000) + ' ⟦x|السويد⟧ ⟦t|تتهم⟧ ⟦y|النرويج⟧ ' + 'https://news.example/' + 'a'.repeat(900), { events: [event] });
  one('empty', '', '', {});
  return out;
}
