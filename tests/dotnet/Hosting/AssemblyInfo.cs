using Xunit;

// The exit code of the process is looked at.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
