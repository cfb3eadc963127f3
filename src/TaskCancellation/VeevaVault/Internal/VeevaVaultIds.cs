using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>The form of job ids: whole numbers from 1.</summary>
internal static class VeevaVaultIds
{
    /// <summary>How many digits the largest id has.</summary>
    internal const int MostDigits = 19;

    private const int MostShown = 200;

    internal static void Check(TaskId id)
    {
        if (NumberOf(id.Value) is null)
        {
            throw new ArgumentException($"'{SafeText.Of(id.Value, MostShown)}' is not a Vault job id: a whole number from 1 to 9223372036854775807, without sign, spaces or leading zeros.", nameof(id));
        }
    }

    /// <summary>The number that an id is; null when it is none.</summary>
    /// <remarks>By hand, as it is asked for each job of a batch several times: the parser of the base class library takes three times as long, and lets a NUL at the end pass.</remarks>
    internal static long? NumberOf(string id)
    {
        if (id.Length is 0 or > MostDigits || id[0] == '0')
        {
            return null;
        }

        // Of that many digits, the largest still fits.
        var number = 0UL;
        foreach (var digit in id)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return null;
            }

            number = (number * 10) + (digit - (uint)'0');
        }

        return number <= long.MaxValue ? (long)number : null;
    }
}
