//! What the tools and the tests of this project share: its places, commands in it, the tools of the system, and what
//! is built before anything can be tried: the library and the development server.

pub mod binary;
pub mod build;
pub mod command;
pub mod dotnet;
pub mod once;
pub mod page;
pub mod part;
pub mod project;
pub mod python;
pub mod quickstart;
pub mod server;
pub mod target;
pub mod tested;
pub mod tool;

/// An error is a sentence for whoever runs the command, with its causes: `{:#}` prints them in one line.
pub type Result<T = ()> = anyhow::Result<T>;
