//! Opens what is packed: gzip, zstd, zip and tar, in each other as far as the limits go.
//!
//! ```
//! use isnad_read::{Input, Reader};
//!
//! // A zip archive that is cut off is a fault that says what to do.
//! let mut reader = Reader::new([Input::Stdin]).reading_stdin_from(&b"PK\x03\x04\x14\0\0\0"[..]);
//! let error = reader.next().unwrap().unwrap_err();
//! assert!(error.to_string().starts_with("standard input: cannot be unpacked"), "{error}");
//! ```

use crate::error::{Place, ReadError};
use crate::limits::{Guard, Tally, broken};
use crate::open::{self, Context, Names};
use crate::reader::Stream;
use crate::source::{Item, Once, Source};
use crate::walk;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use rawzip::{CompressionMethod, Crc32, ReaderAt, ZipArchive, ZipArchiveEntryWayfinder};
use std::io::{self, Cursor, Read, Seek};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many packings may lie in each other, of any kind.
const LAYERS: u8 = 4;

fn fault(names: &Names, message: impl Into<String>) -> Box<dyn Source> {
    Box::new(Once::fault(ReadError::Broken { place: Place::file(&names.shown), message: message.into() }))
}

/// What a gzip or zstd stream holds, named without the ending.
pub(crate) fn gzip(stream: Stream, names: Names, context: &Context) -> Box<dyn Source> {
    let packed = Arc::new(AtomicU64::new(0));
    let decoder = MultiGzDecoder::new(Tally::new(stream, Arc::clone(&packed)));
    inner(Box::new(guard(decoder, packed, context)), names, context)
}

/// What a zstd stream holds.
pub(crate) fn zstd(stream: Stream, names: Names, context: &Context) -> Box<dyn Source> {
    let packed = Arc::new(AtomicU64::new(0));
    match zstd_decoder(Tally::new(stream, Arc::clone(&packed))) {
        Ok(decoder) => inner(Box::new(guard(decoder, packed, context)), names, context),
        Err(e) => fault(&names, e.to_string()),
    }
}

fn zstd_decoder<R: Read>(stream: R) -> io::Result<zstd::stream::read::Decoder<'static, io::BufReader<R>>> {
    let mut decoder = zstd::stream::read::Decoder::new(stream)?;
    // A window of 128 MiB is what the command zstd reads without being asked.
    decoder.window_log_max(27)?;
    Ok(decoder)
}

fn guard<R: Read>(decoder: R, packed: Arc<AtomicU64>, context: &Context) -> Guard<R> {
    Guard::new(decoder, packed, context.settings.limits, Arc::clone(&context.total))
}

fn inner(stream: Stream, mut names: Names, context: &Context) -> Box<dyn Source> {
    if context.layers >= LAYERS {
        return fault(&names, format!("more than {LAYERS} packings in each other"));
    }
    names.inner = unpacked_name(&names.inner);
    names.id = walk::without_extension(&unpacked_name(&names.name)).to_owned();
    let kind = walk::kind_of_member(&names.inner).unwrap_or(walk::Kind::Plain);
    open::stream(stream, kind, names, &Context { layers: context.layers + 1, path: None, ..context.clone() })
}

/// A name without the ending of its packing.
fn unpacked_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let cut = |n: usize| name.get(..name.len() - n).unwrap_or(name);
    match () {
        () if lower.ends_with(".tgz") => format!("{}.tar", cut(4)),
        () if lower.ends_with(".gz") => cut(3).to_owned(),
        () if lower.ends_with(".zst") => cut(4).to_owned(),
        () => name.to_owned(),
    }
}

/// How a member of an archive is called, and as what it is read; none where it is passed over.
fn member(path: &str, archive: &Names) -> Option<(Names, walk::Kind)> {
    let path = path.replace('\\', "/");
    let path = path.trim_start_matches("./").trim_start_matches('/');
    if path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX") {
        return None;
    }
    let kind = walk::kind_of_member(path)?;
    let name = format!("{}/{path}", archive.name);
    let id = walk::without_extension(&name).to_owned();
    Some((Names { shown: format!("{}/{path}", archive.shown), name, id, inner: path.to_owned() }, kind))
}

