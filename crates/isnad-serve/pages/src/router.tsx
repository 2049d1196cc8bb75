//! Decides how the address changes and who hears of it.

import type { ComponentChildren, JSX } from 'preact';
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { Address } from './address';

const heard = new Set<() => void>();

/** Goes to another view, or replaces this one where going back should not lead here again. */
export function go(to: Address | string, replace = false): void {
  const href = String(to);
  if (replace) history.replaceState(null, '', href);
  else if (href !== location.search) history.pushState(null, '', href);
  for (const hear of heard) hear();
}

const Here = createContext<Address>(Address.parse(''));

export function Router({ children }: { children: ComponentChildren }) {
  const [search, setSearch] = useState(location.search);
  useEffect(() => {
    const hear = () => setSearch(location.search);
    heard.add(hear);
    addEventListener('popstate', hear);
    return () => {
      heard.delete(hear);
      removeEventListener('popstate', hear);
    };
  }, []);
  return <Here.Provider value={Address.parse(search)}>{children}</Here.Provider>;
}

export const useHere = () => useContext(Here);

/** A link within the pages: a real address, so that it can be opened, copied and read as any other. */
export function A({ to, ...rest }: { to: Address | string } & Omit<JSX.IntrinsicElements['a'], 'href' | 'role'>) {
  return (
    <a {...(rest as object)} href={String(to)} onClick={(e) => {
      if (e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
      e.preventDefault();
      go(to);
    }} />
  );
}
