//! Decides what is served: the last whole state of the ledger, and which one comes next.
//!
//! A state is the index of one snapshot with the corrections that were there. The keeper looks after the ledger's commit; what
//! is new is indexed beside the state that is served, over a copy of its index that shares the files, and takes its place in one step. Requests keep the state with which they
//! began. The last states stay for a while, so that a list that somebody goes through page by page does not change.

use crate::ServeError;
use crate::index::build::{Known, Made, build, touched};
use crate::index::{Kind, Shelves, base, fields};
use arc_swap::ArcSwap;
use isnad_ledger::LedgerError;
use isnad_ledger::claims::{CORRECTIONS_FILE, Correction, Corrections};
use isnad_ledger::derived::{self, Scope};
use isnad_ledger::store::{Ledger, Snapshot};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Where indexes are kept in a ledger's folder.
const FOLDER: &str = ".search";
/// How many states stay beside the one that is served, and for how long.
const KEPT: usize = 2;
const KEPT_FOR: Duration = Duration::from_secs(600);

/// A state that is served.
#[derive(Debug)]
pub struct State {
    /// How often the ledger had changed.
    pub commit: u64,
    /// The corrections that it was made with, as a number.
    pub edition: u32,
    /// What is searched.
    pub shelves: Shelves,
    /// Corrections by mention.
    pub touched: FxHashMap<String, Vec<Arc<Correction>>>,
    /// When it was made ready (RFC 3339).
    pub built: String,
    /// How long that took, in seconds; 0 where the index was there already.
    pub seconds: f64,
    /// How it was made; None where the index was there already.
    pub made: Option<Made>,
    folder: PathBuf,
    /// The folder is removed with it.
    _temporary: Option<tempfile::TempDir>,
}

/// The corrections' file as it stands: its bytes, and the version by which they are known.
pub fn corrections_file(ledger: &Path) -> Result<(String, String), LedgerError> {
    let path = ledger.join(CORRECTIONS_FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => String::new(),
        Err(source) => return Err(LedgerError::Io { path, source }),
    };
    let version = Sha256::digest(text.as_bytes()).iter().take(8).map(|b| format!("{b:02x}")).collect();
    Ok((text, version))
}

/// A state that was served before, and since when it is not.
type Before = (Arc<State>, Instant);