/// The context of an archive's members; a fault where archives lie in each other too deep.
fn inside(context: &Context, names: &Names) -> Result<Context, Box<dyn Source>> {
    if context.archives >= context.settings.limits.depth {
        return Err(fault(names, "an archive in an archive in an archive; unpack the outer one"));
    }
    Ok(Context { layers: context.layers + 1, archives: context.archives + 1, path: None, ..context.clone() })
}

/// What an archive has next.
enum Next {
    /// A member that is read.
    Member(Box<dyn Source>),
    /// Something that is passed over.
    Other,
    /// Nothing more, for it is damaged.
    Fault(ReadError),
    /// Nothing more.
    End,
}

/// An archive of any kind.
trait Archive: Send {
    /// The next of what it holds.
    fn advance(&mut self) -> Next;

    /// How it is called.
    fn names(&self) -> &Names;
}

/// The items of an archive's members, one member after the other.
struct Members<A> {
    archive: A,
    current: Option<Box<dyn Source>>,
    found: bool,
    done: bool,
}

impl<A: Archive + 'static> Members<A> {
    fn of(archive: A) -> Box<dyn Source> {
        Box::new(Members { archive, current: None, found: false, done: false })
    }

    /// Lets the members answer, one after the other, until one has something.
    fn each<T>(&mut self, ask: impl Fn(&mut dyn Source) -> Option<T>, fault: impl FnOnce(Item) -> T) -> Option<T> {
        loop {
            if let Some(current) = &mut self.current {
                if let Some(answer) = ask(current.as_mut()) {
                    self.found = true;
                    return Some(answer);
                }
                self.current = None;
            }
            if self.done {
                return None;
            }
            match self.archive.advance() {
                Next::Member(source) => self.current = Some(source),
                Next::Other => {}
                Next::Fault(error) => {
                    self.done = true;
                    return Some(fault(Item::fault(error)));
                }
                Next::End => {
                    self.done = true;
                    let place = Place::file(&self.archive.names().shown);
                    return (!self.found).then(|| fault(Item::fault(ReadError::NothingToRead { place })));
                }
            }
        }
    }
}

impl<A: Archive + 'static> Source for Members<A> {
    fn next(&mut self) -> Option<Item> {
        self.each(|source| source.next(), |item| item)
    }

    fn pass(&mut self) -> bool {
        self.each(|source| source.pass().then_some(()), |_| ()).is_some()
    }
}

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

type Packed = ZipArchive<rawzip_reader::Shared>;

/// A reader that many members share.
mod rawzip_reader {
    use super::ReadSeek;
    use rawzip::ReaderAt;
    use std::io::{self, Read, Seek, SeekFrom};
    use std::sync::{Mutex, PoisonError};

    pub(super) struct Shared(pub(super) Mutex<Box<dyn ReadSeek>>);

    impl ReaderAt for Shared {
        fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
            let mut stream = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            stream.seek(SeekFrom::Start(offset))?;
            stream.read(buffer)
        }
    }
}

struct ZipMember {
    path: String,
    wayfinder: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
    crc: u32,
    size: u64,
}

/// The members of a zip archive, in the order of its directory.
struct Zip {
    archive: Arc<Packed>,
    members: std::vec::IntoIter<ZipMember>,
    names: Names,
    context: Context,
}

/// What a zip archive holds. From a file it is read where it lies; from a stream it is held in memory first.
pub(crate) fn zip(stream: Stream, names: Names, context: &Context) -> Box<dyn Source> {
    let inner = match inside(context, &names) {
        Ok(inner) => inner,
        Err(fault) => return fault,
    };
    let opened = match &context.path {
        Some(path) => std::fs::File::open(path).map(|file| Box::new(file) as Box<dyn ReadSeek>),
        None => held(stream, context.settings.limits.held).map(|bytes| Box::new(Cursor::new(bytes)) as Box<dyn ReadSeek>),
    };
    let reader = match opened {
        Ok(reader) => reader,
        Err(e) => return Box::new(Once::fault(ReadError::reading(Place::file(&names.shown), e))),
    };
    match directory(reader, context) {
        Ok((archive, members)) => Members::of(Zip { archive: Arc::new(archive), members: members.into_iter(), names, context: inner }),
        Err(message) => fault(&names, message),
    }
}

