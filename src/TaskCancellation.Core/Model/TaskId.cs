using System.Globalization;

namespace TaskCancellation;

/// <summary>The id of a remote task: the service's own text, compared ordinally. What form it must have, each client checks before any I/O.</summary>
public readonly record struct TaskId
{
    private readonly string? value;

    /// <summary>Takes the id as the service writes it.</summary>
    public TaskId(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        this.value = value.Length == 0 ? null : value;
    }

    /// <summary>The text of the id; empty for a default instance, which no service accepts.</summary>
    public string Value => value ?? "";

    /// <summary>Takes the id as the service writes it.</summary>
    public static implicit operator TaskId(string value) => new(value);

    /// <summary>Takes a numeric id.</summary>
    public static implicit operator TaskId(long value) => FromInt64(value);

    /// <summary>Takes a GUID, written in lower case with hyphens.</summary>
    public static implicit operator TaskId(Guid value) => FromGuid(value);

    /// <summary>Takes a numeric id.</summary>
    public static TaskId FromInt64(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Takes a GUID, written in lower case with hyphens.</summary>
    public static TaskId FromGuid(Guid value) => new(value.ToString("D", CultureInfo.InvariantCulture));

    /// <summary>Takes the id as the service writes it.</summary>
    public static TaskId FromString(string value) => new(value);

    /// <summary>The text of the id.</summary>
    public override string ToString() => Value;
}
