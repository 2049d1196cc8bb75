//! An executor: runs the tasks that a scheduler gives it, with the pack of a language in its memory, and counts what it codes.

use crate::client;
use crate::error::ClusterError;
use crate::scheduler::address;
use crate::stores;
use axum::Router;
use axum::http::header;
use axum::routing::get;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use datafusion::prelude::SessionContext;
use isnad_sql::Pack;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Where an executor is reached, and how much it does at once.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The scheduler: `HOST:PORT`.
    pub scheduler: String,
    /// Where it listens for tasks: `HOST:PORT`; the next port serves what it has made to other executors.
    pub listen: String,
    /// By what name others reach it, where that is another.
    pub host: Option<String>,
    /// Where its metrics are, at `/metrics`: `HOST:PORT`; none for no metrics.
    pub metrics: Option<String>,
    /// How many tasks at once; one a core where nothing is said.
    pub slots: Option<usize>,
    /// Where it keeps what is on its way between tasks; a temporary folder where nothing is said.
    pub work: Option<PathBuf>,
    /// Every how many seconds it says that it is there.
    pub heartbeat: u64,
    /// The memory that tasks may use together, in bytes; by the machine's own where nothing is said.
    pub memory: Option<u64>,
}

impl Default for Settings {
    /// On the loopback address, with a word to the scheduler every five seconds.
    fn default() -> Settings {
        Settings { scheduler: "127.0.0.1:50050".to_owned(), listen: "127.0.0.1:50070".to_owned(), host: None, metrics: None, slots: None, work: None, heartbeat: 5, memory: None }
    }
}

/// The functions of an executor: Ballista's and those of isnad.
fn functions(pack: &Pack) -> BallistaFunctionRegistry {
    let context = SessionContext::new();
    isnad_sql::register(&context, pack);
    BallistaFunctionRegistry::from(&context.state())
}

/// Works until the process is told to end.
///
/// # Errors
/// An address that is none or that another program holds, a scheduler that does not answer, a folder that cannot be written.
pub async fn serve(settings: &Settings, pack: &Pack) -> Result<(), ClusterError> {
    serve_with(settings, pack, functions(pack)).await
}

/// The same with functions of one's own, which have to hold those that plans name.
///
/// # Errors
/// See [`serve`].
pub async fn serve_with(settings: &Settings, pack: &Pack, functions: BallistaFunctionRegistry) -> Result<(), ClusterError> {
    let listen = address(&settings.listen)?;
    let (host, port) = settings
        .scheduler
        .rsplit_once(':')
        .and_then(|(host, port)| Some((host, port.parse().ok()?)))
        .ok_or_else(|| ClusterError::Address { address: settings.scheduler.clone(), why: "no port".to_owned() })?;
    // Built before the first task comes.
    pack.lexicon();
    let temporary;
    let work = match &settings.work {
        Some(folder) => folder.clone(),
        None => {
            temporary = tempfile::tempdir().map_err(|source| ClusterError::Io { path: std::env::temp_dir(), source })?;
            temporary.path().to_owned()
        }
    };
    std::fs::create_dir_all(&work).map_err(ClusterError::io(&work))?;
    let scratch = work.clone();
    let config = ExecutorProcessConfig {
        bind_host: listen.ip().to_string(),
        external_host: Some(settings.host.clone().unwrap_or_else(|| listen.ip().to_string())),
        port: listen.port() + 1,
        grpc_port: listen.port(),
        scheduler_host: host.to_owned(),
        scheduler_port: port,
        scheduler_connect_timeout_seconds: 60,
        vcores: settings.slots.unwrap_or(0),
        work_dir: Some(work.to_string_lossy().into_owned()),
        executor_heartbeat_interval_seconds: settings.heartbeat,
        job_data_ttl_seconds: 3600,
        job_data_clean_up_interval_seconds: 600,
        memory_pool_size: settings.memory,
        override_function_registry: Some(Arc::new(functions)),
        override_config_producer: Some(Arc::new(client::config)),
        override_runtime_producer: Some(Arc::new(move |_| stores::runtime(Some(&scratch)))),
        override_logical_codec: Some(Arc::new(crate::codec::Logical::default())),
        override_physical_codec: Some(Arc::new(crate::codec::Physical::default())),
        ..ExecutorProcessConfig::default()
    };
    if let Some(shown) = &settings.metrics {
        let shown = address(shown)?;
        let held = |e: std::io::Error| ClusterError::Address { address: shown.to_string(), why: e.to_string() };
        let listener = tokio::net::TcpListener::bind(shown).await.map_err(held)?;
        let routes = metrics(pack);
        tokio::spawn(async move { axum::serve(listener, routes).await });
    }
    start_executor_process(Arc::new(config)).await.map_err(|e| ClusterError::NoScheduler { address: settings.scheduler.clone(), why: e.to_string() })
}

/// What an executor has coded, and since when.
#[derive(Debug)]
struct Coded {
    pack: Pack,
    since: Instant,
}

impl Collector for Coded {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let reports = ConstCounter::new(self.pack.coded());
        reports.encode(encoder.encode_descriptor("isnad_reports_coded", "Reports coded by this executor; its rate is reports per second", None, reports.metric_type())?)?;
        let up = ConstGauge::new(self.since.elapsed().as_secs_f64());
        up.encode(encoder.encode_descriptor("isnad_executor_up_seconds", "For how long this executor has run", None, up.metric_type())?)
    }
}

fn metrics(pack: &Pack) -> Router {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Coded { pack: pack.clone(), since: Instant::now() }));
    let registry = Arc::new(registry);
    let told = move || {
        let registry = Arc::clone(&registry);
        async move {
            let mut text = String::new();
            // Writing into a string fails only where a metric does not encode itself, and then nothing is told.
            let _ = encode(&mut text, &registry);
            ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
        }
    };
    Router::new().route("/metrics", get(told))
}
