//! Decides the words of the interface, Arabic and English, and how days and numbers are written in it.

export type Language = 'ar' | 'en';
const KEY = 'isnad.language';

// name: [Arabic, English]. `{…}` is replaced. Words that follow the number `{n}` have a form for each way to count, between `|`: in Arabic for
// none, one, two, few (3 to 10), many (11 to 99) and the rest, in English for one and the rest.
const WORDS = {
  brand: ['إسناد', 'isnad'],
  skip: ['إلى المحتوى', 'Skip to content'],
  claims: ['الأقوال', 'Claims'],
  events: ['الأحداث', 'Events'],
  reports: ['التقارير', 'Reports'],
  overview: ['نظرة عامة', 'Overview'],
  corrections: ['التصويبات', 'Corrections'],
  code: ['تجربة نص', 'Try a text'],
  pages: ['الصفحات', 'Pages'],
  claim: ['القول', 'Claim'],
  report: ['التقرير', 'Report'],
  event: ['حدث', 'event'],
  attribution: ['نسبة قول', 'attribution'],
  search: ['بحث', 'Search'],
  searchHint: ['كلمات، أو "عبارة بعينها"', 'words, or "an exact phrase"'],
  searchLabel: ['البحث في كلمات التقارير', 'Search the words of reports'],
  toEnglish: ['English', 'English'],
  toArabic: ['العربية', 'العربية'],
  scheme: ['الألوان', 'Colours'],
  schemeAuto: ['كالجهاز', 'As the device'],
  schemeLight: ['فاتحة', 'Light'],
  schemeDark: ['داكنة', 'Dark'],
  filters: ['المرشحات', 'Filters'],
  activeFilters: ['المرشحات المختارة', 'Chosen filters'],
  clearAll: ['إزالة الكل', 'Clear all'],
  removeFilter: ['إزالة {x}', 'Remove {x}'],
  include: ['ضمّ', 'Include'],
  exclude: ['استبعاد', 'Leave out'],
  excludeX: ['استبعاد {x}', 'Leave out {x}'],
  without: ['دون', 'without'],
  add: ['إضافة', 'Add'],
  addCode: ['رمز آخر', 'Another code'],
  addCodeFor: ['رمز آخر: {x}', 'Another code: {x}'],
  addOther: ['قيمة أخرى', 'Another value'],
  addOtherFor: ['قيمة أخرى: {x}', 'Another value: {x}'],
  nothingHere: ['لا شيء', 'Nothing'],
  type: ['النوع', 'Type'],
  mode: ['الصيغة', 'Mode'],
  status: ['الحال', 'Status'],
  stance: ['الموقف', 'Stance'],
  actor: ['الفاعل', 'Actor'],
  recipient: ['المتلقي', 'Recipient'],
  source: ['المصدر', 'Source'],
  country: ['بلد المكان', 'Country of place'],
  publisher: ['الناشر', 'Publisher'],
  lang: ['لغة التقرير', 'Language of report'],
  q: ['كلمات', 'words'],
  from: ['من يوم', 'From day'],
  to: ['إلى يوم', 'To day'],
  seen_from: ['نُشر منذ', 'Published from'],
  seen_to: ['نُشر حتى', 'Published to'],
  min_confidence: ['أدنى ثقة', 'Least confidence'],
  min_chains: ['أدنى عدد سلاسل', 'Least chains'],
  contested: ['متنازع عليها', 'Contested'],
  corrected: ['مسّها تصويب', 'Corrected by a user'],
  bbox: ['نطاق الخريطة', 'Map view'],
  more: ['المزيد', 'More'],
  eventDates: ['يوم الحدث', 'Day of event'],
  seenDates: ['يوم النشر', 'Day of publication'],
  sort: ['الترتيب', 'Order'],
  sort_date: ['يوم الحدث، الأقدم أولا', 'Day of event, oldest first'],
  'sort_-date': ['يوم الحدث، الأحدث أولا', 'Day of event, newest first'],
  sort_seen: ['النشر، الأقدم أولا', 'Publication, oldest first'],
  'sort_-seen': ['النشر، الأحدث أولا', 'Publication, newest first'],
  'sort_-confidence': ['الثقة', 'Confidence'],
  'sort_-chains': ['السلاسل المستقلة', 'Independent chains'],
  'sort_-reports': ['عدد التقارير', 'Number of reports'],
  'sort_-relevance': ['الصلة بالكلمات', 'Relevance to the words'],
  export: ['تصدير', 'Export'],
  exportAll: ['كل ما في القائمة: {x}', 'The whole list: {x}'],
  moreN: ['{n} أخرى', '{n} more'],
  loadMore: ['المزيد', 'Show more'],
  shown: ['{n} من {total}', '{n} of {total}'],
  total_events: ['لا أحداث|حدث واحد|حدثان|{n} أحداث|{n} حدثا|{n} حدث', '{n} event|{n} events'],
  total_claims: ['لا أقوال|قول واحد|قولان|{n} أقوال|{n} قولا|{n} قول', '{n} claim|{n} claims'],
  total_reports: ['لا تقارير|تقرير واحد|تقريران|{n} تقارير|{n} تقريرا|{n} تقرير', '{n} report|{n} reports'],
  none: ['لا نتيجة لهذه المرشحات.', 'Nothing matches these filters.'],
  loading: ['جارٍ التحميل…', 'Loading…'],
  wrong: ['تعذّر ذلك', 'That did not work'],
  unreachable: ['لا يجيب الخادم.', 'The server does not answer.'],
  unreachableDo: ['تحقّق من أن البرنامج يعمل، ثم أعد المحاولة.', 'See that the program runs, then try again.'],
  again: ['إعادة المحاولة', 'Try again'],
  undated: ['بلا تاريخ', 'undated'],
  unknownParty: ['غير مسمى', 'not named'],
  timeline: ['الخط الزمني', 'Timeline'],
  timelineHint: ['اسحب على الأعمدة لاختيار مدة، أو اكتب يومين.', 'Drag over the bars to choose a time, or write two days.'],
  timelineLabel: ['{n} في {bins} مدة، من {from} إلى {to}', '{n} in {bins} periods, from {from} to {to}'],
  unit: ['الوحدة', 'Unit'],
  by: ['بحسب', 'By'],
  unit_auto: ['آليا', 'automatic'],
  unit_day: ['يوم', 'day'],
  unit_month: ['شهر', 'month'],
  unit_year: ['سنة', 'year'],
  beyondN: ['{before} قبلها و{after} بعدها.', '{before} before and {after} after.'],
  wholeTime: ['كل الزمن', 'Show all time'],
  usualTime: ['المدة المعتادة', 'Usual time'],
  undatedN: ['{n} بلا تاريخ بهذه الدقة، لا تظهر هنا', '{n} without a date that exact, not shown here'],
  asTable: ['جدولا', 'As a table'],
  period: ['المدة', 'Period'],
  count: ['العدد', 'Count'],
  anyTime: ['كل الأوقات', 'Any time'],
  map: ['الخريطة', 'Map'],
  mapLabel: ['خريطة الأماكن؛ القائمة تحتها تقول الشيء نفسه', 'Map of places; the list below says the same'],
  mapPoint: ['بلدة أو أصغر: نقطة', 'town or smaller: a point'],
  mapRegion: ['إقليم: دائرة بلا مركز، المكان في موضع ما داخله', 'region: a ring without a centre, somewhere inside'],
  mapCountry: ['بلد: مظلَّل كله، بلا نقطة', 'country: all of it hatched, no point'],
  unplacedN: ['{n} بلا مكان معروف', '{n} without a known place'],
  zoomIn: ['تقريب', 'Zoom in'],
  zoomOut: ['تبعيد', 'Zoom out'],
  fit: ['ملاءمة', 'Fit'],
  filterView: ['رشّح بما تعرضه الخريطة', 'Filter to what the map shows'],
  clearView: ['أزل نطاق الخريطة', 'Remove the map filter'],
  mapCredit: ['الحدود: Natural Earth (ملك عام)، كما هي على الأرض؛ لا يتخذ البرنامج منها موقفا.', 'Outlines: Natural Earth (public domain), de facto; the program takes no position on borders.'],
  mapFailed: ['تعذّر تحميل خريطة العالم.', 'The outline of the world could not be loaded.'],
  notDrawn: ['لا حدود لها في الخريطة', 'no outline on the map'],
  place: ['المكان', 'Place'],
  precision: ['الدقة', 'Precision'],
  precision_point: ['بلدة أو أصغر', 'town or smaller'],
  precision_region: ['إقليم', 'region'],
  precision_country: ['بلد', 'country'],
  placesTable: ['الأماكن', 'Places'],
  matrix: ['من يتحدث عمن', 'Who speaks of whom'],
  matrixHint: ['الصفوف من يتحدث، والأعمدة من يُتحدث عنه: يتهمه أو يؤيده بلفظه، أو ينفي ما يُنسب إلى الطرف أو يشكك فيه أو يزعمه أو يؤكده. اختر عددا لترشيح الباقي.', 'Rows are who speaks, columns of whom: they accuse or back the party in words, or deny, doubt, allege or assert what it is said to do or suffer. Choose a number to filter the rest.'],
  withoutVoice: ['{n} لا صوت لها أو لا طرف يُعرف رمزه.', '{n} have no voice or no party whose code is known.'],
  matrixCell: ['{source}، {how}، {of}: {n}', '{source} {how}, of {of}: {n}'],
  manner_accuses: ['يتهم', 'accuses'],
  manner_backs: ['يؤيد', 'backs'],
  asActor: ['فاعلا', 'as actor'],
  asRecipient: ['متلقيا', 'as recipient'],
  role: ['الدور', 'Role'],
  narrator: ['الناشر نفسه', 'the publisher itself'],
  countsOf: ['العدّ', 'Counting'],
  asserts: ['يؤكد', 'asserts'],
  alleges: ['يزعم أو يتهم', 'alleges'],
  doubts: ['يشكك', 'doubts'],
  denies: ['ينفي', 'denies'],
  whoAsserts: ['من يؤكد', 'Who asserts it'],
  whoAlleges: ['من يزعم', 'Who alleges it'],
  whoDoubts: ['من يشكك', 'Who doubts it'],
  whoDenies: ['من ينفي', 'Who denies it'],
  nobody: ['لا أحد', 'nobody'],
  chains: ['السلاسل', 'Chains'],
  chainsN: ['لا سلاسل مستقلة|سلسلة واحدة|سلسلتان مستقلتان|{n} سلاسل مستقلة|{n} سلسلة مستقلة|{n} سلسلة مستقلة', '{n} chain|{n} independent chains'],
  reportsN: ['لا تقارير|تقرير واحد|تقريران|{n} تقارير|{n} تقريرا|{n} تقرير', '{n} report|{n} reports'],
  mentionsN: ['لا موضع|موضع واحد|موضعان|{n} مواضع|{n} موضعا|{n} موضع', '{n} mention|{n} mentions'],
  copiesN: ['لا نسخ|نسخة واحدة|نسختان|{n} نسخ|{n} نسخة|{n} نسخة', '{n} copy|{n} copies'],
  withCopies: ['بلا نسخ|مع نسخة واحدة|مع نسختين|مع {n} نسخ|مع {n} نسخة|مع {n} نسخة', 'with {n} copy|with {n} copies'],
  publishersCol: ['الناشرون', 'Publishers'],
  viaCol: ['عبر', 'Through'],
  originCol: ['أقرب صوت إلى الحدث', 'Voice nearest the event'],
  ownVoice: ['بصوته', 'in its own voice'],
  chainsHint: ['من الناشر إلى أقرب صوت من الحدث. النسخ مطوية وتُعدّ مرة.', 'From the publisher to the voice nearest the event. Copies are folded and count once.'],
  chainsList: ['السلاسل مكتوبة', 'The chains in words'],
  figures: ['الأرقام', 'Figures'],
  figuresHint: ['كل رقم كما أعطي، جنبا إلى جنب.', 'Each figure as given, side by side.'],
  figure_killed: ['قتلى', 'killed'],
  figure_wounded: ['جرحى', 'wounded'],
  figure_: ['لا يقول النص من', 'of whom, the text does not say'],
  orMore: ['{n} أو أكثر', '{n} or more'],
  noBound: ['بلا حد', 'no bound given'],
  words: ['الكلمات', 'The words'],
  openWords: ['افتح الكلمات في التقرير', 'Open the words in the report'],
  wordsIn: ['الكلمات في {x}', 'The words in {x}'],
  contestedWhy: ['متنازع عليه', 'Contested'],
  why: ['لماذا عُدّت قولا واحدا', 'Why these are one claim'],
  firstSeen: ['أول نشر', 'first published'],
  lastSeen: ['آخر نشر', 'last published'],
  confidence: ['الثقة', 'confidence'],
  openClaim: ['افتح القول', 'Open the claim'],
  mentions: ['حيث ذُكر', 'Where it is told'],
  untitled: ['بلا عنوان', 'Untitled'],
  records: ['السجلات', 'Records'],
  recordsHint: ['السهمان ↑ ↓ يتنقلان بين السجلات.', 'The arrows ↑ ↓ step through the records.'],
  recordsNone: ['لا سجل في هذا التقرير.', 'There is no record in this report.'],
  showing: ['السجل {n} من {total}', 'Record {n} of {total}'],
  previous: ['السابق', 'Previous'],
  next: ['التالي', 'Next'],
  unchoose: ['إلغاء الاختيار', 'Show all'],
  explanation: ['لماذا هذا السجل', 'Why this record'],
  explanationNone: ['لا شرح لهذا السجل.', 'No explanation of this record.'],
  sentenceN: ['الجملة {n}', 'Sentence {n}'],
  explainRest: ['ما لم يصر سجلا', 'What became no record'],
  listComma: ['، ', ', '],
  ex_entry: ['مدخل المعجم', 'entry'],
  ex_carried: ['يحمله', 'carried by'],
  ex_by: ['بمدخل', 'by'],
  ex_rule: ['القاعدة', 'rule'],
  ex_placeKnown: ['المكان، في معجم الأماكن', 'place, in the gazetteer'],
  ex_again: ['ذُكر ثانية بلفظ', 'told again by'],
  ex_elsewhere: ['في جملة أخرى', 'stands in another sentence'],
  ex_noCode: ['(بلا رمز)', '(no code)'],
  ex_speaksOf: ['يتحدث عن {x}', 'speaks of {x}'],
  ex_noCue: ['لا كلمة إسناد في النص', 'no cue in print'],
  ex_noRecord: ['لا سجل لـ', 'no record of'],
  ex_versions: ['سجلات الدفتر من إسناد {a}، وهذا الشرح من إسناد {b}: قد تختلف الأرقام والأسباب', 'the ledger’s records are of isnad {a}, this explanation is of isnad {b}: numbers and reasons may differ'],
  'why_it is wanted or feared, not said to have happened': ['مطلوب أو مخوف، ولا يقول النص إنه وقع', 'it is wanted or feared, not said to have happened'],
  'why_it is what a request, threat, agreement or refusal is about': ['هو موضوع طلب أو تهديد أو اتفاق أو رفض', 'it is what a request, threat, agreement or refusal is about'],
  'why_no party that has a code stands in the slots that the entry needs': ['لا طرف له رمز حيث يلزم المدخل', 'no party that has a code stands in the slots that the entry needs'],
  'why_the coder is not sure enough of it': ['البرنامج غير واثق منه بما يكفي', 'the coder is not sure enough of it'],
  'why_it says that somebody speaks, but source or words were not found': ['يقول إن أحدا يتكلم، ولم يُعثر على المصدر أو الكلام', 'it says that somebody speaks, but source or words were not found'],
  'why_it carries an event, but no event was found in its slot': ['يحمل حدثا، ولم يُعثر على حدث في موضعه', 'it carries an event, but no event was found in its slot'],
  'why_another reading of the same words was taken': ['أُخذت قراءة أخرى للكلمات نفسها', 'another reading of the same words was taken'],
  rule_verb: ['فعل', 'verb'],
  'rule_passive verb': ['فعل مبني للمجهول', 'passive verb'],
  rule_participle: ['اسم فاعل أو مفعول', 'participle'],
  rule_adjective: ['صفة', 'adjective'],
  rule_noun: ['اسم', 'noun'],
  'rule_prepositional cue': ['حرف جر وما معه', 'prepositional cue'],
  'rule_those who fight each other in the report': ['المتقاتلان في التقرير', 'those who fight each other in the report'],
  'rule_the side that it fights in the report': ['الطرف الذي يقاتله في التقرير', 'the side that it fights in the report'],
  'rule_doer told elsewhere': ['فاعل مذكور في موضع آخر', 'doer told elsewhere'],
  'rule_the like told before': ['مثله ذُكر قبل', 'the like told before'],
  'rule_the side that acts before': ['الطرف الفاعل قبله', 'the side that acts before'],
  sign_finite: ['فعل مصرف', 'finite'],
  sign_quantity: ['عدد', 'quantity'],
  sign_actor: ['فاعل', 'actor'],
  sign_recipient: ['متلق', 'recipient'],
  sign_place: ['مكان', 'place'],
  sign_date: ['تاريخ', 'date'],
  sign_specific: ['محدد', 'specific'],
  sign_casualty: ['ضحايا', 'casualty'],
  sign_definite: ['معرفة', 'definite'],
  sign_aside: ['عرضا', 'aside'],
  sign_lead: ['صدر التقرير', 'lead'],
  sign_attributed: ['منسوب', 'attributed'],
  sign_actual: ['واقع', 'actual'],
  sign_repeated: ['نوعه في جملة أخرى', 'repeated'],
  sign_relative: ['في جملة صلة', 'relative clause'],
  'sign_self-evident': ['لا يلزمه طرف', 'self-evident'],
  sign_merged: ['مدموج', 'merged'],
  sign_governed: ['مجرور بحرف', 'governed'],
  sign_report: ['للتقرير عنوان', 'titled report'],
  sign_passive: ['مبني للمجهول', 'passive'],
  sign_idiom: ['عبارة اصطلاحية', 'idiom'],
  sign_told: ['فاعل فعل أو مفعوله', 'told'],
  sign_force: ['من أفعال القوة', 'force'],
  sign_perfect: ['ماض', 'perfect'],
  sign_deictic: ['«اليوم» أو «أمس»', 'deictic'],
  sign_first: ['أول ما في الجملة', 'first'],
  sign_long: ['جملة طويلة', 'long'],
  sign_cause: ['بعده ما هو معه أو ضده', 'cause'],
  sign_known: ['معروف من قبل', 'known'],
  sign_old: ['قديم', 'old'],
  sign_generic: ['عام', 'generic'],
  sign_dyad: ['طرفان', 'dyad'],
  legend: ['العلامات', 'Marks'],
  role_trigger: ['كلمة الحدث', 'event word'],
  role_actor: ['الفاعل', 'actor'],
  role_recipient: ['المتلقي', 'recipient'],
  role_place: ['المكان', 'place'],
  role_date: ['التاريخ', 'date'],
  role_count: ['العدد', 'number'],
  role_cue: ['كلمة الإسناد', 'attributing words'],
  role_source: ['المصدر', 'source'],
  role_via: ['عبر', 'through'],
  role_content: ['المنسوب', 'what is attributed'],
  wordsN: ['بلا كلمات|كلمة واحدة|كلمتان|{n} كلمات|{n} كلمة|{n} كلمة', '{n} word|{n} words'],
  original: ['الأصل', 'Original address'],
  copiedFrom: ['منقول عن', 'Taken from'],
  isOrigin: ['أصل مجموعة نسخ', 'Origin of a group of copies'],
  relation_same: ['نص واحد', 'same text'],
  relation_retitled: ['بعنوان آخر', 'retitled'],
  relation_shortened: ['مختصر', 'shortened'],
  relation_extended: ['موسع', 'extended'],
  relation_mixed: ['مخلوط', 'mixed'],
  diagnostics: ['ملاحظات على القراءة', 'Notes on the reading'],
  inside: ['ضمن {x}', 'inside {x}'],
  nothingSaid: ['لا يقوله النص', 'the text does not say'],
  correct: ['تصويب', 'Correct'],
  correctHint: ['التصويب ملف مستقل ولا يغيّر النص ولا سجله.', 'A correction is a file of its own; it changes neither the text nor its record.'],
  pick: ['اختر للدمج أو الفصل', 'Pick to merge or split'],
  unpick: ['إلغاء الاختيار', 'Unpick'],
  picked: ['مختارة: {n}', 'Picked: {n}'],
  basket: ['المختارة للتصويب', 'Picked for a correction'],
  emptyBasket: ['أفرغ', 'Empty'],
  same: ['دمج: حدث واحد', 'Merge: one occurrence'],
  different: ['فصل: حدثان', 'Split: not one occurrence'],
  reject: ['رفض: ليس حدثا', 'Reject: no event'],
  recode: ['ترميز آخر', 'Recode'],
  kind_same: ['دمج', 'merge'],
  kind_different: ['فصل', 'split'],
  kind_reject: ['رفض', 'reject'],
  kind_recode: ['إعادة ترميز', 'recode'],
  needTwo: ['يحتاج إلى ذكرين مختارين.', 'Needs two picked mentions.'],
  value: ['القيمة الجديدة', 'New value'],
  deniedBy: ['{a} من السلاسل تقابل {b} تنفيه', '{a} chains against {b} that deny it'],
  against: ['مقابل', 'against'],
  codedAs: ['الرمز في السجل: {x}', 'the record says {x}'],
  rejected: ['رفضه مستخدم', 'rejected by a user'],
  withdrawn: ['سحبه ناشره', 'withdrawn by its publisher'],
  faultyLines: ['في الملف سطور ليست تصويبات؛ لا تُشتق الأقوال حتى تُصلح.', 'The file has lines that are no corrections; no claims are derived until they are mended.'],
  trouble: ['تعذّر بناء أحدث حالة', 'the newest state cannot be served'],
  whyNote: ['لماذا؟', 'Why?'],
  whyHint: ['سبب يقرؤه من بعدك', 'a reason for whoever reads this later'],
  save: ['حفظ', 'Save'],
  cancel: ['إلغاء', 'Cancel'],
  close: ['إغلاق', 'Close'],
  conflict: ['تغيّر ملف التصويبات في هذه الأثناء. أُعيدت قراءته؛ احفظ مرة أخرى.', 'The corrections changed in the meantime. They were read again; save once more.'],
  deriving: ['تُشتق الأقوال من جديد…', 'Claims are being derived anew…'],
  takeBack: ['سحب', 'Take back'],
  takeBackX: ['سحب تصويب السطر {n}', 'Take back the correction in line {n}'],
  correctionsNone: ['لا تصويب بعد. اختر «تصويب» عند أي حدث.', 'No corrections yet. Choose “Correct” at any event.'],
  correctionsHint: ['كلمة المستخدم، في ملف مستقل. لا تغيّر الدليل: النص والسجلات تبقى كما هي، وتُشتق الأقوال على أساسها.', 'A user’s own word, in a file of its own. It never changes evidence: texts and records stay as they are, and claims are derived with it.'],
  userWord: ['كلمة مستخدم', 'a user’s word'],
  line: ['السطر', 'Line'],
  kind: ['نوعه', 'Kind'],
  saves: ['تنزيل {x}', 'Download {x}'],
  tryHint: ['يُقرأ النص هنا ولا يُحفظ.', 'The text is read and not kept.'],
  tryTitle: ['العنوان', 'Title'],
  tryBody: ['النص', 'Text'],
  tryDay: ['يوم النشر', 'Day of publication'],
  tryRead: ['اقرأ', 'Read it'],
  state: ['حالة السجل {n}', 'Ledger state {n}'],
  footer: ['يقول البرنامج من قال ماذا، ولا يقول ما هو صحيح.', 'It reports who said what, never what is true.'],
  license: ['كل شيء من البرنامج نفسه؛ لا شبكة.', 'Everything comes from the program itself; no network.'],
  licences: ['الرخص', 'Licences'],
  showEvents: ['أحداث هذا التقرير', 'Events of this report'],
} as const;

