//! Decides what is read next, over all inputs in their order.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! let reader = Reader::new([Input::from_argument("-")]).reading_stdin_from("عنوان\n\nنص الخبر".as_bytes());
//! let reports: Vec<_> = reader.collect::<Result<_, _>>()?;
//! assert_eq!((reports[0].id.as_str(), reports[0].title()), ("stdin", Some("عنوان")));
//! # Ok::<(), isnad_read::ReadError>(())
//! ```

use crate::error::{Place, ReadError};
use crate::fields::Fields;
use crate::open::{self, Context, Names, Settings};
use crate::source::{Once, Source};
use crate::steps::{Found, Origin, Outcome, Progress, Resume, Step, Steps, shown};
use crate::walk::{File, Kind, Walk, kind_of_file, not_opened};
use isnad::Report;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::iter::FusedIterator;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

/// The longest report read unless [`Reader::with_max_report_bytes`] says otherwise, in bytes of the input: 16 MiB.
pub const DEFAULT_MAX_REPORT_BYTES: u64 = 16 << 20;

/// Something to read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

impl Input {
    /// An argument of a command line: `-` is standard input.
    pub fn from_argument(argument: impl AsRef<OsStr>) -> Input {
        let argument = argument.as_ref();
        if argument == "-" { Input::Stdin } else { Input::Path(argument.into()) }
    }
}

pub(crate) type Stream = Box<dyn Read + Send>;

/// The reports of some inputs, in their order. It can be sent to another thread, or shared by workers behind a lock.
///
/// Memory stays within a few times the longest report, and the names of the folders being read.
pub struct Reader {
    inputs: Vec<Input>,
    stdin: Option<Stream>,
    settings: Settings,
    /// Begun when the first report is asked for.
    steps: Option<Steps>,
}

impl Reader {
    /// Reads from these inputs. Nothing is opened before the first report is asked for.
    pub fn new(inputs: impl IntoIterator<Item = Input>) -> Reader {
        Reader { inputs: inputs.into_iter().collect(), stdin: None, settings: Settings::default(), steps: None }
    }

    /// Passes over reports longer than this, in bytes as they stand in the input (for JSON Lines: of the line).
    pub fn with_max_report_bytes(mut self, limit: u64) -> Reader {
        self.settings.limit = limit;
        self
    }

    /// Reads this where [`Input::Stdin`] says standard input: for tests, and for programs with a stream of their own.
    pub fn reading_stdin_from(self, stream: impl Read + Send + 'static) -> Reader {
        Reader { stdin: Some(Box::new(stream)), ..self }
    }

    /// Takes the parts of a report from these fields of JSON objects.
    pub fn with_fields(mut self, fields: Fields) -> Reader {
        self.settings.fields = Arc::new(fields);
        self
    }

    /// Lets archives expand so far.
    #[cfg(feature = "formats")]
    pub fn with_limits(mut self, limits: crate::limits::Limits) -> Reader {
        self.settings.limits = limits;
        self
    }

    /// What time it is, for items under embargo: those whose hour has not come are faults. Without it, every item
    /// under embargo is one; the reader asks no clock.
    pub fn with_now(mut self, now: SystemTime) -> Reader {
        self.settings.now = Some(now);
        self
    }

    /// Reads step by step, so that a run that was interrupted can go on. `resume` is asked once for every file, before it
    /// is opened, what to read of it; a folder or path that cannot be read is an origin with one fault.
    ///
    /// The inputs are walked at once to sum up their sizes, which [`Steps::bytes_total`] tells.
    pub fn steps(self, resume: impl FnMut(&Origin) -> Resume + Send + 'static) -> Steps {
        let progress = Progress::default();
        for input in &self.inputs {
            expect(input, &progress);
        }
        self.begin(Box::new(resume), progress)
    }

    fn begin(self, resume: Box<dyn FnMut(&Origin) -> Resume + Send>, progress: Progress) -> Steps {
        let origins = Origins { inputs: self.inputs.into_iter(), walk: None, stdin: self.stdin, settings: self.settings };
        Steps::new(origins, resume, progress)
    }
}

/// Adds up what an input will have to read.
fn expect(input: &Input, progress: &Progress) {
    let Input::Path(path) = input else { return progress.expect(None) };
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            let files = Walk::new(path.clone()).filter_map(Result::ok);
            files.filter_map(|file| fs::metadata(file.path).ok()).for_each(|file| progress.expect(Some(file.len())));
        }
        Ok(metadata) => progress.expect(metadata.is_file().then_some(metadata.len())),
        Err(_) => {}
    }
}

