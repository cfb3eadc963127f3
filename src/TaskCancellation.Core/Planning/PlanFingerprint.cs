using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TaskCancellation;

/// <summary>Computes a plan's fingerprint. Each text is hashed with its length before it, so that no two plans write the same bytes.</summary>
internal sealed class PlanFingerprint : IDisposable
{
    private const int Length = 16;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal static string Of(CancellationPlan plan)
    {
        using var print = new PlanFingerprint();
        print.Add(plan.ServiceName);
        print.Add(plan.Endpoint?.AbsoluteUri);
        foreach (var constraint in plan.Filter.GetConstraints().Where(constraint => constraint.Field != FilterFields.Where).OrderBy(constraint => constraint.Name, StringComparer.Ordinal))
        {
            print.Add(constraint.Name);
            print.Add(constraint.Range?.ToString());
            print.Add(constraint.Values);
        }

        print.Add(plan.HasPredicate ? "where" : null);
        print.Add(plan.Options.AllowAll ? "all" : null);
        print.Add(plan.Options.MaxTargets?.ToString(CultureInfo.InvariantCulture));
        print.Add(plan.CreatedAt);
        print.Add(plan.ExpiresAt);
        foreach (var target in plan.Targets.Select(task => task.ToTarget()))
        {
            print.Add(target.Id.Value);
            print.Add(target.Kind);
            print.Add(target.StartedAt);
            print.Add(target.EnqueuedAt);
        }

        return Convert.ToHexStringLower(print.hash.GetHashAndReset().AsSpan(0, Length));
    }

    public void Dispose() => hash.Dispose();

    private void Add(IReadOnlyList<string?> values)
    {
        AddLength(values.Count);
        foreach (var value in values)
        {
            Add(value);
        }
    }

    private void Add(DateTimeOffset? instant) => Add(instant?.UtcTicks.ToString(CultureInfo.InvariantCulture));

    private void Add(string? text)
    {
        AddLength(text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        hash.AppendData(Encoding.UTF8.GetBytes(text ?? ""));
    }

    private void AddLength(int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        hash.AppendData(bytes);
    }
}
