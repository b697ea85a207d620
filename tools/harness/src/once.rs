//! What is made once in a run of the tests, although each test may be a process of its own. Not by nextest's setup scripts: they
//! are experimental, and plain `cargo test` has none.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, ensure};
use fs4::FileExt;

use crate::{Result, project};

/// Names this run: nextest's, or this process, since plain `cargo test` has all tests of a file in one.
fn run_id() -> &'static str {
    static ID: OnceLock<String> = OnceLock::new();
    ID.get_or_init(|| {
        std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            format!("{}-{}", std::process::id(), now.as_nanos())
        })
    })
}

/// Makes something that has this name, unless it was made in this run already. Whoever comes meanwhile waits, and hears
/// how it ended too. What was made is looked for where it was put.
pub fn once(name: &str, make: impl FnOnce() -> Result) -> Result {
    let path = lock_file(name)?;
    let named = || path.display().to_string();
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .with_context(named)?;
    // Given back when the file is closed, also by a process that dies.
    FileExt::lock(&file).with_context(named)?;
    let mut noted = String::new();
    file.read_to_string(&mut noted).with_context(named)?;
    if let Some((run, outcome)) = noted.split_once('\n')
        && run == run_id()
    {
        ensure!(outcome.is_empty(), "{outcome}");
        return Ok(());
    }
    let outcome = make();
    let told = outcome.as_ref().err().map(|why| format!("{why:#}")).unwrap_or_default();
    file.rewind().and_then(|()| file.set_len(0)).with_context(named)?;
    file.write_all(format!("{}\n{told}", run_id()).as_bytes()).with_context(named)?;
    outcome
}

/// Does some work while no more than one such per processor is done, by whatever process: compilers, which would crowd
/// out the programs that are running.
pub fn in_turn<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let processors = thread::available_parallelism().map_or(2, usize::from);
    let mut places = Vec::new();
    for place in 0..processors {
        let path = lock_file(&format!("compiler {place}"))?;
        let file = File::create(&path).with_context(|| path.display().to_string())?;
        if FileExt::try_lock(&file).is_ok() {
            let done = work();
            drop(file);
            return done;
        }
        places.push(file);
    }
    // All are taken: wait for one, another for each process.
    let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().subsec_nanos();
    let place = &places[nanoseconds as usize % processors];
    FileExt::lock(place).context("waiting for another compiler")?;
    work()
}

fn lock_file(name: &str) -> Result<PathBuf> {
    Ok(project::scratch("once")?.join(name.replace('/', " ")))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use anyhow::anyhow;

    use super::*;

    #[test]
    fn of_many_that_come_at_once_one_makes_and_all_hear_how_it_ended() {
        let name = format!("a test of once {}", run_id());
        let made = Mutex::new(0);
        let come = || {
            once(&name, || {
                *made.lock().unwrap() += 1;
                Err(anyhow!("in two").context("it broke"))
            })
        };
        thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(come)).collect();
            for one in all {
                assert_eq!(format!("{:#}", one.join().unwrap().unwrap_err()), "it broke: in two");
            }
        });
        assert_eq!(*made.lock().unwrap(), 1);
        std::fs::remove_file(lock_file(&name).unwrap()).unwrap();
    }

    #[test]
    fn what_another_run_has_made_is_made_anew() {
        let name = format!("another test of once {}", run_id());
        std::fs::write(lock_file(&name).unwrap(), "an earlier run\n").unwrap();
        let mut made = 0;
        for _ in 0..2 {
            once(&name, || {
                made += 1;
                Ok(())
            })
            .unwrap();
        }
        assert_eq!(made, 1);
        std::fs::remove_file(lock_file(&name).unwrap()).unwrap();
    }

    #[test]
    fn no_more_work_is_done_at_once_than_there_are_processors() {
        let (now, most) = (Mutex::new(0), Mutex::new(0));
        let processors = thread::available_parallelism().map_or(2, usize::from);
        thread::scope(|scope| {
            for _ in 0..4 * processors {
                scope.spawn(|| {
                    in_turn(|| {
                        let running = {
                            let mut now = now.lock().unwrap();
                            *now += 1;
                            *now
                        };
                        let mut most = most.lock().unwrap();
                        *most = running.max(*most);
                        drop(most);
                        thread::yield_now();
                        *now.lock().unwrap() -= 1;
                        Ok(())
                    })
                    .unwrap();
                });
            }
        });
        assert!(*most.lock().unwrap() <= processors, "{most:?} of {processors}");
    }
}
