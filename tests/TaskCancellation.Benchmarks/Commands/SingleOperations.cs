using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>Hands over to BenchmarkDotNet, which no other command loads.</summary>
internal static class SingleOperations
{
    // In this process, since a generated project would not find the versions that this repository manages.
    internal static void Run(string[] args) =>
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
}
