use super::*;
use crate::runtime::published::Published;

impl Entry for u32 {
    type Beside = Published<u32>;
}

impl Beside for Published<u32> {
    fn clear(&self, _: u64) {
        drop(self.replace(None));
    }
}

fn table_of(layout: Layout) -> &'static Table<u32> {
    Box::leak(Box::new(Table::new(HandleKind::Config, layout, |_| Error::of(Status::InvalidHandle))))
}

fn table() -> &'static Table<u32> {
    table_of(Layout::own())
}

#[test]
fn slots_fill_their_chunks_in_order() {
    assert_eq!((chunk_of(0), chunk_of(15)), ((0, 0), (0, 15)));
    assert_eq!((chunk_of(16), chunk_of(47), chunk_of(48)), ((1, 0), (1, 31), (2, 0)));
    assert!(chunk_of(Layout::own().slots()).0 < CHUNKS);
}

#[test]
fn a_reserved_place_is_no_handle_and_is_given_back() {
    let table: &Table<u32> = table();
    drop(table.reserve().unwrap());
    let handle = table.reserve().unwrap().fill(Arc::new(7));
    assert_eq!(**table.get(handle).unwrap(), 7);
    assert_eq!(table.insert(Arc::new(8)).map(|other| other == handle), Ok(false));
}

#[test]
fn a_freed_handle_is_reported_not_read() {
    let table = table();
    let handle = table.insert(Arc::new(7)).unwrap();
    assert_eq!(**table.get(handle).unwrap(), 7);
    assert_eq!(table.remove(handle).as_deref(), Some(&7));
    assert!(table.remove(handle).is_none());
    assert_eq!(table.get(handle).err().unwrap().status, Status::InvalidHandle);
    for _ in 0..100 {
        let other = table.insert(Arc::new(8)).unwrap();
        assert!(other != handle && table.get(handle).is_err());
        table.remove(other);
    }
}

#[test]
fn foreign_words_are_no_handles() {
    let table = table();
    let handle = table.insert(Arc::new(7)).unwrap();
    for word in [0, 1, handle ^ 2, handle ^ 1, handle ^ 8, usize::MAX, &raw const handle as usize] {
        assert!(table.get(word).is_err() && !table.bit(word) && table.remove(word).is_none());
    }
}

#[test]
fn a_copy_of_the_library_does_not_take_the_handles_of_another() {
    let (one, other) = (table(), table());
    for number in 0..100 {
        let theirs = other.insert(Arc::new(number)).unwrap();
        one.insert(Arc::new(number)).unwrap();
        assert!(one.get(theirs).is_err() && !one.bit(theirs) && one.remove(theirs).is_none());
    }
}

/// 2^3 slots and 2^2 generations, as if a 32-bit program had run for months.
#[test]
fn handles_never_run_out_and_one_comes_back_after_a_long_rest_only() {
    let layout = Layout { slot: 3, generation: 2, quarantine: 4 };
    let table = table_of(layout);
    let mut last = std::collections::HashMap::new();
    for number in 0..10_000 {
        let handle = table.insert(Arc::new(number)).unwrap();
        if let Some(before) = last.insert(handle, number) {
            assert!(number - before > 4 * 4, "{number} {before}");
        }
        assert_eq!(table.remove(handle).as_deref(), Some(&number));
        assert!(table.get(handle).is_err());
    }
    assert_eq!(last.len(), 7 * 4);
}

#[test]
fn where_no_rest_can_be_had_the_message_says_what_to_do() {
    let table = table_of(Layout { slot: 3, generation: 2, quarantine: 4 });
    let held: Vec<usize> = (0..6).map(|number| table.insert(Arc::new(number)).unwrap()).collect();
    let failed = (0..5).find_map(|_| match table.insert(Arc::new(9)) {
        Ok(handle) => table.remove(handle).and(None),
        Err(error) => Some(error),
    });
    let error = failed.unwrap();
    assert_eq!(error.status, Status::TooMany);
    assert!(!error.message.contains("open") && error.message.contains("free"), "{}", error.message);
    held.into_iter().for_each(|handle| drop(table.remove(handle)));
    assert!(table.insert(Arc::new(9)).is_ok());
}

#[test]
fn an_object_in_use_outlives_its_handle() {
    let table = table();
    let value = Arc::new(7);
    let handle = table.insert(Arc::clone(&value)).unwrap();
    let used = table.get(handle).unwrap();
    drop(table.remove(handle));
    assert!(table.get(handle).is_err());
    assert_eq!((**used, Arc::strong_count(&value)), (7, 2));
    drop(used);
    assert_eq!(Arc::strong_count(&value), 1);
}

#[test]
fn the_bit_ends_with_its_handle() {
    let table = table();
    let handle = table.insert(Arc::new(7)).unwrap();
    table.set_bit(handle, true);
    assert!(table.bit(handle));
    table.remove(handle);
    assert!(!table.bit(handle));
    table.set_bit(handle, true);
    assert!(!table.bit(handle));
}

#[test]
fn what_is_beside_an_object_is_its_own_and_goes_with_it() {
    let table = table();
    let seen = |handle| table.look_beside(handle, Published::get).map_err(|error| error.status);
    let show = |handle, number| {
        table.change_beside(handle, |beside, is_ours| {
            drop(beside.replace_if(Some(Arc::new(number)), is_ours));
        });
    };
    let first = table.insert(Arc::new(7)).unwrap();
    assert_eq!(seen(first), Ok(None));
    show(first, 70);
    assert_eq!(seen(first), Ok(Some(Arc::new(70))));
    table.remove(first);
    assert_eq!(seen(first), Err(Status::InvalidHandle));
    // In the same slot.
    let second = table.insert(Arc::new(8)).unwrap();
    assert_eq!(seen(second), Ok(None));
    show(first, 71);
    assert_eq!(seen(second), Ok(None));
    show(second, 80);
    assert_eq!((seen(first), seen(second)), (Err(Status::InvalidHandle), Ok(Some(Arc::new(80)))));
    // A call that is inside keeps the object, and none of what was beside it for others.
    let used = table.get(second).unwrap();
    table.remove(second);
    show(second, 81);
    assert_eq!(seen(second), Err(Status::InvalidHandle));
    drop(used);
    assert_eq!(seen(table.insert(Arc::new(9)).unwrap()), Ok(None));
}

#[test]
fn many_threads_may_use_and_free_the_same_handles() {
    let table = table();
    let handles: Vec<usize> = (0..2000).map(|n| table.insert(Arc::new(n)).unwrap()).collect();
    let freed: usize = std::thread::scope(|scope| {
        let work = || {
            handles
                .iter()
                .filter(|handle| {
                    let _used = table.get(**handle);
                    table.remove(**handle).is_some()
                })
                .count()
        };
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    assert_eq!(freed, handles.len());
}
