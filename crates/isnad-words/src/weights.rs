//! Weights of signs, as a table that is found by hashing: two signs may share a weight, and none needs a name.
//!
//! ```
//! use isnad_words::weights::{Small, Weights, slot};
//!
//! let small = Small::pack(&[0.0, 0.5, -1.0, 0.0]);
//! assert!(small.at(1) > 0.0 && small.at(2) < 0.0 && small.at(0) == 0.0);
//! assert!(slot(1, 2, 3, 10) < 1 << 10);
//! ```

use isnad::table::Bytes;

/// A table of weights.
pub trait Weights {
    /// The weight of a slot.
    fn at(&self, slot: usize) -> f32;

    /// Adds the weights of neighbouring slots, the first being `from`.
    #[inline]
    fn add(&self, from: usize, sums: &mut [f32]) {
        for (n, sum) in sums.iter_mut().enumerate() {
            *sum += self.at(from + n);
        }
    }
}

impl Weights for Vec<f32> {
    #[inline]
    fn at(&self, slot: usize) -> f32 {
        self[slot]
    }
}

/// Weights of one byte each, all to one scale.
#[derive(Debug, Default, Clone)]
pub struct Small(Bytes);

impl Weights for Small {
    #[inline]
    fn at(&self, slot: usize) -> f32 {
        f32::from(self.0[slot] as i8)
    }
}

/// [`Small`] weights to be looked up often: where they lie has been decided.
#[derive(Debug, Clone, Copy)]
pub struct View<'w>(&'w [u8]);

impl Weights for View<'_> {
    #[inline]
    fn at(&self, slot: usize) -> f32 {
        f32::from(self.0[slot] as i8)
    }

    #[inline]
    fn add(&self, from: usize, sums: &mut [f32]) {
        for (sum, weight) in sums.iter_mut().zip(&self.0[from..]) {
            *sum += f32::from(*weight as i8);
        }
    }
}

impl Small {
    /// Rounds weights to a byte each; only their order of size matters, not their scale.
    pub fn pack(weights: &[f32]) -> Small {
        // The few largest may be cut: what they say is sure anyway.
        let mut sizes: Vec<f32> = weights.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let top = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied().unwrap_or(1.0);
        Small(weights.iter().map(|w| (w / top * 127.0).round().clamp(-127.0, 127.0) as i8 as u8).collect())
    }

    /// From bytes.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Small {
        Small(bytes.into())
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// For looking up.
    pub fn view(&self) -> View<'_> {
        View(&self.0)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Where the weight of a sign stands: of the kind `template` with the values `a` and `b`, in a table of 2^`bits`.
#[inline]
pub fn slot(template: u32, a: u32, b: u32, bits: u32) -> usize {
    let mut h = (u64::from(a) << 32 | u64::from(b)) ^ u64::from(template).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h = (h ^ h >> 31).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^= h >> 32;
    (h.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> (64 - bits)) as usize
}

/// Two values as one.
#[inline]
pub fn both(a: u32, b: u32) -> u32 {
    let h = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9FB2_1C65_1E98_DF25);
    (h ^ h >> 29) as u32 ^ (h >> 32) as u32
}
