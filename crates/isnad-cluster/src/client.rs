//! Decides how a plan reaches the scheduler, and what every plan may call.

use crate::codec::{Logical, Physical};
use crate::error::ClusterError;
use crate::stores;
use ballista_core::extension::{SessionConfigExt, SessionStateExt};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use isnad_sql::Pack;
use std::sync::Arc;

/// The settings of every session, on all machines.
pub(crate) fn config() -> SessionConfig {
    let config = SessionConfig::new_with_ballista()
        // A ledger's texts are of one type, whoever wrote them.
        .set_bool("datafusion.execution.parquet.schema_force_view_types", false);
    config.with_ballista_logical_extension_codec(Arc::new(Logical::default())).with_ballista_physical_extension_codec(Arc::new(Physical::default()))
}

/// A session whose plans the cluster runs, in at most so many partitions; `name` is what the scheduler's page calls them.
///
/// # Errors
/// An address that is none.
pub(crate) fn session(scheduler: &str, pack: &Pack, partitions: usize, name: &str) -> Result<SessionContext, ClusterError> {
    let failed = |e| ClusterError::engine("a session with the scheduler")(e);
    let config = config().with_target_partitions(partitions).with_ballista_job_name(name);
    let state = SessionStateBuilder::new().with_default_features().with_config(config).with_runtime_env(stores::runtime(None).map_err(failed)?).build();
    let state = state.upgrade_for_ballista(format!("http://{scheduler}")).map_err(failed)?;
    let context = SessionContext::new_with_state(state);
    // Ballista's state has lost what was registered before.
    isnad_sql::register(&context, pack);
    Ok(context)
}
