//! Decides where an input lies while it is read: a path where it is, an object of a store in a file that is fetched for as long as needed.

use datafusion::error::{DataFusionError, Result};
use datafusion::execution::runtime_env::RuntimeEnv;
use futures_util::StreamExt;
use object_store::ObjectStoreExt;
use object_store::path::Path as ObjectPath;
use std::io::Write;
use tempfile::TempDir;
use url::Url;

/// An input that can be read as a path.
pub(crate) struct Here {
    path: String,
    /// The folder that the file was fetched into, and the address that it has elsewhere.
    fetched: Option<(TempDir, String)>,
}

impl Here {
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// What a reader says, with the address in the place of the path here.
    pub(crate) fn named(&self, name: &str) -> String {
        match &self.fetched {
            Some((_, address)) => name.replace(&self.path, address),
            None => name.to_owned(),
        }
    }
}

/// The address, where a path is one of an object in a store.
pub fn address(path: &str) -> Option<Url> {
    Url::parse(path).ok().filter(|url| matches!(url.scheme(), "s3" | "s3a"))
}

/// Brings an input here.
pub(crate) async fn fetch(path: &str, runtime: &RuntimeEnv) -> Result<Here> {
    let Some(url) = address(path) else { return Ok(Here { path: path.to_owned(), fetched: None }) };
    let store = runtime.object_store_registry.get_store(&url)?;
    let failed = |e: std::io::Error| DataFusionError::External(format!("{path} cannot be fetched into a file here: {e}").into());
    let folder = tempfile::tempdir().map_err(failed)?;
    let object = ObjectPath::from_url_path(url.path()).map_err(object_store::Error::from)?;
    // The name's ending tells what the file is.
    let file = folder.path().join(object.filename().unwrap_or("object"));
    let mut out = std::fs::File::create(&file).map_err(failed)?;
    let mut stream = store.get(&object).await?.into_stream();
    while let Some(bytes) = stream.next().await {
        out.write_all(&bytes?).map_err(failed)?;
    }
    Ok(Here { path: file.to_string_lossy().into_owned(), fetched: Some((folder, path.to_owned())) })
}
