using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Messages;

/// <summary>The address of one service, given to the client of another.</summary>
internal static class WrongServiceMessages
{
    internal static async IAsyncEnumerable<Message> AllAsync()
    {
        foreach (var (client, address) in from client in Services.All from address in Services.All where client != address select (client, address))
        {
            await using var service = Services.Create(address);
            await using var bench = new MessageBench(client, service.Emulator.BaseAddress, service.Emulator);
            var error = await bench.FailToReadAsync(client);
            yield return new Message("The address of another service", $"a read of {client} at {address}", error, [.. bench.Log.Lines.Select(line => line.Text)]);
        }
    }
}
