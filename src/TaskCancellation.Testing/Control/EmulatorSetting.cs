using System.Globalization;

namespace TaskCancellation.Testing;

/// <summary>A setting of an emulator that can be read and written by name, for programs that only have text, such as a command line or a control endpoint. In code, set the property of the same name.</summary>
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

    /// <summary>Gets the name: that of the property, in camel case, with a dot between the property and its member.</summary>
    public string Name { get; }

    /// <summary>Gets what the setting means, with its unit and its default.</summary>
    public string Description { get; }

    /// <summary>Gets the value as text, in the form that <see cref="Set"/> accepts; <see langword="null"/> for no value.</summary>
    public string? Value => get();

    /// <summary>Sets the value.</summary>
    /// <param name="value">A number in the invariant culture, a time in seconds or as <c>00:00:01.5</c>, <c>true</c> or <c>false</c>, or the name of an enumeration member. Empty for no value, where the setting allows that.</param>
    /// <exception cref="ArgumentException">The text is not a valid value. The message names the setting.</exception>
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

    /// <summary>Creates a setting whose type can be parsed and formatted: a number, a time, or text.</summary>
    public static EmulatorSetting Of<T>(string name, string description, Func<T> get, Action<T> set)
        where T : IParsable<T> =>
        new(name, description, () => Text(get()), value => set(Parse<T>(value)));

    /// <summary>Creates a setting that can have no value.</summary>
    public static EmulatorSetting OfOptional<T>(string name, string description, Func<T?> get, Action<T?> set)
        where T : struct, IParsable<T> =>
        new(name, description, () => get() is { } value ? Text(value) : null, value => set(value.Length == 0 ? null : Parse<T>(value)));

    /// <summary>Creates a text setting that can have no value.</summary>
    public static EmulatorSetting OfText(string name, string description, Func<string?> get, Action<string?> set) =>
        new(name, description, get, value => set(value.Length == 0 ? null : value));

    /// <summary>Creates a setting that takes the name of an enumeration member.</summary>
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
