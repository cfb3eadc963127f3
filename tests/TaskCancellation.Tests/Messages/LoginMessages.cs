using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tests.Messages;

/// <summary>Credentials that are refused, and logins that come to nothing.</summary>
internal static class LoginMessages
{
    private static readonly KeyValuePair<string, string?>[] Password = [new("Username", "admin"), new("Password", MessageBench.Secret)];

    internal static async IAsyncEnumerable<Message> AllAsync()
    {
        foreach (var (name, fault) in Faults)
        {
            yield return await LogInAsync("CloudFoundry", new CloudFoundryEmulator(TestClock.Create()), "/oauth/token", name, fault);
            yield return await LogInAsync("VeevaVault", new VeevaVaultEmulator(TestClock.Create()), "/auth", name, fault);
        }
    }

    private static IEnumerable<(string Name, Action<FaultRule>? Fault)> Faults =>
    [
        ("a wrong password", null),
        ("the login is refused a connection", rule => rule.Refuse()),
        ("the login answers 502 and a page", rule => rule.Respond(EmulatedReply.Html(502))),
        ("the login answers 200 and a page", rule => rule.Respond(EmulatedReply.Html(200))),
        ("the login quotes the password", rule => rule.Respond(EmulatedReply.Text(500, $"cannot check {MessageBench.Secret}", "text/plain"))),
    ];

    private static async Task<Message> LogInAsync(string service, ServiceEmulator emulator, string path, string name, Action<FaultRule>? fault)
    {
        using var server = emulator;
        fault?.Invoke(emulator.Faults.When(request => request.Path.EndsWith(path, StringComparison.Ordinal)));
        await using var bench = new MessageBench(service, emulator.BaseAddress, emulator, Password);
        var error = await bench.FailToCancelAsync(service);
        return new Message("Logins", $"{service}: {name}", error, [.. bench.Log.Lines.Select(line => line.Text)]);
    }
}
