//! `runtime/published.rs`: a value is replaced while others copy it.

use authforge_models::run;
use authforge_models::runtime::published::Published;
use authforge_models::runtime::sync::Arc;
use authforge_models::runtime::sync::atomic::{AtomicU32, Ordering};
use shuttle::thread;

/// What is copied is what was shown last when the copy began, or what has come since; and each value is in one hand when
/// nobody copies any more.
#[test]
fn copies_are_of_what_is_shown() {
    const LAST: u32 = 3;
    run::many("copies are of what is shown", 8_000, || {
        let published = Arc::new(Published::<u32>::default());
        let shown = Arc::new(AtomicU32::new(0));
        drop(published.replace(Some(std::sync::Arc::new(0))));
        let readers: Vec<_> = (0..2)
            .map(|_| {
                let (published, shown) = (Arc::clone(&published), Arc::clone(&shown));
                thread::spawn(move || {
                    for _ in 0..2 {
                        let at_least = shown.load(Ordering::SeqCst);
                        let copy = published.get().map(|copy| *copy);
                        assert!(copy.is_some_and(|copy| (at_least..=LAST).contains(&copy)), "{copy:?}");
                    }
                })
            })
            .collect();
        for number in 1..=LAST {
            let old = published.replace(Some(std::sync::Arc::new(number)));
            assert_eq!(old.as_deref(), Some(&(number - 1)));
            shown.store(number, Ordering::SeqCst);
        }
        readers.into_iter().for_each(|reader| assert!(reader.join().is_ok()));
        let last = published.replace(None);
        assert_eq!(last.map(|last| std::sync::Arc::strong_count(&last)), Some(1));
        assert!(published.get().is_none());
    });
}