export type Word = keyof typeof WORDS;
const known = (word: string): word is Word => word in WORDS;

let current: Language = start();

function start(): Language {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === 'ar' || kept === 'en') return kept;
  } catch {
    // Storage may be shut; the browser's language is then asked each time.
  }
  return navigator.languages.some((l) => l.startsWith('ar')) || !navigator.languages.some((l) => l.startsWith('en')) ? 'ar' : 'en';
}

export const language = () => current;
export const direction = () => (current === 'ar' ? 'rtl' : 'ltr');

export function setLanguage(to: Language): void {
  current = to;
  try {
    localStorage.setItem(KEY, to);
  } catch {
    // It holds for this page alone, then.
  }
}

const WAYS = { ar: ['zero', 'one', 'two', 'few', 'many', 'other'], en: ['one', 'other'] } as const;
const ways = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') };

/** The form of a counted word that goes with a number. */
function counted(forms: string[], n: number): string {
  const at = (WAYS[current] as readonly string[]).indexOf(ways[current].select(n));
  return forms[at] ?? forms.at(-1)!;
}

/** The words of the interface for `word`. */
export function t(word: Word, fill: Record<string, string | number> = {}): string {
  let out: string = WORDS[word][current === 'ar' ? 0 : 1];
  if (typeof fill.n === 'number' && out.includes('|')) out = counted(out.split('|'), fill.n);
  for (const [name, value] of Object.entries(fill)) out = out.replaceAll('{' + name + '}', typeof value === 'number' ? number(value) : value);
  return out;
}

