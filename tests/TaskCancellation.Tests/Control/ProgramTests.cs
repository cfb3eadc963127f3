using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using EmulatorServer.Services;

namespace TaskCancellation.Tests.Control;

/// <summary>The program as the tests of another language start and stop it.</summary>
internal sealed class ProgramTests
{
    private static IEnumerable<string> Names => EmulatedService.All.Select(service => service.Name).Append("control");

    [Test]
    public async Task The_first_line_tells_the_addresses_and_the_end_of_the_input_ends_it()
    {
        using var program = Start("--json", "--exit-with-stdin", "--manual");
        var addresses = JsonElement.Parse((await program.StandardOutput.ReadLineAsync())!);
        Assert.That(addresses.EnumerateObject().Select(one => one.Name), Is.EqualTo(Names));
        using var http = new HttpClient();
        var clock = await http.GetFromJsonAsync<JsonElement>(new Uri(new Uri(addresses.GetProperty("control").GetString()!), "clock"));
        Assert.That(clock.GetProperty("speed").GetDouble(), Is.Zero);
        program.StandardInput.Close();
        await program.WaitForExitAsync();
        Assert.That((program.ExitCode, await program.StandardError.ReadToEndAsync()), Is.EqualTo((0, "")));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "signals are of Unix")]
    public async Task A_signal_ends_it_cleanly_and_the_file_of_addresses_is_there_when_all_is_open([Values("TERM", "INT")] string signal)
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.json");
        using var program = Start("--addresses-file", file, "--json", "--listen", "0.0.0.0");
        var line = await program.StandardOutput.ReadLineAsync();
        Assert.That(await program.StandardError.ReadLineAsync(), Does.StartWith("warning: the control port listens on 0.0.0.0 and asks for no password"));
        using (var kill = Process.Start("kill", [$"-{signal}", $"{program.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await program.WaitForExitAsync();
        Assert.That((program.ExitCode, await program.StandardError.ReadToEndAsync()), Is.EqualTo((0, "")));
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(line + "\n"));
    }

    [Test]
    public async Task What_it_cannot_start_with_is_said_in_a_sentence()
    {
        using var program = Start("--veevavault-flavor", "any");
        await program.WaitForExitAsync();
        Assert.That((program.ExitCode, await program.StandardError.ReadToEndAsync()), Is.EqualTo((2, $"--set veevavault.flavor=any: veevavault: The service has no flavors: there is one product of that name.{Environment.NewLine}")));
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EmulatorServer.dll"), .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
