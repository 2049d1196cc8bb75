//! Decides which object store an address belongs to: `s3://BUCKET/…` is opened with the keys and the endpoint that the environment names
//! (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ALLOW_HTTP`), everything else is the file system.

use datafusion::error::{DataFusionError, Result};
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreRegistry};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use std::path::Path;
use std::sync::Arc;
use url::Url;

/// Stores, opened when they are first asked for.
#[derive(Debug, Default)]
pub(crate) struct Stores(DefaultObjectStoreRegistry);

impl ObjectStoreRegistry for Stores {
    fn register_store(&self, url: &Url, store: Arc<dyn ObjectStore>) -> Option<Arc<dyn ObjectStore>> {
        self.0.register_store(url, store)
    }

    fn get_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        if !matches!(url.scheme(), "s3" | "s3a") {
            return self.0.get_store(url);
        }
        if let Ok(known) = self.0.get_store(url) {
            return Ok(known);
        }
        let bucket = url.host_str().ok_or_else(|| DataFusionError::Plan(format!("{url} names no bucket; write s3://BUCKET/KEY")))?;
        let store: Arc<dyn ObjectStore> = Arc::new(AmazonS3Builder::from_env().with_bucket_name(bucket).build()?);
        self.0.register_store(url, Arc::clone(&store));
        Ok(store)
    }
}

/// A runtime with these stores.
///
/// # Errors
/// A folder for temporary files that cannot be used.
pub(crate) fn runtime(temporary: Option<&Path>) -> Result<Arc<RuntimeEnv>> {
    let builder = RuntimeEnvBuilder::new().with_object_store_registry(Arc::new(Stores::default()));
    match temporary {
        Some(folder) => builder.with_temp_file_path(folder),
        None => builder,
    }
    .build_arc()
}
