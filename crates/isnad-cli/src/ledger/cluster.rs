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

#[cfg(test)]
mod tests {
    //! What `deploy/` holds is well formed, hangs together, and calls this program by arguments that it takes.

    use crate::args::Args;
    use clap::Parser;
    use serde_json::Value;
    use std::path::{Path, PathBuf};

    fn deploy(name: &str) -> (PathBuf, String) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").join(name);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        (path, text)
    }

    fn texts(list: &Value) -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
    }

    /// Fails where this program would not take the arguments.
    fn takes(who: &str, arguments: &[String]) {
        let all = std::iter::once("isnad").chain(arguments.iter().map(String::as_str));
        if let Err(e) = Args::try_parse_from(all) {
            panic!("{who}: {e}");
        }
    }

    #[test]
    fn compose_hangs_together() {
        let (_, text) = deploy("compose.yaml");
        let file: Value = serde_saphyr::from_str(&text).unwrap_or_else(|e| panic!("compose.yaml: {e}"));
        let services = file["services"].as_object().expect("services");
        let volumes = file["volumes"].as_object().expect("volumes");
        assert_eq!(services.keys().filter(|k| k.starts_with("executor")).count(), 2);
        for (name, service) in services {
            for other in texts(&service["depends_on"]) {
                assert!(services.contains_key(&other), "{name} waits for {other}, which is no service");
            }
            for mount in texts(&service["volumes"]) {
                let volume = mount.split(':').next().unwrap_or_default();
                assert!(volumes.contains_key(volume), "{name} mounts {volume}, which is no volume");
            }
            if service["image"] != "isnad" {
                continue;
            }
            let dockerfile = service["build"]["dockerfile"].as_str().expect("how the image is built");
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(dockerfile).exists(), "{dockerfile}");
            let mut call: Vec<String> = texts(&service["entrypoint"]).into_iter().skip(1).collect();
            call.extend(texts(&service["command"]));
            if name == "run" {
                call.extend(["s3://news/july/", "--into", "/ledger/july"].map(str::to_owned));
            }
            takes(name, &call);
            if let Some(at) = call.iter().position(|a| a == "--host") {
                assert_eq!(&call[at + 1], name, "others reach a service by its name");
            }
        }
    }

    #[test]
    fn kubernetes_hangs_together() {
        let (_, text) = deploy("kubernetes.yaml");
        let objects: Vec<Value> = serde_saphyr::from_multiple(&text).unwrap_or_else(|e| panic!("kubernetes.yaml: {e}"));
        let of = |kind: &str| objects.iter().filter(|o| o["kind"] == kind).collect::<Vec<_>>();
        for object in &objects {
            assert!(object["apiVersion"].is_string() && object["metadata"]["name"].is_string(), "{object}");
        }
        let claims: Vec<&Value> = of("PersistentVolumeClaim").iter().map(|c| &c["metadata"]["name"]).collect();
        for object in of("Deployment").into_iter().chain(of("Job")) {
            let name = object["metadata"]["name"].to_string();
            let template = &object["spec"]["template"];
            if object["kind"] == "Deployment" {
                assert_eq!(object["spec"]["selector"]["matchLabels"], template["metadata"]["labels"], "{name} selects its own pods");
            }
            let volumes = template["spec"]["volumes"].as_array().expect("volumes");
            for claim in volumes.iter().filter_map(|v| v.get("persistentVolumeClaim")) {
                assert!(claims.contains(&&claim["claimName"]), "{name}: {claim}");
            }
            for container in template["spec"]["containers"].as_array().expect("containers") {
                takes(&name, &texts(&container["args"]));
                for mount in container["volumeMounts"].as_array().into_iter().flatten() {
                    assert!(volumes.iter().any(|v| v["name"] == mount["name"]), "{name} mounts {}", mount["name"]);
                }
            }
        }
        let service = of("Service")[0];
        let scheduler = of("Deployment").into_iter().find(|d| d["metadata"]["name"] == service["metadata"]["name"]).expect("a scheduler behind the service");
        assert_eq!(service["spec"]["selector"], scheduler["spec"]["template"]["metadata"]["labels"]);
    }

    #[test]
    fn the_container_file_copies_what_is_there() {
        let (path, text) = deploy("Containerfile");
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let word = line.split(' ').next().unwrap_or_default();
            assert!(["FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "ENTRYPOINT", "CMD", "ENV", "EXPOSE"].contains(&word), "{}: «{word}» is no instruction", path.display());
            if let Some(built) = line.strip_prefix("RUN cargo ") {
                assert!(built.contains("-p isnad-cli --features cluster"), "{line}");
            }
            if matches!(word, "ENTRYPOINT" | "CMD" | "VOLUME") {
                let list = line.split_once(' ').map_or("", |(_, list)| list);
                assert!(serde_json::from_str::<Vec<String>>(list).is_ok(), "{line}");
            }
        }
        assert!(text.contains("--from=build /src/target/release/isnad"));
    }
}