fn held(stream: Stream, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(broken(format!("a zip archive of more than {limit} bytes in a stream or in another archive; give it as a file of its own")));
    }
    Ok(bytes)
}

fn directory(mut reader: Box<dyn ReadSeek>, context: &Context) -> Result<(Packed, Vec<ZipMember>), String> {
    let told = |e: rawzip::Error| format!("damaged or cut off: {e}");
    let end = reader.seek(io::SeekFrom::End(0)).map_err(|e| e.to_string())?;
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    let shared = rawzip_reader::Shared(std::sync::Mutex::new(reader));
    let archive = rawzip::ZipLocator::new().locate_in_reader(shared, &mut buffer, end).map_err(|(_, e)| told(e))?;
    let mut members = Vec::new();
    let mut ranges = Vec::new();
    let mut entries = archive.entries(&mut buffer);
    while let Some(entry) = entries.next_entry().map_err(told)? {
        if members.len() as u64 >= context.settings.limits.members {
            return Err(format!("more than {} members", context.settings.limits.members));
        }
        ranges.push((entry.local_header_offset(), entry.compressed_size_hint()));
        if entry.is_dir() {
            continue;
        }
        let path = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
        let encrypted = entry.flags().is_encrypted();
        members.push(ZipMember { path, wayfinder: entry.wayfinder(), method: entry.compression_method(), encrypted, crc: entry.crc32(), size: entry.uncompressed_size_hint() });
    }
    ranges.sort_unstable();
    if ranges.windows(2).any(|pair| matches!(pair, [(at, size), (next, _)] if at.saturating_add(*size) > *next)) {
        return Err("its members lie over each other, as in a zip bomb".to_owned());
    }
    Ok((archive, members))
}

/// The packed bytes of a member.
struct MemberBytes {
    archive: Arc<Packed>,
    at: u64,
    end: u64,
    progress: crate::steps::Progress,
}

impl Read for MemberBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.end - self.at).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.archive.get_ref().read_at(buffer.get_mut(..most).unwrap_or_default(), self.at)?;
        self.at += read as u64;
        self.progress.advance(read as u64);
        Ok(read)
    }
}

/// Compares a member with its checksum when it ends.
struct Checked<R> {
    stream: R,
    crc: Crc32,
    expected: u32,
    left: u64,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.crc.update(buffer.get(..read).unwrap_or_default());
        let more = read as u64 > self.left;
        self.left = self.left.saturating_sub(read as u64);
        if !buffer.is_empty() && (more || (read == 0 && (self.left > 0 || self.crc.checksum() != self.expected))) {
            return Err(broken("damaged: it is not what the archive's directory says"));
        }
        Ok(read)
    }
}

impl Zip {
    fn open(&self, member: &ZipMember, names: Names, kind: walk::Kind) -> Box<dyn Source> {
        if member.encrypted {
            return fault(&names, "it is encrypted; unpack it with its password");
        }
        let (at, end) = match self.archive.get_entry(member.wayfinder) {
            Ok(entry) => entry.compressed_data_range(),
            Err(e) => return fault(&names, format!("damaged or cut off: {e}")),
        };
        let packed = Arc::new(AtomicU64::new(0));
        let bytes = MemberBytes { archive: Arc::clone(&self.archive), at, end, progress: self.context.progress.clone() };
        let bytes = Tally::new(bytes, Arc::clone(&packed));
        let stream: Stream = match member.method {
            CompressionMethod::STORE => Box::new(guard(bytes, packed, &self.context)),
            CompressionMethod::DEFLATE => Box::new(guard(DeflateDecoder::new(bytes), packed, &self.context)),
            CompressionMethod::ZSTD => match zstd_decoder(bytes) {
                Ok(decoder) => Box::new(guard(decoder, packed, &self.context)),
                Err(e) => return fault(&names, e.to_string()),
            },
            other => return fault(&names, format!("packed by a method that is not read ({other:?}); pack it anew with deflate")),
        };
        let checked = Checked { stream, crc: Crc32::new(), expected: member.crc, left: member.size };
        open::stream(Box::new(checked), kind, names, &self.context)
    }
}

