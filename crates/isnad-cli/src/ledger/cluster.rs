//! `isnad cluster`: a scheduler, an executor, or a run on a cluster.

use super::args::{Cluster as Call, ClusterCommand, ClusterExecutor, ClusterRun, ClusterScheduler};
use super::{keep, sql, stop};
use crate::output::{Stop, tell};
use crate::summary::{counted, grouped};
use indicatif::{ProgressBar, ProgressStyle};
use isnad_cluster::plan::Cut;
use isnad_cluster::run::{Settings, State, Summary};
use isnad_cluster::{ClusterError, derive, executor, run as cluster, scheduler};
use isnad_ledger::store::Ledger;
use std::future::Future;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// `isnad cluster`.
///
/// # Errors
/// An address that cannot be listened at, a scheduler that does not answer, or what a run may fail for.
pub fn run(call: &Call) -> Result<bool, Stop> {
    // What the engine says of itself is heard where RUST_LOG asks for it.
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("error")).init();
    match &call.command {
        ClusterCommand::Scheduler(call) => schedule(call),
        ClusterCommand::Executor(call) => execute(call),
        ClusterCommand::Run(call) => code(call),
    }
}

fn wait<T>(work: impl Future<Output = Result<T, ClusterError>>) -> Result<T, Stop> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| Stop::Failed(format!("no threads can be started ({e}); close other programs and try again")))?;
    let ended = runtime.block_on(async {
        tokio::select! {
            ended = work => Some(ended),
            _ = tokio::signal::ctrl_c() => None,
        }
    });
    // What still runs is not waited for.
    runtime.shutdown_timeout(Duration::from_secs(2));
    match ended {
        Some(ended) => ended.map_err(failed),
        None => Err(Stop::Failed("interrupted".to_owned())),
    }
}

fn failed(e: ClusterError) -> Stop {
    match e {
        ClusterError::Ledger(e) => stop(e),
        ClusterError::Address { .. } | ClusterError::NoScheduler { .. } | ClusterError::Input { .. } => Stop::Call(e.to_string()),
        e => Stop::Failed(e.to_string()),
    }
}

fn schedule(call: &ClusterScheduler) -> Result<bool, Stop> {
    let settings = scheduler::Settings { listen: call.listen.clone(), host: call.host.clone(), page: call.page.clone(), lost_after: call.lost_after.max(1) };
    tell(&format!("the scheduler listens at {}; its page is at http://{}/ (ctrl-c ends)", settings.listen, settings.page));
    wait(scheduler::serve(&settings, &sql::pack()))?;
    Ok(true)
}

fn execute(call: &ClusterExecutor) -> Result<bool, Stop> {
    let settings = executor::Settings {
        scheduler: call.scheduler.clone(),
        listen: call.listen.clone(),
        host: call.host.clone(),
        metrics: call.metrics.clone(),
        slots: call.slots,
        work: call.work.clone(),
        heartbeat: call.heartbeat.max(1),
        memory: call.memory.map(|mib| mib << 20),
    };
    tell(&format!("an executor at {} works for the scheduler at {} (ctrl-c ends)", settings.listen, settings.scheduler));
    wait(executor::serve(&settings, &sql::pack()))?;
    Ok(true)
}

fn code(call: &ClusterRun) -> Result<bool, Stop> {
    let start = Instant::now();
    let cut = Cut { bytes: call.part_size.max(1) << 20, map: call.map.clone(), pack: isnad_ar::VERSION.to_owned() };
    let settings = Settings { cut, at_once: call.at_once.max(1), ..Settings::new(&call.scheduler, call.sources.clone()) };
    let mut ledger = Ledger::open_or_create(&call.into).map_err(stop)?;
    let watch = Watch::new(call.quiet, start);
    let done = wait(cluster::run(&settings, &mut ledger, &sql::pack(), &|state| watch.tick(state)));
    watch.clear();
    let summary = done?;
    if !call.quiet {
        lines(&summary, start.elapsed()).iter().for_each(|line| tell(line));
    }
    let mut good = summary.quarantined == 0;
    if !call.no_refresh && !ledger.snapshot().derived() {
        let watch = Watch::new(call.quiet, Instant::now());
        let made = wait(derive::renew(&call.scheduler, &mut ledger, &sql::pack(), &|state| watch.tick(state)));
        watch.clear();
        good &= keep::told(&ledger, &made?, !call.quiet);
    }
    Ok(good)
}

fn lines(s: &Summary, took: Duration) -> Vec<String> {
    let [coding, writing] = s.took.map(|t| t.as_secs_f64());
    let mut out = vec![format!(
        "{} added: {}, {}; {} coded in {coding:.1} s, {} found from before, tables in {writing:.1} s ({:.0} reports/s)",
        counted(s.reports, "report"),
        counted(s.events, "event"),
        counted(s.attributions, "attribution"),
        counted(s.coded as u64, "part"),
        grouped(s.found as u64),
        s.reports as f64 / took.as_secs_f64().max(1e-9)
    )];
    if s.known > 0 {
        out.push(format!("{} met that the ledger holds already", counted(s.known, "report")));
    }
    if s.withdrawn > 0 {
        out.push(format!("{} taken back by their publishers", counted(s.withdrawn, "report")));
    }
    if s.quarantined > 0 {
        out.push(format!("{} in quarantine, {} of them fatal to an executor (table quarantine says where and why)", grouped(s.quarantined), grouped(s.failed)));
    }
    out
}

/// Shows how far the run has come: a bar on a terminal, a line every ten seconds elsewhere.
struct Watch {
    bar: Option<ProgressBar>,
    quiet: bool,
    start: Instant,
    said: Mutex<Instant>,
}

/// How often a run tells of itself where nobody watches.
const EVERY: Duration = Duration::from_secs(10);

impl Watch {
    fn new(quiet: bool, start: Instant) -> Watch {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(0);
            // The template is a constant of this file.
            if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len}  {msg}  {eta} left") {
                bar.set_style(style);
            }
            bar
        });
        Watch { bar, quiet, start, said: Mutex::new(start) }
    }

    fn tick(&self, state: &State) {
        let rate = state.made as f64 / self.start.elapsed().as_secs_f64().max(0.001);
        let line = match state.doing {
            "coding" => format!("coding: {}, {rate:.0}/s", counted(state.items, "report")),
            doing => format!("{doing}: {}", counted(state.items, "row")),
        };
        match &self.bar {
            Some(bar) => {
                bar.set_length(state.of as u64);
                bar.set_position(state.done as u64);
                bar.set_message(line);
            }
            None if self.quiet => {}
            None => {
                if let Ok(mut said) = self.said.lock()
                    && said.elapsed() >= EVERY
                {
                    *said = Instant::now();
                    tell(&format!("{line}, {} of {}", state.done, state.of));
                }
            }
        }
    }

    fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
