using System.Globalization;
using System.Text;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Sockets;

/// <summary>Puts requests read from a raw socket to an emulator, and writes its replies as bytes for one.</summary>
internal sealed class EmulatorFront(ServiceEmulator emulator) : IDisposable
{
    private readonly HttpMessageInvoker invoker = new(emulator);

    /// <summary>Lets the emulator act on a request; gives its reply.</summary>
    internal async Task<string> ActAsync(string request)
    {
        var head = request.Split("\r\n\r\n")[0].Split("\r\n");
        var line = head[0].Split(' ');
        using var message = new HttpRequestMessage(new HttpMethod(line[0]), emulator.BaseAddress.GetLeftPart(UriPartial.Authority) + line[1]);
        // Replies are texts here, and a compressed one is none.
        foreach (var header in head.Skip(1).Select(text => text.Split(": ", 2)).Where(header => header[0] is not ("Host" or "Accept-Encoding")))
        {
            message.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        using var response = await invoker.SendAsync(message, CancellationToken.None);
        var body = await response.Content.ReadAsStringAsync();
        var reply = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\r\n");
        foreach (var (name, values) in response.Content.Headers.NonValidated.Where(header => header.Key != "Content-Length"))
        {
            reply.Append(CultureInfo.InvariantCulture, $"{name}: {values}\r\n");
        }

        return reply.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}").ToString();
    }

    public void Dispose() => invoker.Dispose();
}
