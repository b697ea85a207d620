//! Memory that is given back is wiped first. A license key or an app secret passes through JSON, HTTP and TLS on its
//! way, each with copies of its own that grow and are freed: so none of them stays, whoever made it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;

struct Wiping;

#[global_allocator]
static ALLOCATOR: Wiping = Wiping;

// Not inlined: there are thousands of places that free something, and each would wipe by itself.
// SAFETY: memory comes from the system's allocator and goes back to it with the layout it came with.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Wiping {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of this very function.
        unsafe { System.alloc(layout) }
    }

    #[inline(never)]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above; the block is the caller's, as long as its layout says, until it is freed here.
        unsafe {
            block.write_bytes(0, layout.size());
            // Writing what nobody will read would be left out otherwise.
            System.dealloc(black_box(block), layout);
        }
    }

    /// The system's would leave the old block as it is.
    #[inline(never)]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller promises that the size fits the alignment.
        let grown = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !grown.is_null() {
            // SAFETY: two blocks of their own, each as long as what is copied.
            unsafe {
                grown.copy_from_nonoverlapping(block, layout.size().min(size));
                self.dealloc(block, layout);
            }
        }
        grown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(unsafe_code)]
    fn a_block_that_grows_keeps_its_content() {
        let mut text = String::new();
        for word in 0..10_000 {
            text.push_str(&word.to_string());
        }
        assert!(text.starts_with("0123456789101112") && text.ends_with("99989999"));
        let layout = Layout::from_size_align(4096, 4096).unwrap();
        // SAFETY: a layout with a size, freed with the same.
        unsafe {
            let block = ALLOCATOR.alloc_zeroed(layout);
            assert!(!block.is_null() && block.addr().is_multiple_of(4096));
            ALLOCATOR.dealloc(block, layout);
        }
    }
}
