using System.Diagnostics;
using EmulatorServer.Sockets;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.Findings;

/// <summary>The sample CancelByFilter, run as a program: what it is asked for and cannot do is said in a sentence, and in the exit code.</summary>
[NonParallelizable]
[Category("Finding K9")]
internal sealed class CancelByFilterSampleTests
{
    [TestCase("--endpoint", "api.example.com", "an address with its scheme")]
    [TestCase("--endpoint", "ftp://api.example.com", "an address with its scheme")]
    [TestCase("--endpoint", "", "an address with its scheme")]
    [TestCase("--drift", "x", "--drift takes only-planned, fail, or a number.")]
    [TestCase("--drift", "-1", "--drift takes only-planned, fail, or a number.")]
    [TestCase("--service", "Nomad", "Nomad")]
    [TestCase("--max", "many", "many")]
    [TestCase("--nothing", "x", "--nothing")]
    public async Task What_cannot_be_meant_is_refused_in_a_sentence(string option, string value, string sentence)
    {
        var (exit, output) = await RunAsync([option, value]);

        Assert.That(output, Does.Contain(sentence).And.Not.Contain("Unhandled"));
        Assert.That(exit, Is.EqualTo(2));
    }

    [Test]
    public async Task An_id_that_is_not_there_is_named()
    {
        var (exit, output) = await RunAsync(["--id", "0", "--id", "123456", "--yes"]);

        Assert.That(output, Does.Contain("123456: no task with this id that matches is visible to you.").And.Contain("1 Canceled"));
        Assert.That(exit, Is.EqualTo(1));
    }

    [Test]
    public async Task Who_sees_nothing_is_told_so()
    {
        CloudFoundryEmulator server = null!;
        Bridge bridge = null!;
        await using (await SocketHost.StartAsync(0, address =>
        {
            server = new CloudFoundryEmulator(TimeProvider.System, address);
            bridge = new Bridge(server);
            return bridge.ServeAsync;
        }))
        {
            server.Add(new CloudFoundryTask { RunDuration = null });
            server.AddUser(new CloudFoundryUser { Name = "newcomer", Tokens = ["token-of-a-newcomer"] });

            var (exit, output) = await RunAsync(["--service", "cloudfoundry", "--endpoint", server.BaseAddress.AbsoluteUri, "--name", "*migrat*", "--yes"], "token-of-a-newcomer");

            Assert.That(output, Does.Contain("Nothing visible to you matches"));
            Assert.That(exit, Is.Zero);
        }

        bridge.Dispose();
        server.Dispose();
    }

    private static async Task<(int Exit, string Output)> RunAsync(string[] args, string? token = null)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Program("samples/CancelByFilter"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CF_ACCESS_TOKEN"] = token;
        using var child = Process.Start(start)!;
        var (output, errors) = (child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        await child.WaitForExitAsync();
        return (child.ExitCode, (await output + await errors).ReplaceLineEndings(" "));
    }
}
