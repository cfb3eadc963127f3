using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TaskCancellation.Testing;

namespace EmulatorServer.Control;

/// <summary>One member of a record, for those who do not read C#.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type">The type of its value, in terms of JSON.</param>
/// <param name="Default">Its default as JSON; null where it is required or has none.</param>
/// <param name="Description">What it means, from the comments in the code.</param>
internal sealed record MemberDoc(string Name, string Type, string? Default, string Description);

/// <summary>Describes the records of tasks, rows, and users.</summary>
internal static partial class RecordDocs
{
    private static readonly Lazy<Dictionary<string, string>> Comments = new(Load);

    /// <summary>The members of a record, in order; those that it shares with other records first.</summary>
    /// <param name="record">The record.</param>
    /// <param name="example">A record with the default values; null where there are none.</param>
    internal static IReadOnlyList<MemberDoc> Of(Type record, object? example = null) =>
    [
        .. ControlJson.MembersOf(record).OrderBy(member => member.DeclaringType == record).Select(member => new MemberDoc(
            member.Name,
            TypeOf(member),
            example is null || member.IsRequired ? null : ControlJson.Text(member.Get!(example), member.PropertyType),
            CommentOf(record, member))),
    ];

    /// <summary>The records within a record, at any depth, each once.</summary>
    internal static IReadOnlyList<Type> Within(params IEnumerable<Type> records)
    {
        var found = new List<Type>();
        void Add(Type record)
        {
            foreach (var inner in ControlJson.MembersOf(record).Select(member => ItemOf(member.PropertyType)).Where(IsRecord))
            {
                if (!found.Contains(inner))
                {
                    found.Add(inner);
                    Add(inner);
                }
            }
        }

        foreach (var record in records)
        {
            Add(record);
        }

        return found;
    }

    /// <summary>The type of a member's value, in terms of JSON.</summary>
    internal static string TypeOf(JsonPropertyInfo member) => TypeOf(member.PropertyType) + (member.IsGetNullable ? " or null" : "");

    private static string TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            { IsEnum: true } => string.Join(", ", Enum.GetNames(type).Select(name => $"\"{name}\"")) + (type.IsDefined(typeof(FlagsAttribute), inherit: false) ? ", or some of them with commas between" : ""),
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(string) || type == typeof(Uri) => "text",
            _ when type == typeof(DateTimeOffset) => "instant",
            _ when type == typeof(TimeSpan) => "time",
            { IsPrimitive: true } => "number",
            _ => ControlJson.Options.GetTypeInfo(type) switch
            {
                { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } value } => $"object of {TypeOf(value)}",
                { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item } => $"list of {TypeOf(item)}",
                _ => type.Name,
            },
        };
    }

    private static bool IsRecord(Type type) => type.Assembly == typeof(ServiceEmulator).Assembly && !type.IsEnum;

    /// <summary>The type of the items of a list or dictionary; the type itself when it is neither.</summary>
    private static Type ItemOf(Type type) => ControlJson.Options.GetTypeInfo(type).ElementType is { } item ? ItemOf(item) : Nullable.GetUnderlyingType(type) ?? type;

    /// <summary>The summary of a property, or of the parameter that it comes from.</summary>
    private static string CommentOf(Type record, JsonPropertyInfo member) =>
        Comments.Value.GetValueOrDefault($"P:{member.DeclaringType.FullName}.{member.Name}")
        ?? Comments.Value.GetValueOrDefault($"T:{record.FullName}/{member.Name}")
        ?? "";

    /// <summary>The comments in the emulators' code, from the documentation file of the compiler. A member's name in JSON differs from its name there in case only.</summary>
    private static Dictionary<string, string> Load()
    {
        var comments = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var file = Path.Combine(AppContext.BaseDirectory, $"{typeof(ServiceEmulator).Assembly.GetName().Name}.xml");
        foreach (var member in XDocument.Load(file).Descendants("member"))
        {
            var name = member.Attribute("name")!.Value;
            comments[name] = Flatten(member.Element("summary"));
            foreach (var parameter in member.Elements("param"))
            {
                // The compiler documents the parameters of a record with its constructor or with its type.
                var owner = ConstructorOf().Match(name) is { Success: true } constructor ? $"T:{constructor.Groups[1].Value}" : name;
                comments.TryAdd($"{owner}/{parameter.Attribute("name")!.Value}", Flatten(parameter));
            }
        }

        return comments;
    }

    /// <summary>One line, with code and names in back ticks.</summary>
    private static string Flatten(XElement? comment) => comment is null ? "" : Describe(Spaces().Replace(string.Concat(comment.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "see" } see => see.Attribute("langword")?.Value ?? $"`{Camel(see.Attribute("cref")!.Value.Split('(')[0].Split('.')[^1])}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => other.Value,
        _ => ((XText)node).Value,
    })), " ").Trim());

    /// <summary>The description without the words for the accessors of C#.</summary>
    private static string Describe(string summary)
    {
        var text = Accessor().Replace(summary, "");
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"^M:(.+)\.#ctor")]
    private static partial Regex ConstructorOf();

    [GeneratedRegex("^Gets (or sets )?(a value indicating )?")]
    private static partial Regex Accessor();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
