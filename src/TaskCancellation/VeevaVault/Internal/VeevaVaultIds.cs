using System.Globalization;

namespace TaskCancellation.VeevaVault;

/// <summary>The form of job ids: whole numbers from 1.</summary>
internal static class VeevaVaultIds
{
    internal static void Check(TaskId id)
    {
        if (NumberOf(id.Value) is null)
        {
            throw new ArgumentException("A Vault job is named by a whole number from 1 to 9223372036854775807, without sign, spaces or leading zeros.", nameof(id));
        }
    }

    /// <summary>The number that an id is; null when it is none. Parsing alone would let a NUL at the end pass.</summary>
    internal static long? NumberOf(string id) =>
        id is not ['0', ..] && !id.AsSpan().ContainsAnyExceptInRange('0', '9') && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
