using System.Text;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>Replies from fixtures with something changed.</summary>
internal static class ReplyEdits
{
    internal static EmulatedReply Replacing(this EmulatedReply reply, string text, string by) =>
        reply with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(reply.Body.Span).Replace(text, by, StringComparison.Ordinal)) };
}
