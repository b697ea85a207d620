//! How models are run, and how often: each says so, with `--nocapture`.

use shuttle::scheduler::{DfsScheduler, PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, Runner};

/// Every order there is.
pub fn all(name: &str, model: impl Fn() + Send + Sync + 'static) {
    run(name, "all orders", DfsScheduler::new(None, false), model);
}

/// So many orders, half of them by chance and half with few changes between threads, at chosen moments.
pub fn many(name: &str, orders: usize, model: impl Fn() + Send + Sync + 'static) {
    let model = std::sync::Arc::new(model);
    let again = std::sync::Arc::clone(&model);
    run(name, "by chance", RandomScheduler::new(orders / 2), move || model());
    run(name, "few changes", PctScheduler::new(4, orders / 2), move || again());
}

fn run(name: &str, how: &str, scheduler: impl Scheduler + 'static, model: impl Fn() + Send + Sync + 'static) {
    let begun = std::time::Instant::now();
    let orders = Runner::new(scheduler, Config::default()).run(model);
    println!("{name}: {orders} schedules, {how}, {:?}", begun.elapsed());
}
