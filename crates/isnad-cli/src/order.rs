//! Decides the order of work: many workers take items from one source, and what they make comes out in the order of
//! the items, with never more under way than a window allows.

use std::collections::BTreeMap;
use std::sync::mpsc::{TryRecvError, channel};
use std::sync::{Condvar, Mutex};
use std::thread;

/// How much may be under way at once.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Workers.
    pub threads: usize,
    /// Items between the one that is written next and the one that is taken next.
    pub window: u64,
    /// Bytes of the items under way beyond which no further item is taken.
    pub bytes: usize,
}

impl Limits {
    /// Limits that keep so many threads busy and memory small.
    pub fn of(threads: usize) -> Limits {
        Limits { threads, window: 16 * threads as u64, bytes: 8 << 20 }
    }
}

/// Each worker's stack: recursion is nowhere deep, but reports are long.
const STACK: usize = 8 << 20;

#[derive(Default)]
struct State {
    /// Items whose results have gone out.
    out: u64,
    bytes: usize,
    stopped: bool,
}

struct Shared<I> {
    source: Mutex<(I, u64)>,
    state: Mutex<State>,
    changed: Condvar,
}

impl<I: Iterator> Shared<I> {
    /// The next item with its number and size, once there is room for it.
    fn take(&self, limits: Limits, size: fn(&I::Item) -> usize) -> Option<(u64, usize, I::Item)> {
        let mut source = self.source.lock().ok()?;
        let number = source.1;
        {
            let full = |s: &mut State| !s.stopped && (number >= s.out + limits.window || s.bytes > limits.bytes);
            let state = self.changed.wait_while(self.state.lock().ok()?, full).ok()?;
            if state.stopped {
                return None;
            }
        }
        let item = source.0.next()?;
        source.1 += 1;
        let size = size(&item);
        self.state.lock().ok()?.bytes += size;
        Some((number, size, item))
    }

    fn stop(&self) {
        if let Ok(mut state) = self.state.lock() {
            state.stopped = true;
        }
        self.changed.notify_all();
    }
}

/// Stops the others when the worker that holds it panics: its item would never come out.
struct Watch<'a, I: Iterator>(&'a Shared<I>);

impl<I: Iterator> Drop for Watch<'_, I> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

/// Works on all items of `source`. `worker` is called once on each thread and makes what works there; `sink` gets what
/// was made, in the order of the items, and `None` whenever it has to wait for more.
///
/// # Errors
/// The first error of `sink`; nothing further is then taken.
pub fn in_order<I, T, W, E>(source: I, limits: Limits, size: fn(&I::Item) -> usize, worker: impl Fn() -> W + Sync, mut sink: impl FnMut(Option<T>) -> Result<(), E>) -> Result<(), E>
where
    I: Iterator + Send,
    W: FnMut(I::Item) -> T,
    T: Send,
{
    let shared = Shared { source: Mutex::new((source, 0)), state: Mutex::default(), changed: Condvar::new() };
    let (shared, worker) = (&shared, &worker);
    thread::scope(|scope| {
        let (send, receive) = channel();
        for n in 0..limits.threads {
            let send = send.clone();
            let run = move || {
                let watch = Watch(shared);
                let mut work = worker();
                while let Some((number, size, item)) = watch.0.take(limits, size) {
                    if send.send((number, size, work(item))).is_err() {
                        return;
                    }
                }
            };
            let spawned = thread::Builder::new().name(format!("coder {n}")).stack_size(STACK).spawn_scoped(scope, run);
            // One thread is enough; where the system gives none at all, nothing can be done.
            assert!(n > 0 || spawned.is_ok(), "the system gives no thread");
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        loop {
            let (number, size, made) = match receive.try_recv() {
                Ok(received) => received,
                Err(TryRecvError::Disconnected) => return Ok(()),
                Err(TryRecvError::Empty) => {
                    let flushed = sink(None);
                    if flushed.is_err() {
                        shared.stop();
                        return flushed;
                    }
                    match receive.recv() {
                        Ok(received) => received,
                        Err(_) => return Ok(()),
                    }
                }
            };
            waiting.insert(number, (size, made));
            while let Some((size, made)) = waiting.remove(&next) {
                let written = sink(Some(made));
                next += 1;
                if written.is_err() {
                    shared.stop();
                    return written;
                }
                if let Ok(mut state) = shared.state.lock() {
                    state.out = next;
                    state.bytes -= size;
                }
                shared.changed.notify_all();
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    fn limits(threads: usize, window: u64) -> Limits {
        Limits { threads, window, bytes: usize::MAX }
    }

    #[test]
    fn what_is_made_comes_out_in_order_whoever_is_slow() {
        for threads in [1, 2, 7] {
            let mut out = Vec::new();
            let worker = || {
                |n: u64| {
                    thread::sleep(Duration::from_micros(n * 7919 % 300));
                    n * 2
                }
            };
            let sink = |made: Option<u64>| {
                out.extend(made);
                Ok::<(), ()>(())
            };
            in_order(0..500u64, limits(threads, 9), |_| 1, worker, sink).unwrap();
            assert!(out.iter().copied().eq((0..500).map(|n| n * 2)));
        }
    }

    #[test]
    fn no_more_is_under_way_than_the_window_allows() {
        let (taken, out) = (AtomicU64::new(0), AtomicU64::new(0));
        let source = (0..300u64).inspect(|_| {
            let ahead = taken.fetch_add(1, Ordering::SeqCst) + 1 - out.load(Ordering::SeqCst);
            assert!(ahead <= 6, "{ahead} items under way");
        });
        let sink = |made: Option<u64>| {
            out.fetch_add(u64::from(made.is_some()), Ordering::SeqCst);
            Ok::<(), ()>(())
        };
        // The count of what is out lags by the one that the sink holds.
        in_order(source, limits(4, 5), |_| 1, || |n| n, sink).unwrap();
        assert_eq!(out.load(Ordering::SeqCst), 300);
    }

    #[test]
    fn large_items_go_one_after_the_other() {
        let small = Limits { threads: 3, window: 100, bytes: 10 };
        let mut out = 0;
        let sink = |made: Option<u64>| {
            out += u64::from(made.is_some());
            Ok::<(), ()>(())
        };
        in_order(0..50u64, small, |_| 1000, || |n| n, sink).unwrap();
        assert_eq!(out, 50);
    }

    #[test]
    fn a_sink_that_fails_ends_the_work() {
        let sink = |made: Option<u64>| {
            if made == Some(20) { Err("full") } else { Ok(()) }
        };
        let ended = in_order(0..1_000_000u64, limits(3, 8), |_| 1, || |n| n, sink);
        assert_eq!(ended, Err("full"));
    }
}
