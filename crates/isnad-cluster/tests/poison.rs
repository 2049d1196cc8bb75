//! A report that takes down whoever codes it is put into quarantine, and everything else is coded.
//!
//! The test starts itself again as scheduler and as executors; these code with a function that ends the process when it meets that report.

use ballista_core::registry::BallistaFunctionRegistry;
use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::DataType;
use datafusion::error::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature};
use datafusion::prelude::SessionContext;
use isnad_cluster::plan::Cut;
use isnad_cluster::run::{Settings, run};
use isnad_cluster::{executor, scheduler};
use isnad_ledger::schema::Table;
use isnad_ledger::store::Ledger;
use isnad_sql::Pack;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const POISON: &str = "poison";

fn pack() -> Pack {
    Pack::new(isnad_ar::VERSION, [], || isnad_ar::lexicon(&[]).0)
}

/// `isnad_code`, but for one report.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Poisoned(ScalarUDF);

impl ScalarUDFImpl for Poisoned {
    fn name(&self) -> &str {
        "isnad_code"
    }

    fn signature(&self) -> &Signature {
        self.0.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.0.return_type(types)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let ids = args.args[0].to_array(args.number_rows)?;
        if ids.as_string::<i32>().iter().flatten().any(|id| id == POISON) {
            std::process::abort();
        }
        self.0.invoke_with_args(args)
    }
}

fn functions(pack: &Pack) -> BallistaFunctionRegistry {
    let context = SessionContext::new();
    isnad_sql::register(&context, pack);
    context.register_udf(ScalarUDF::new_from_impl(Poisoned(isnad_sql::isnad_code(pack))));
    BallistaFunctionRegistry::from(&context.state())
}

/// No test, but what the test's other processes run.
#[test]
fn node() {
    let Ok(what) = std::env::var("ISNAD_TEST_NODE") else { return };
    let words: Vec<&str> = what.split(' ').collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let pack = pack();
    match words[..] {
        ["scheduler", listen, page] => {
            let settings = scheduler::Settings { listen: listen.to_owned(), page: page.to_owned(), host: None, lost_after: 3 };
            runtime.block_on(scheduler::serve(&settings, &pack)).unwrap();
        }
        ["executor", scheduler, listen] => {
            let settings = executor::Settings { scheduler: scheduler.to_owned(), listen: listen.to_owned(), slots: Some(1), heartbeat: 1, ..executor::Settings::default() };
            runtime.block_on(executor::serve_with(&settings, &pack, functions(&pack))).unwrap();
        }
        _ => panic!("{what}"),
    }
}

fn start(what: &str) -> Child {
    let mut call = Command::new(std::env::current_exe().unwrap());
    call.args(["--exact", "node", "--nocapture"]).env("ISNAD_TEST_NODE", what).stdout(Stdio::null()).stderr(Stdio::null());
    call.spawn().unwrap()
}

fn address() -> String {
    loop {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        if port < u16::MAX && TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return format!("127.0.0.1:{port}");
        }
    }
}

fn listens(address: &str) {
    let begin = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(begin.elapsed() < Duration::from_secs(60), "nobody listens at {address}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_report_that_kills_its_executor_is_put_into_quarantine() {
    let (input, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let report = |id: &str| format!("{{\"id\": \"{id}\", \"title\": \"خبر {id}\", \"body\": \"دان الرئيس الفرنسي الهجوم على بغداد.\"}}\n");
    let lines: String = (0..20).map(|n| if n == 13 { report(POISON) } else { report(&format!("r{n}")) }).collect();
    std::fs::write(input.path().join("a.jsonl"), lines).unwrap();
    std::fs::write(input.path().join("b.jsonl"), report("later")).unwrap();

    let (at, page, listen) = (address(), address(), address());
    let mut scheduler = start(&format!("scheduler {at} {page}"));
    listens(&at);
    // Who supervises an executor starts it again.
    let (stop, deaths) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let supervisor = {
        let (stop, deaths, what) = (Arc::clone(&stop), Arc::clone(&deaths), format!("executor {at} {listen}"));
        std::thread::spawn(move || {
            let mut running = start(&what);
            while !stop.load(Ordering::Relaxed) {
                if running.try_wait().unwrap().is_some() {
                    deaths.fetch_add(1, Ordering::Relaxed);
                    running = start(&what);
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            running.kill().unwrap();
            running.wait().unwrap();
        })
    };
    let mut ledger = Ledger::open_or_create(folder.path()).unwrap();
    let settings = Settings { tries: 2, cut: Cut { pack: isnad_ar::VERSION.to_owned(), ..Cut::default() }, ..Settings::new(&at, vec![input.path().to_string_lossy().into_owned()]) };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let ended = runtime.block_on(async { tokio::time::timeout(Duration::from_secs(300), run(&settings, &mut ledger, &pack(), &|_| {})).await });
    stop.store(true, Ordering::Relaxed);
    supervisor.join().unwrap();
    scheduler.kill().unwrap();
    scheduler.wait().unwrap();

    let summary = ended.expect("the run ends").unwrap();
    assert_eq!((summary.reports, summary.failed, summary.quarantined), (20, 1, 1), "{summary:?}");
    let deaths = deaths.load(Ordering::Relaxed);
    println!("{deaths} executors died of it");
    assert!((1..=12).contains(&deaths), "{deaths} executors died of one report");
    let batch = ledger.snapshot().batches(Table::Quarantine, &[]).next().unwrap().unwrap();
    let place = batch.column_by_name("place").unwrap().as_string::<i32>().value(0).to_owned();
    assert!(place.ends_with("a.jsonl, item 14"), "{place}");
}
