using System.Globalization;

namespace TaskCancellation;

/// <summary>The id of a remote task: the service's own text, compared ordinally.</summary>
/// <remarks>Each client checks the form of an id before any I/O.</remarks>
public readonly record struct TaskId
{
    private readonly string? value;

    /// <summary>Initializes a new instance of the <see cref="TaskId"/> struct.</summary>
    /// <param name="value">The id, as the service writes it.</param>
    public TaskId(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        this.value = value.Length == 0 ? null : value;
    }

    /// <summary>Gets the text of the id; empty for a default instance, which no service accepts.</summary>
    public string Value => value ?? "";

    /// <summary>Converts the text of an id, as the service writes it.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator TaskId(string value) => new(value);

    /// <summary>Converts a numeric id.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator TaskId(long value) => FromInt64(value);

    /// <summary>Converts a GUID, written in lowercase with hyphens.</summary>
    /// <param name="value">The GUID.</param>
    public static implicit operator TaskId(Guid value) => FromGuid(value);

    /// <summary>Creates an id from a number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The id.</returns>
    public static TaskId FromInt64(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Creates an id from a GUID, written in lowercase with hyphens.</summary>
    /// <param name="value">The GUID.</param>
    /// <returns>The id.</returns>
    public static TaskId FromGuid(Guid value) => new(value.ToString());

    /// <summary>Creates an id from its text, as the service writes it.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The id.</returns>
    public static TaskId FromString(string value) => new(value);

    /// <summary>Returns the text of the id.</summary>
    public override string ToString() => Value;
}