impl Archive for Zip {
    fn advance(&mut self) -> Next {
        let Some(next) = self.members.next() else { return Next::End };
        match member(&next.path, &self.names) {
            Some((names, kind)) => Next::Member(self.open(&next, names, kind)),
            None => {
                self.context.progress.pass_over();
                Next::Other
            }
        }
    }

    fn names(&self) -> &Names {
        &self.names
    }
}

/// A stream that an archive and the member being read share.
#[derive(Clone)]
struct SharedStream(Arc<std::sync::Mutex<Stream>>);

impl Read for SharedStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).read(buffer)
    }
}

/// The bytes of a tar archive's member; `left` tells the archive how many of them have not been read.
struct TarBytes {
    stream: SharedStream,
    left: Arc<AtomicU64>,
}

impl Read for TarBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.stream.read(buffer.get_mut(..most).unwrap_or_default())?;
        if read == 0 && most > 0 {
            return Err(broken("the archive ends within it"));
        }
        self.left.store(left - read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The members of a tar archive, in its order.
struct Tar {
    stream: SharedStream,
    names: Names,
    context: Context,
    /// What of the member before has not been read, and what fills its last block.
    left: Arc<AtomicU64>,
    padding: u64,
    members: u64,
}

/// What a tar archive holds.
pub(crate) fn tar(stream: Stream, names: Names, context: &Context) -> Box<dyn Source> {
    let context = match inside(context, &names) {
        Ok(inner) => inner,
        Err(fault) => return fault,
    };
    let stream = SharedStream(Arc::new(std::sync::Mutex::new(stream)));
    Members::of(Tar { stream, names, context, left: Arc::default(), padding: 0, members: 0 })
}

impl Tar {
    /// The next member: its path and, where it is a file, its size.
    fn header(&mut self) -> Result<Option<(String, Option<u64>)>, io::Error> {
        let skip = self.left.swap(0, Ordering::Relaxed) + std::mem::take(&mut self.padding);
        if io::copy(&mut (&mut self.stream).take(skip), &mut io::sink())? < skip {
            return Err(broken("the archive is cut off"));
        }
        // An archive that begins anew reads the header, with long names and extensions, and not a byte more.
        let mut archive = tar::Archive::new(self.stream.clone());
        let Some(entry) = archive.entries()?.next() else { return Ok(None) };
        let entry = entry?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let size = entry.size();
        let kind = entry.header().entry_type();
        self.left.store(size, Ordering::Relaxed);
        self.padding = size.next_multiple_of(512) - size;
        if kind.is_gnu_sparse() {
            return Err(broken(format!("the member {path} is a sparse file, which is not read; pack it anew")));
        }
        Ok(Some((path, kind.is_file().then_some(size))))
    }
}

impl Archive for Tar {
    fn advance(&mut self) -> Next {
        self.members += 1;
        let header = if self.members > self.context.settings.limits.members { Err(broken(format!("more than {} members", self.members - 1))) } else { self.header() };
        match header {
            Ok(Some((path, Some(_)))) => match member(&path, &self.names) {
                Some((names, kind)) => {
                    let bytes = TarBytes { stream: self.stream.clone(), left: Arc::clone(&self.left) };
                    Next::Member(open::stream(Box::new(bytes), kind, names, &self.context))
                }
                None => {
                    self.context.progress.pass_over();
                    Next::Other
                }
            },
            Ok(Some((_, None))) => Next::Other,
            Ok(None) => Next::End,
            Err(e) => {
                let e = if e.get_ref().is_some_and(|inner| inner.is::<crate::limits::Broken>()) { e } else { broken(format!("damaged or cut off: {e}")) };
                Next::Fault(ReadError::reading(Place::file(&self.names.shown), e))
            }
        }
    }

    fn names(&self) -> &Names {
        &self.names
    }
}
