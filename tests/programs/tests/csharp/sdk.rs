//! What is compiled of the C# sources by the .NET SDK, where there is one.

use std::path::{Path, PathBuf};

use harness::dotnet::{self, Sdk};
use harness::once::once;
use harness::{Result, project};

use crate::examples;

/// The projects that are checked in are built with everything that they have to say as an error.
const STRICT: &str = "-p:AuthForgeStrict=true";

/// The folder with all that it makes.
fn artifacts() -> Result<PathBuf> {
    project::scratch("csharp/net")
}

/// The program of the proofs.
pub fn proofs() -> Result<PathBuf> {
    compile()?;
    Ok(dotnet::built(&artifacts()?, "Proofs").join("Proofs.dll"))
}

/// The library for both frameworks, and the proofs, once in a run.
pub fn compile() -> Result {
    once("C# by the .NET SDK", || {
        let proofs = project::root().join("tests/csharp/Proofs.csproj");
        Sdk::find()?.make("build", &proofs, &artifacts()?, &[STRICT])?;
        let standard = project::root().join("bindings/csharp/LibAuthForge/LibAuthForge.csproj");
        let words = [STRICT, "--framework", "netstandard2.0"];
        Sdk::find()?.make("build", &standard, &artifacts()?.join("standard"), &words).map(drop)
    })
}

/// The examples.
pub fn compile_examples() -> Result {
    let console = project::root().join(examples::CONSOLE);
    compile_program(&console, &project::scratch("csharp/net-example")?, "").map(drop)
}

/// One source as a program beside the library, with properties of its project; gives the program.
pub fn compile_program(source: &Path, folder: &Path, properties: &str) -> Result<PathBuf> {
    compile()?;
    let sdk = Sdk::find()?;
    let library = dotnet::built(&artifacts()?, "LibAuthForge").with_file_name("release_net8.0");
    let text = format!(
        "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    <OutputType>Exe</OutputType>\n    \
         <TargetFramework>{}</TargetFramework>\n    <UseAppHost>false</UseAppHost>\n    \
         <InvariantGlobalization>true</InvariantGlobalization>\n    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>\n    \
         <EnableDefaultCompileItems>false</EnableDefaultCompileItems>\n    {properties}\n  </PropertyGroup>\n  \
         <ItemGroup>\n    <Compile Include=\"{}\" />\n    <Reference Include=\"{}\" />\n  </ItemGroup>\n</Project>\n",
        sdk.framework(),
        source.display(),
        library.join("LibAuthForge.dll").display()
    );
    let project = folder.join("Program.csproj");
    project::write(&project, &text)?;
    sdk.make("build", &project, &folder.join("made"), &[])?;
    Ok(dotnet::built(&folder.join("made"), "Program").join("Program.dll"))
}

/// The example of a page, in a folder of its own; gives the program.
pub fn compile_page(text: &str, folder: &Path) -> Result<PathBuf> {
    let page = folder.join("Page.cs");
    project::write(&page, text)?;
    compile_program(&page, folder, "")
}
