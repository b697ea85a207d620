//! The wait-for graph: which thread waits for whose callback. An edge that would close a circle, which is a deadlock,
//! is refused before anybody waits.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use super::lock::lock;
use super::per_process::PerProcess;
use super::sync::{Arc, Mutex, thread_local};

/// Names a thread. std's own names cannot be had in destructors of thread-local values, where a host may
/// call us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadNumber(u64);

/// The current thread.
pub fn current_thread() -> ThreadNumber {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local! {
        static NUMBER: Cell<u64> = const { Cell::new(0) };
    }
    NUMBER.with(|number| {
        if number.get() == 0 {
            number.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        ThreadNumber(number.get())
    })
}

/// Its edges, from whoever waits to whom it waits for: few at a time, and one from each thread.
#[derive(Default)]
pub struct WaitForGraph(Mutex<Vec<(ThreadNumber, ThreadNumber)>>);

static CURRENT: PerProcess<Arc<WaitForGraph>> = PerProcess::new();

/// The one that all callbacks of this process are in.
pub fn of_process() -> &'static Arc<WaitForGraph> {
    CURRENT.get(Arc::default)
}

/// Taken out of the graph on drop.
pub struct Edge {
    wait_graph: Arc<WaitForGraph>,
    waiter: ThreadNumber,
}

impl WaitForGraph {
    /// From now on `waiter` waits for `runner`; `None` if `runner` waits for `waiter`, however indirectly.
    pub fn add_edge(self: &Arc<Self>, waiter: ThreadNumber, runner: ThreadNumber) -> Option<Edge> {
        let mut edges = lock(&self.0);
        let mut next = Some(runner);
        while let Some(thread) = next {
            if thread == waiter {
                return None;
            }
            next = edges.iter().find(|(waiter, _)| *waiter == thread).map(|(_, runs)| *runs);
        }
        edges.push((waiter, runner));
        Some(Edge { wait_graph: Arc::clone(self), waiter })
    }
}

#[cfg(test)]
impl WaitForGraph {
    pub fn count(&self) -> usize {
        lock(&self.0).len()
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        lock(&self.wait_graph.0).retain(|(waiter, _)| *waiter != self.waiter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_waits_is_refused() {
        let ids: Vec<ThreadNumber> =
            (0..3).map(|_| std::thread::spawn(current_thread).join().unwrap()).collect();
        let wait_graph = Arc::new(WaitForGraph::default());
        let first = wait_graph.add_edge(ids[0], ids[1]).unwrap();
        let _second = wait_graph.add_edge(ids[1], ids[2]).unwrap();
        assert!(wait_graph.add_edge(ids[2], ids[0]).is_none());
        drop(first);
        assert!(wait_graph.add_edge(ids[2], ids[0]).is_some());
    }
}