/// Looks after what is served.
#[derive(Debug)]
pub struct Keeper {
    ledger: PathBuf,
    /// What is the same for all states.
    pub known: Known,
    now: ArcSwap<State>,
    before: Mutex<Vec<Before>>,
    wake: (Mutex<bool>, Condvar),
    /// Corrections are not in the claims yet.
    pending: AtomicBool,
    building: AtomicBool,
    ended: AtomicBool,
    trouble: Mutex<Option<String>>,
    /// How many states there have been.
    pub states: AtomicU64,
    /// Held while the corrections' file is changed.
    pub writing: Mutex<()>,
    poll: Duration,
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keeper {
    /// Opens a ledger and makes its first state ready.
    ///
    /// # Errors
    /// A ledger that cannot be read, or no room for the index.
    pub fn open(ledger: &Path, known: Known, poll: Duration) -> Result<Arc<Keeper>, ServeError> {
        let ended = AtomicBool::new(false);
        let first = made(ledger, &known, None, &ended)?;
        let keeper = Keeper {
            ledger: ledger.to_owned(),
            known,
            now: ArcSwap::from_pointee(first),
            before: Mutex::new(Vec::new()),
            wake: (Mutex::new(false), Condvar::new()),
            pending: AtomicBool::new(false),
            building: AtomicBool::new(false),
            ended,
            trouble: Mutex::new(None),
            states: AtomicU64::new(1),
            writing: Mutex::new(()),
            poll,
        };
        Ok(Arc::new(keeper))
    }

    /// Where the ledger is.
    pub fn ledger(&self) -> &Path {
        &self.ledger
    }

    /// What is served now.
    pub fn now(&self) -> Arc<State> {
        self.now.load_full()
    }

    /// A state that a cursor speaks of, where it is still there.
    pub fn at(&self, commit: u64, edition: u32) -> Option<Arc<State>> {
        let is = |s: &State| s.commit == commit && s.edition == edition;
        let now = self.now();
        if is(&now) {
            return Some(now);
        }
        locked(&self.before).iter().map(|(s, _)| s).find(|s| is(s)).cloned()
    }

    /// Whether a newer state is on its way.
    pub fn busy(&self) -> bool {
        self.pending.load(Ordering::Acquire) || self.building.load(Ordering::Acquire)
    }

    /// Why the newest state of the ledger is not served, where it is not.
    pub fn trouble(&self) -> Option<String> {
        locked(&self.trouble).clone()
    }

    /// The corrections have changed: claims are to be derived anew.
    pub fn corrected(&self) {
        self.pending.store(true, Ordering::Release);
        self.look();
    }

    /// Looks at the ledger without waiting.
    pub fn look(&self) {
        *locked(&self.wake.0) = true;
        self.wake.1.notify_all();
    }

    /// Ends the thread that looks after the ledger.
    pub fn end(&self) {
        self.ended.store(true, Ordering::Release);
        self.look();
    }

    /// Looks after the ledger until [`Keeper::end`]; belongs into a thread of its own.
    pub fn keep(&self) {
        let mut pause = self.poll;
        loop {
            let woken = {
                let guard = locked(&self.wake.0);
                let (mut guard, _) = self.wake.1.wait_timeout_while(guard, pause, |woken| !*woken).unwrap_or_else(PoisonError::into_inner);
                std::mem::take(&mut *guard)
            };
            if self.ended.load(Ordering::Acquire) {
                return;
            }
            let began = Instant::now();
            let told = self.round();
            let failed = told.is_err();
            *locked(&self.trouble) = told.err().map(|e| e.to_string());
            // A ledger that changes all the time is indexed half of the time at most.
            let took = began.elapsed();
            pause = if woken && !failed { self.poll } else { self.poll.max(took.min(Duration::from_secs(60))) };
            let mut before = locked(&self.before);
            let n = before.len();
            before.retain(|(_, since)| since.elapsed() < KEPT_FOR);
            if before.len() < n {
                sweep(&self.ledger, &self.held(&before));
            }
        }
    }

    /// The folders of the states that are served or kept.
    fn held(&self, before: &[Before]) -> Vec<PathBuf> {
        before.iter().map(|(s, _)| s.folder.clone()).chain([self.now().folder.clone()]).collect()
    }

    /// One look: derives claims where corrections wait, and brings in what is new.
    fn round(&self) -> Result<(), ServeError> {
        if self.pending.load(Ordering::Acquire) {
            self.building.store(true, Ordering::Release);
            // Before the file is read: what comes in later is for the next look.
            self.pending.store(false, Ordering::Release);
            if let Err(e) = Ledger::open_or_create(&self.ledger).and_then(|mut ledger| derived::renew(&mut ledger, Scope::Claims)) {
                self.pending.store(true, Ordering::Release);
                self.building.store(false, Ordering::Release);
                return Err(match e {
                    LedgerError::Locked { .. } => ServeError::Index("the corrections wait: another process writes to the ledger; they are taken up when it has ended".to_owned()),
                    e => e.into(),
                });
            }
        }
        let snapshot = Snapshot::open(&self.ledger)?;
        let now = self.now();
        let edition = edition(&self.ledger)?;
        if snapshot.commit() == now.commit && edition == now.edition {
            self.building.store(false, Ordering::Release);
            return Ok(());
        }
        self.building.store(true, Ordering::Release);
        let next = made(&self.ledger, &self.known, Some(&now.folder), &self.ended);
        if let Ok(next) = next {
            let old = self.now.swap(Arc::new(next));
            self.states.fetch_add(1, Ordering::Relaxed);
            let mut before = locked(&self.before);
            before.insert(0, (old, Instant::now()));
            before.truncate(KEPT);
            sweep(&self.ledger, &self.held(&before));
            self.building.store(false, Ordering::Release);
            return Ok(());
        }
        self.building.store(false, Ordering::Release);
        next.map(drop)
    }
}

fn edition(ledger: &Path) -> Result<u32, LedgerError> {
    let (_, version) = corrections_file(ledger)?;
    Ok(version.get(..8).and_then(|v| u32::from_str_radix(v, 16).ok()).unwrap_or_default())
}

/// How often a ledger is read again whose files went away under the reader.
const TRIES: usize = 5;

/// Makes the last whole state of a ledger ready. Files go away while a ledger is compacted; the next snapshot has others.
fn made(ledger: &Path, known: &Known, served: Option<&Path>, ended: &AtomicBool) -> Result<State, ServeError> {
    let gone = |made: &Result<State, ServeError>| matches!(made, Err(ServeError::Ledger(LedgerError::Io { source, .. })) if source.kind() == ErrorKind::NotFound);
    let mut tries = (1..TRIES).map(|_| try_made(ledger, known, served, ended)).skip_while(gone);
    tries.next().unwrap_or_else(|| try_made(ledger, known, served, ended))
}

fn try_made(ledger: &Path, known: &Known, served: Option<&Path>, ended: &AtomicBool) -> Result<State, ServeError> {
    let began = Instant::now();
    let snapshot = Snapshot::open(ledger)?;
    let corrections = Corrections::of(ledger)?;
    let edition = edition(ledger)?;
    let name = format!("{}-{edition:08x}-{}", snapshot.commit(), fields::VERSION);
    let kept = ledger.join(FOLDER);
    let ready = kept.join(&name);
    let finish = |folder: PathBuf, seconds: f64, made: Option<Made>, temporary: Option<tempfile::TempDir>| -> Result<State, ServeError> {
        let shelves = Shelves::open(&folder, &known.words)?;
        let built = jiff::Timestamp::now().to_string();
        Ok(State { commit: snapshot.commit(), edition, shelves, touched: touched(&corrections), built, seconds, made, folder, _temporary: temporary })
    };
    if ready.is_dir()
        && let Ok(state) = finish(ready.clone(), 0.0, None, None)
    {
        return Ok(state);
    }
    // Beside the ledger where that can be written, so that the next start finds it; else where the system keeps what is temporary.
    let beside = std::fs::create_dir_all(&kept).and_then(|()| tempfile::Builder::new().prefix(".making-").tempdir_in(&kept));
    let (temporary, stays) = match beside {
        Ok(folder) => (folder, true),
        Err(_) => (tempfile::Builder::new().prefix("isnad-").tempdir().map_err(|e| ServeError::Index(format!("the index has no place ({e}); make room, or set TMPDIR to a folder with room")))?, false),
    };
    let older = base::usable(served, &kept, &snapshot);
    let built = match older.as_deref().map(|older| build(&snapshot, &corrections, known, temporary.path(), Some(older), ended)) {
        Some(Ok(built)) => built,
        Some(Err(e)) if ended.load(Ordering::Relaxed) => return Err(e),
        // An older index that cannot be read, or that another server removed: all is made anew.
        Some(Err(_)) => {
            for kind in Kind::ALL {
                let _ = std::fs::remove_dir_all(temporary.path().join(kind.name()));
            }
            build(&snapshot, &corrections, known, temporary.path(), None, ended)?
        }
        None => build(&snapshot, &corrections, known, temporary.path(), None, ended)?,
    };
    let seconds = began.elapsed().as_secs_f64();
    if stays {
        if ready.exists() {
            let _ = std::fs::remove_dir_all(&ready);
        }
        let made = temporary.keep();
        // Another server of the same ledger may have been faster; both are the same.
        let folder = if std::fs::rename(&made, &ready).is_ok() { ready } else { made };
        return finish(folder, seconds, Some(built), None);
    }
    let folder = temporary.path().to_owned();
    finish(folder, seconds, Some(built), Some(temporary))
}

/// Removes indexes that nobody here holds; those of a process that was killed too, a day later.
fn sweep(ledger: &Path, held: &[PathBuf]) {
    const OLD: Duration = Duration::from_secs(86_400);
    let Ok(entries) = std::fs::read_dir(ledger.join(FOLDER)) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let making = entry.file_name().to_string_lossy().starts_with('.');
        let old = entry.metadata().and_then(|m| m.modified()).is_ok_and(|at| at.elapsed().is_ok_and(|age| age > OLD));
        if !held.contains(&path) && (!making || old) {
            // What another server has open stays readable to it until it closes it.
            let _ = std::fs::remove_dir_all(path);
        }
    }
}

impl State {
    /// How many there are of a kind.
    pub fn count(&self, kind: Kind) -> u64 {
        self.shelves.count(kind)
    }
}
