/// \file How a compiler is told that what a function gives does not outlive what it was called on. Nothing
/// here is public.

#ifndef AUTHFORGE_LIFETIME_HPP
#define AUTHFORGE_LIFETIME_HPP

/// Behind a parameter, or behind a function for its object: the result borrows from it. Clang, and MSVC's
/// code analysis, warn of one that is kept longer. Where the object has no name at all, overloads that are
/// deleted say so to every compiler.
#define AUTHFORGE_LIFETIMEBOUND
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::lifetimebound)
#undef AUTHFORGE_LIFETIMEBOUND
#define AUTHFORGE_LIFETIMEBOUND [[clang::lifetimebound]]
#elif __has_cpp_attribute(msvc::lifetimebound)
#undef AUTHFORGE_LIFETIMEBOUND
#define AUTHFORGE_LIFETIMEBOUND [[msvc::lifetimebound]]
#endif
#endif

#endif // AUTHFORGE_LIFETIME_HPP
