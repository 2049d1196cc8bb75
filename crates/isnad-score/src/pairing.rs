//! Pairs gold with found, one to one.

/// Where a stretch of text begins and ends, in code points.
pub(crate) type Stretch = (i64, i64);

/// How many code points two stretches share.
pub(crate) fn overlap(a: Stretch, b: Stretch) -> i64 {
    (a.1.min(b.1) - a.0.max(b.0)).max(0)
}

/// Greedy one-to-one pairing of `golds` with `founds` (how many there are), heaviest first, then in order;
/// weight 0 pairs nothing. The pairs come in the order in which they were made.
pub(crate) fn pair<E>(golds: usize, founds: usize, mut weight: impl FnMut(usize, usize) -> Result<i64, E>) -> Result<Vec<(usize, usize)>, E> {
    let mut heavy = Vec::new();
    for g in 0..golds {
        for f in 0..founds {
            let w = weight(g, f)?;
            if w > 0 {
                heavy.push((-w, g, f));
            }
        }
    }
    heavy.sort_unstable();
    let (mut gold_free, mut found_free) = (vec![true; golds], vec![true; founds]);
    heavy.retain(|&(_, g, f)| {
        let free = gold_free[g] && found_free[f];
        if free {
            gold_free[g] = false;
            found_free[f] = false;
        }
        free
    });
    Ok(heavy.into_iter().map(|(_, g, f)| (g, f)).collect())
}

/// How many of `gold` are found, each found one counted once.
pub(crate) fn set_hits<T: PartialEq>(gold: &[T], found: &[T]) -> usize {
    let mut rest: Vec<&T> = found.iter().collect();
    gold.iter().filter(|g| rest.iter().position(|f| f == g).map(|at| rest.swap_remove(at)).is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_pair_is_made_first() {
        let weights = [[2, 3], [0, 4]];
        let pairs = pair::<()>(2, 2, |g, f| Ok(weights[g][f])).unwrap();
        assert_eq!(pairs, [(1, 1), (0, 0)]);
    }

    #[test]
    fn equal_weights_go_by_order_and_weight_0_pairs_nothing() {
        assert_eq!(pair::<()>(3, 2, |_, _| Ok(1)).unwrap(), [(0, 0), (1, 1)]);
        assert_eq!(pair::<()>(2, 2, |_, _| Ok(0)).unwrap(), []);
    }

    #[test]
    fn hits_of_a_multiset() {
        assert_eq!(set_hits(&["a", "a", "b"], &["b", "a", "c"]), 2);
        assert_eq!(set_hits(&[], &["a"]), 0);
    }

    #[test]
    fn stretches_that_only_touch_share_nothing() {
        assert_eq!(overlap((0, 5), (5, 9)), 0);
        assert_eq!(overlap((0, 5), (3, 9)), 2);
        assert_eq!(overlap((7, 9), (0, 5)), 0);
    }
}