/// The files of the inputs, found one after the other.
struct Origins {
    inputs: std::vec::IntoIter<Input>,
    walk: Option<Walk>,
    stdin: Option<Stream>,
    settings: Settings,
}

impl Origins {
    /// What an input is; none where it is a folder, whose files come next.
    fn input(&mut self, input: Input) -> Option<Found> {
        let path = match input {
            Input::Stdin => return Some(self.stdin()),
            Input::Path(path) => path,
        };
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(e) => return Some(Found::fault(not_opened(&path, e))),
        };
        if metadata.is_dir() {
            self.walk = Some(Walk::new(path));
            return None;
        }
        // A pipe given as a path, as shells do for `<(...)`, has no name that would tell what it holds.
        let kind = if metadata.is_file() { kind_of_file(&path) } else { Kind::Sniffed };
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Some(self.file(File { path, name, kind }))
    }

    fn stdin(&mut self) -> Found {
        let given = self.stdin.take();
        let settings = self.settings.clone();
        let open = move |progress: &Progress| -> Box<dyn Source> {
            let stream = given.unwrap_or_else(|| Box::new(io::stdin()));
            let stream = Box::new(Counted { stream, progress: progress.clone() });
            let names = Names { shown: "standard input".to_owned(), name: "stdin".to_owned(), id: "stdin".to_owned(), inner: "stdin".to_owned() };
            open::stream(stream, Kind::Sniffed, names, &Context::new(&settings, progress, None))
        };
        Found { origin: Origin::named("standard input"), open: Box::new(open) }
    }

    fn file(&self, file: File) -> Found {
        let settings = self.settings.clone();
        let origin = match fs::metadata(&file.path) {
            Ok(metadata) => Origin::file(&file.path, &metadata),
            Err(e) => return Found::fault(not_opened(&file.path, e)),
        };
        let open = move |progress: &Progress| -> Box<dyn Source> {
            match open_file(&file, &settings, progress) {
                Ok(source) => source,
                Err(e) => Box::new(Once::fault(e)),
            }
        };
        Found { origin, open: Box::new(open) }
    }
}

impl Iterator for Origins {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            match self.walk.as_mut().map(Walk::next) {
                Some(Some(Ok(file))) => return Some(self.file(file)),
                Some(Some(Err(e))) => return Some(Found::fault(e)),
                Some(None) => self.walk = None,
                None => {
                    let input = self.inputs.next()?;
                    if let Some(found) = self.input(input) {
                        return Some(found);
                    }
                }
            }
        }
    }
}

/// Opens a file. One that is a single report and too long is not read.
fn open_file(file: &File, settings: &Settings, progress: &Progress) -> Result<Box<dyn Source>, ReadError> {
    let path = &file.path;
    let stream = fs::File::open(path).map_err(|e| not_opened(path, e))?;
    let length = stream.metadata().map_err(|e| not_opened(path, e))?.len();
    if file.kind == Kind::Plain && length > settings.limit {
        return Err(ReadError::TooLong { place: Place::file(&shown(path)), limit: settings.limit });
    }
    let names = Names { shown: shown(path), name: file.name.clone(), id: file.id().to_owned(), inner: file.name.clone() };
    let stream = Box::new(Counted { stream, progress: progress.clone() });
    let whole = path.is_file().then_some(path.as_path());
    Ok(open::stream(stream, file.kind, names, &Context::new(settings, progress, whole)))
}

/// Counts what is read of a stream.
struct Counted<R> {
    stream: R,
    progress: Progress,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.progress.advance(read as u64);
        Ok(read)
    }
}

impl Iterator for Reader {
    type Item = Result<Report, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.steps.is_none() {
            let whole = Reader { inputs: std::mem::take(&mut self.inputs), stdin: self.stdin.take(), settings: self.settings.clone(), steps: None };
            self.steps = Some(whole.begin(Box::new(|_| Resume::Whole), Progress::default()));
        }
        loop {
            match self.steps.as_mut()?.next()? {
                Step::Done { .. } => {}
                Step::Item { outcome: Outcome::Report(report), .. } => return Some(Ok(report)),
                Step::Item { outcome: Outcome::Fault(error), .. } => return Some(Err(error)),
                Step::Item { outcome: Outcome::Withdrawn { id }, place, .. } => return Some(Err(ReadError::Withdrawn { place: Place::file(&place), id })),
            }
        }
    }
}

impl FusedIterator for Reader {}
