//! Begins: takes the token out of the address, sets language and colours, and draws.

import { render } from 'preact';
import { App, takeScheme } from './app';
import { forget, takeToken } from './server';
import { direction, language } from './language';

takeToken();
// It may also be written behind the address of pages that are open already.
addEventListener('hashchange', () => takeToken() && forget());
takeScheme();
document.documentElement.lang = language();
document.documentElement.dir = direction();
const place = document.getElementById('pages');
if (place) {
  place.replaceChildren();
  render(<App />, place);
}