/** As `t`, where the word comes from data; what is not known stands as it is. */
export function named(prefix: string, value: string): string {
  return known(prefix + value) ? t((prefix + value) as Word) : value;
}

const locale = () => (current === 'ar' ? 'ar-u-ca-gregory-nu-latn' : 'en-GB');

export function number(n: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(n);
}

/** A number for an axis, in few letters. */
export function brief(n: number): string {
  return n < 10_000 ? number(n) : new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 1 }).format(n);
}

/** A day, month or year as the reader's language writes it; anything else as it is. */
export function day(value: string | null | undefined, length: 'long' | 'short' = 'short'): string {
  if (!value) return '';
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:$|T)/.exec(value);
  if (!found) return value;
  const [, y, m, d] = found;
  const date = new Date(Date.UTC(Number(y), m ? Number(m) - 1 : 0, d ? Number(d) : 1));
  if (Number.isNaN(date.getTime())) return value;
  const month = length === 'long' ? 'long' : 'short';
  return new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', year: 'numeric', ...(m ? { month } : {}), ...(d ? { day: 'numeric' } : {}) }).format(date);
}

/** A day without its year. */
export function shortDay(value: string): string {
  const date = new Date(value.slice(0, 10) + 'T00:00:00Z');
  return Number.isNaN(date.getTime()) ? value : new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', month: 'short', day: 'numeric' }).format(date);
}

/** From one day to another, said once where they are the same. */
export function days(from: string | null | undefined, to: string | null | undefined): string {
  if (!from && !to) return '';
  if (!to || from === to) return day(from);
  if (!from) return day(to);
  const whole = /^(\d{4})-01-01$/.exec(from);
  if (whole && to === whole[1] + '-12-31') return day(whole[1]!);
  const month = /^(\d{4}-\d\d)-01$/.exec(from);
  if (month && to.startsWith(month[1]!) && Number(to.slice(8)) === new Date(Date.UTC(Number(to.slice(0, 4)), Number(to.slice(5, 7)), 0)).getUTCDate()) return day(month[1]!);
  return day(from) + ' – ' + day(to);
}

export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([current], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** The direction of what a reader types: that of its words, and of the interface while there are none. */
export const typedIn = (value: string) => (value === '' ? direction() : 'auto');
