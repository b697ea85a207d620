/* The memory of this process that can be written to, and how much of it is in use. */

#ifndef HARNESS_PLATFORM_REGIONS_H
#define HARNESS_PLATFORM_REGIONS_H

#include "../platform.h"

struct regions {
    uintptr_t begin, end;
    /* The file that it is of, if it is known. */
    char path[300];
#ifndef _WIN32
    FILE *maps;
    int memory, zero;
#endif
};

#ifdef _WIN32

static inline void begin_regions(struct regions *regions)
{
    memset(regions, 0, sizeof *regions);
}

static inline bool next_region(struct regions *regions)
{
    MEMORY_BASIC_INFORMATION what, teb;
    while (VirtualQuery((void *)regions->end, &what, sizeof what) == sizeof what) {
        regions->begin = (uintptr_t)what.BaseAddress;
        regions->end = regions->begin + what.RegionSize;
        regions->path[0] = '\0';
        if (what.AllocationBase)
            GetModuleFileNameA(what.AllocationBase, regions->path, sizeof regions->path);
        /* Beside what the system knows of its threads Wine keeps what it would say of its calls, with what they were given. */
        if (VirtualQuery(NtCurrentTeb(), &teb, sizeof teb) == sizeof teb &&
            what.AllocationBase == teb.AllocationBase)
            continue;
        if (what.State == MEM_COMMIT && (what.Protect == PAGE_READWRITE || what.Protect == PAGE_WRITECOPY ||
                                         what.Protect == PAGE_EXECUTE_READWRITE))
            return true;
    }
    return false;
}

static inline void *copy_of_region(const struct regions *regions, size_t *got)
{
    size_t size = regions->end - regions->begin;
    SIZE_T read = 0;
    void *copy = VirtualAlloc(NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    if (copy && ReadProcessMemory(GetCurrentProcess(), (void *)regions->begin, copy, size, &read))
        *got = read;
    return copy;
}

static inline void drop_copy(void *copy, const struct regions *regions)
{
    (void)regions;
    VirtualFree(copy, 0, MEM_RELEASE);
}

static inline void end_regions(struct regions *regions)
{
    (void)regions;
}

/* Of the heap that the library takes its memory from. */
static inline long bytes_in_use(void)
{
    PROCESS_HEAP_ENTRY entry = { .lpData = NULL };
    HANDLE heap = GetProcessHeap();
    long bytes = 0;
    HeapLock(heap);
    while (HeapWalk(heap, &entry))
        if (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY)
            bytes += (long)entry.cbData;
    HeapUnlock(heap);
    return bytes;
}

#else

#include <malloc.h>
#include <sys/mman.h>

static inline void begin_regions(struct regions *regions)
{
    memset(regions, 0, sizeof *regions);
    regions->maps = fopen("/proc/self/maps", "r");
    regions->memory = open("/proc/self/mem", O_RDONLY);
    regions->zero = open("/dev/zero", O_RDWR);
    if (!regions->maps || regions->memory < 0 || regions->zero < 0)
        abort();
}

static inline bool next_region(struct regions *regions)
{
    char line[512], rights[8];
    unsigned long begin, end;
    while (fgets(line, sizeof line, regions->maps)) {
        regions->path[0] = '\0';
        if (sscanf(line, "%lx-%lx %7s %*s %*s %*s %299[^\n]", &begin, &end, rights, regions->path) < 3 ||
            rights[1] != 'w')
            continue;
        regions->begin = begin;
        regions->end = end;
        return true;
    }
    return false;
}

static inline void *copy_of_region(const struct regions *regions, size_t *got)
{
    size_t size = regions->end - regions->begin;
    void *copy = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, regions->zero, 0);
    ssize_t length = copy == MAP_FAILED ? -1 : pread(regions->memory, copy, size, (off_t)regions->begin);
    *got = length < 0 ? 0 : (size_t)length;
    return copy;
}

static inline void drop_copy(void *copy, const struct regions *regions)
{
    munmap(copy, regions->end - regions->begin);
}

static inline void end_regions(struct regions *regions)
{
    fclose(regions->maps);
    close(regions->memory);
    close(regions->zero);
}

#ifdef __GLIBC__
static inline long bytes_in_use(void)
{
#if __GLIBC_PREREQ(2, 33)
    return (long)mallinfo2().uordblks;
#else
    return mallinfo().uordblks;
#endif
}
#endif

#endif

#endif
