//! Decides what is counted for those who look after a server, and how Prometheus reads it.

use crate::index::Kind;
use crate::state::Keeper;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, LabelSetEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a request was, without what it asked.
#[derive(Debug, Clone, Hash, PartialEq, Eq)]
pub struct Asked {
    /// The route, such as `/api/v1/claims/{id}`.
    pub route: String,
    /// The status of the answer.
    pub status: u16,
}

impl EncodeLabelSet for Asked {
    fn encode(&self, encoder: &mut LabelSetEncoder<'_>) -> Result<(), std::fmt::Error> {
        use prometheus_client::encoding::EncodeLabel;
        ("route", self.route.as_str()).encode(encoder.encode_label())?;
        ("status", self.status.to_string().as_str()).encode(encoder.encode_label())
    }
}

/// What is counted.
pub struct Metrics {
    registry: Registry,
    /// Answers by route and status.
    pub requests: Family<Asked, Counter>,
    /// How long answers took, in seconds.
    pub seconds: Histogram,
    /// Searches that were stopped because nobody waited any more.
    pub stopped: Counter,
    /// Requests that found no room.
    pub refused: Counter,
    connections: Gauge,
    state: Gauge,
    states: Gauge,
    building: Gauge,
    build: Gauge<f64, AtomicU64>,
    things: Family<Vec<(String, String)>, Gauge>,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics::new()
    }
}

impl Metrics {
    /// Nothing yet.
    pub fn new() -> Metrics {
        let mut registry = Registry::with_prefix("isnad");
        let seconds = Histogram::new([0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0]);
        let out = Metrics {
            requests: Family::default(),
            seconds,
            stopped: Counter::default(),
            refused: Counter::default(),
            connections: Gauge::default(),
            state: Gauge::default(),
            states: Gauge::default(),
            building: Gauge::default(),
            build: Gauge::default(),
            things: Family::default(),
            registry: Registry::default(),
        };
        registry.register("http_requests", "Answers by route and status", out.requests.clone());
        registry.register("http_request_seconds", "How long answers took, in seconds", out.seconds.clone());
        registry.register("searches_stopped", "Searches stopped because nobody waited any more", out.stopped.clone());
        registry.register("requests_refused", "Requests that found no room", out.refused.clone());
        registry.register("connections", "Open connections", out.connections.clone());
        registry.register("ledger_state", "The commit of the ledger that is served", out.state.clone());
        registry.register("states", "States served since the start", out.states.clone());
        registry.register("building", "Whether a newer state is on its way", out.building.clone());
        registry.register("index_build_seconds", "How long the served index took to make, in seconds", out.build.clone());
        registry.register("things", "Events, claims and reports served", out.things.clone());
        Metrics { registry, ..out }
    }

    /// A connection came or went.
    pub fn connection(&self, by: i64) {
        self.connections.inc_by(by);
    }

    /// All of it as Prometheus reads it.
    pub fn text(&self, keeper: &Keeper) -> String {
        let state = keeper.now();
        self.state.set(i64::try_from(state.commit).unwrap_or(i64::MAX));
        self.states.set(i64::try_from(keeper.states.load(Ordering::Relaxed)).unwrap_or(i64::MAX));
        self.building.set(i64::from(keeper.busy()));
        self.build.set(state.seconds);
        for kind in Kind::ALL {
            self.things.get_or_create(&vec![("kind".to_owned(), kind.name().to_owned())]).set(i64::try_from(state.count(kind)).unwrap_or(i64::MAX));
        }
        let mut out = String::new();
        // Writing into a string does not fail.
        let _ = encode(&mut out, &self.registry);
        out
    }
}
