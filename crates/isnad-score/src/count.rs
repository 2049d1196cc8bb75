//! Counts hits, gold and found, and turns them into precision, recall and F1.

/// One measure.
#[derive(Clone, Copy, Default)]
pub(crate) struct Count {
    pub hit: i64,
    pub gold: i64,
    pub found: i64,
}

/// A share of nothing is 0.
pub(crate) fn share(part: i64, whole: i64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The harmonic mean, in the order of operations of the reference, so that the last digit agrees.
pub(crate) fn f1(p: f64, r: f64) -> f64 {
    if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
}

impl Count {
    pub fn add(&mut self, hit: usize, gold: usize, found: usize) {
        // A count of things in memory is far below the limits of either type.
        self.add_points(hit as i64, gold as i64, found as i64);
    }

    /// Adds code points; an output whose span ends before it begins counts below nothing, as in the reference.
    pub fn add_points(&mut self, hit: i64, gold: i64, found: i64) {
        self.hit += hit;
        self.gold += gold;
        self.found += found;
    }

    pub fn f1(&self) -> f64 {
        f1(share(self.hit, self.found), share(self.hit, self.gold))
    }

    pub fn row(&self) -> String {
        let (p, r) = (share(self.hit, self.found), share(self.hit, self.gold));
        let Count { hit, gold, found } = self;
        format!("P {p:.3}  R {r:.3}  F1 {:.3}   ({hit} of {gold} gold, {found} found)", self.f1())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_round_to_even_as_in_python() {
        // 1/16 = 0.0625 and 3/16 = 0.1875 are exact in binary.
        assert_eq!(Count { hit: 1, gold: 16, found: 16 }.row(), "P 0.062  R 0.062  F1 0.062   (1 of 16 gold, 16 found)");
        assert_eq!(Count { hit: 3, gold: 16, found: 0 }.row(), "P 0.000  R 0.188  F1 0.000   (3 of 16 gold, 0 found)");
        assert_eq!(Count::default().row(), "P 0.000  R 0.000  F1 0.000   (0 of 0 gold, 0 found)");
    }
}
