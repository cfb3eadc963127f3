namespace TaskCancellation.Serialization;

/// <summary>What all stored data is read by: everything that is due must be there.</summary>
internal static class Stored
{
    /// <summary>Makes something of each element; none of them may be null.</summary>
    internal static T[] Each<TStored, T>(IReadOnlyList<TStored> items, Func<TStored, T> make)
        where TStored : class => [.. items.Select(item => make(item ?? throw Broken("there is a null in a list")))];

    /// <summary>The value of that name, and only its name: a number could be another value one day.</summary>
    internal static T Name<T>(string name)
        where T : struct, Enum => Enum.GetNames<T>().Contains(name, StringComparer.Ordinal) ? Enum.Parse<T>(name) : throw Broken($"'{name}' is none of its values for {typeof(T).Name}");

    internal static Uri? Address(Uri? address) => address?.IsAbsoluteUri == false ? throw Broken($"'{address}' is no address") : address;

    internal static StoredDataException Broken(string reason, Exception? cause = null) => new($"The stored data is broken: {reason}.", cause);
}
