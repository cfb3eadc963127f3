using System.Globalization;

namespace TaskCancellation.Testing;

/// <summary>A setting of an emulator by its name, for programs that only have texts: a command line, a control endpoint. Code sets the property of the same name.</summary>
public sealed class EmulatorSetting
{
    private readonly Func<string?> get;
    private readonly Action<string> set;

    private EmulatorSetting(string name, string description, Func<string?> get, Action<string> set)
    {
        Name = name;
        Description = description;
        this.get = get;
        this.set = set;
    }

    /// <summary>The name: that of the property, in camel case.</summary>
    public string Name { get; }

    /// <summary>What it means, with its unit and its default.</summary>
    public string Description { get; }

    /// <summary>The value as text, as <see cref="Set"/> takes it; null for none.</summary>
    public string? Value => get();

    /// <summary>Sets the value.</summary>
    /// <param name="value">Numbers in the invariant culture, times in seconds or as <c>00:00:01.5</c>, <c>true</c> or <c>false</c>, members of enumerations by name; empty for none where there can be none.</param>
    /// <exception cref="ArgumentException">The text is not such a value; the message names the setting.</exception>
    public void Set(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        try
        {
            set(value);
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException or ArgumentException)
        {
            throw new ArgumentException($"{Name}: '{value}' cannot be set. {wrong.Message}", nameof(value), wrong);
        }
    }

    /// <summary>A setting whose type reads and writes itself: a number, a time, a text.</summary>
    public static EmulatorSetting Of<T>(string name, string description, Func<T> get, Action<T> set)
        where T : IParsable<T> =>
        new(name, description, () => Text(get()), value => set(Parse<T>(value)));

    /// <summary>A setting that can be absent.</summary>
    public static EmulatorSetting OfOptional<T>(string name, string description, Func<T?> get, Action<T?> set)
        where T : struct, IParsable<T> =>
        new(name, description, () => get() is { } value ? Text(value) : null, value => set(value.Length == 0 ? null : Parse<T>(value)));

    /// <summary>A text that can be absent.</summary>
    public static EmulatorSetting OfText(string name, string description, Func<string?> get, Action<string?> set) =>
        new(name, description, get, value => set(value.Length == 0 ? null : value));

    /// <summary>A setting that is one of a few names.</summary>
    public static EmulatorSetting OfEnum<T>(string name, string description, Func<T> get, Action<T> set)
        where T : struct, Enum =>
        new(name, $"{description} One of {string.Join(", ", Enum.GetNames<T>())}.", () => get().ToString(), value => set(Member<T>(value)));

    /// <summary>A member by its name; .NET would take any number too.</summary>
    private static T Member<T>(string value)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : throw new ArgumentException($"It is one of {string.Join(", ", Enum.GetNames<T>())}.", nameof(value));

    /// <summary>A time that is a mere number is one of seconds; .NET would take it for days.</summary>
    private static T Parse<T>(string value)
        where T : IParsable<T> =>
        typeof(T) == typeof(TimeSpan) && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? (T)(object)TimeSpan.FromSeconds(seconds)
            : T.Parse(value, CultureInfo.InvariantCulture);

    private static string? Text<T>(T value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}
