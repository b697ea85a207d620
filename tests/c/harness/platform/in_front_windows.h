/* Functions in front of the system's. */

#ifndef HARNESS_PLATFORM_IN_FRONT_WINDOWS_H
#define HARNESS_PLATFORM_IN_FRONT_WINDOWS_H

#include <windows.h>

typedef void (*any_function)(void);

/* Where the library has the address of a function that it imports. */
static inline any_function *import_of_library(const char *name)
{
    unsigned char *base = (unsigned char *)GetModuleHandleA("authforge.dll");
    if (!base)
        return NULL;
    const IMAGE_NT_HEADERS *head =
        (const IMAGE_NT_HEADERS *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
    const IMAGE_IMPORT_DESCRIPTOR *from =
        (const IMAGE_IMPORT_DESCRIPTOR *)(base + head->OptionalHeader.DataDirectory[1].VirtualAddress);
    for (; from->Name; from++) {
        const IMAGE_THUNK_DATA *names = (const IMAGE_THUNK_DATA *)(base + from->OriginalFirstThunk);
        IMAGE_THUNK_DATA *addresses = (IMAGE_THUNK_DATA *)(base + from->FirstThunk);
        for (; names->u1.AddressOfData; names++, addresses++) {
            const IMAGE_IMPORT_BY_NAME *named =
                (const IMAGE_IMPORT_BY_NAME *)(base + names->u1.AddressOfData);
            if (!IMAGE_SNAP_BY_ORDINAL(names->u1.Ordinal) && strcmp((const char *)named->Name, name) == 0)
                return (any_function *)&addresses->u1.Function;
        }
    }
    return NULL;
}

/* Puts a function there, and gives the one that was. */
static inline any_function stand_in_front(const char *name, any_function function)
{
    DWORD before;
    any_function *import = import_of_library(name), system;
    if (!import || !VirtualProtect(import, sizeof *import, PAGE_READWRITE, &before)) {
        fprintf(stderr, "the library does not import %s\n", name);
        fflush(stderr);
        _exit(90);
    }
    system = *import;
    *import = function;
    VirtualProtect(import, sizeof *import, before, &before);
    return system;
}

/* A function that the library calls in place of the system's; the program itself has the system's. */
#define IN_FRONT_OF(result, name, parameters)                                    \
    static result in_front_of_##name parameters;                                 \
    static any_function behind_##name;                                           \
    __attribute__((constructor)) static void stand_in_front_of_##name(void)      \
    {                                                                            \
        behind_##name = stand_in_front(#name, (any_function)in_front_of_##name); \
    }                                                                            \
    static result in_front_of_##name parameters

/* The one that it stands in front of. */
#define TO_SYSTEM(pointer, name) memcpy(&(pointer), &behind_##name, sizeof(pointer))

#endif
