//! The scheduler: takes plans from a run, cuts them into tasks, hands these to executors, and shows how far they are.

use crate::client;
use crate::error::ClusterError;
use crate::page;
use crate::stores;
use ballista_core::extension::SessionConfigExt;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::{create_scheduler, start_grpc_service};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use isnad_sql::Pack;
use std::net::SocketAddr;
use std::sync::Arc;

/// Where a scheduler listens, and how patient it is.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where executors and runs reach it: `HOST:PORT`.
    pub listen: String,
    /// By what name they reach it, where that is another.
    pub host: Option<String>,
    /// Where its page and its metrics are: `HOST:PORT`.
    pub page: String,
    /// After how many seconds without a word an executor counts as lost and its tasks go to others.
    pub lost_after: u64,
}

impl Default for Settings {
    /// On the loopback address; an executor is lost after 20 seconds.
    fn default() -> Settings {
        Settings { listen: "127.0.0.1:50050".to_owned(), host: None, page: "127.0.0.1:50060".to_owned(), lost_after: 20 }
    }
}

pub(crate) fn address(given: &str) -> Result<SocketAddr, ClusterError> {
    let failed = |why: String| ClusterError::Address { address: given.to_owned(), why };
    let found = std::net::ToSocketAddrs::to_socket_addrs(given).map_err(|e| failed(e.to_string()))?.next();
    found.ok_or_else(|| failed("this name has no address".to_owned()))
}

/// The state of a session on the scheduler: with the functions that plans name.
fn state(config: SessionConfig, pack: &Pack) -> datafusion::error::Result<datafusion::execution::SessionState> {
    let state = SessionStateBuilder::new().with_default_features().with_config(config.upgrade_for_ballista()).with_runtime_env(stores::runtime(None)?).build();
    let context = SessionContext::new_with_state(state);
    isnad_sql::register(&context, pack);
    Ok(context.state())
}

/// Serves until the process ends.
///
/// # Errors
/// An address that is none, or that another program holds.
pub async fn serve(settings: &Settings, pack: &Pack) -> Result<(), ClusterError> {
    let (listen, shown) = (address(&settings.listen)?, address(&settings.page)?);
    let pack = pack.clone();
    let config = SchedulerConfig {
        external_host: settings.host.clone().unwrap_or_else(|| listen.ip().to_string()),
        bind_host: listen.ip().to_string(),
        bind_port: listen.port(),
        executor_timeout_seconds: settings.lost_after,
        // Often enough that «lost after» is the time that counts.
        expire_dead_executor_interval_seconds: (settings.lost_after / 4).max(1),
        no_executors_grace_period_seconds: settings.lost_after.max(60),
        // The page is at `/`.
        web_tui_route: "/tui".to_owned(),
        override_config_producer: Some(Arc::new(client::config)),
        override_session_builder: Some(Arc::new(move |config| state(config, &pack))),
        override_logical_codec: Some(Arc::new(crate::codec::Logical::default())),
        override_physical_codec: Some(Arc::new(crate::codec::Physical::default())),
        ..SchedulerConfig::default()
    };
    let starting = || ClusterError::ballista("starting the scheduler");
    let cluster = BallistaCluster::new_from_config(&config).await.map_err(starting())?;
    let scheduler = create_scheduler::<LogicalPlanNode, PhysicalPlanNode>(cluster, Arc::new(config)).await.map_err(starting())?;
    let held = |address: SocketAddr| move |e: std::io::Error| ClusterError::Address { address: address.to_string(), why: e.to_string() };
    let listener = tokio::net::TcpListener::bind(shown).await.map_err(held(shown))?;
    let routes = page::routes(Arc::new(scheduler.clone()));
    tokio::select! {
        ended = start_grpc_service(listen, scheduler) => ended.map_err(|e| ClusterError::Address { address: listen.to_string(), why: e.to_string() }),
        ended = async { axum::serve(listener, routes).await } => ended.map_err(held(shown)),
    }
}
