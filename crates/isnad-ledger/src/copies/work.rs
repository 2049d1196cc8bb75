//! Decides how work is shared between threads: in stretches, with results in the order of the input.

/// What `f` makes of every item, in order, on as many threads as are given.
pub(super) fn map<T: Sync, R: Send>(items: &[T], threads: usize, f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let stretch = items.len().div_ceil(threads.max(1)).max(1);
    if items.len() <= stretch {
        return items.iter().map(f).collect();
    }
    std::thread::scope(|scope| {
        let f = &f;
        let running: Vec<_> = items.chunks(stretch).map(|items| scope.spawn(move || items.iter().map(f).collect::<Vec<R>>())).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}
