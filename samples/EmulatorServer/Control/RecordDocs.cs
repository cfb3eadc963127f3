using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TaskCancellation.Testing;

namespace EmulatorServer.Control;

/// <summary>One member of a record, for those who do not read C#.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type">What its value is, in words of JSON.</param>
/// <param name="Default">Its value when it is left out, as JSON; null where it is needed, or where there is no such thing.</param>
/// <param name="Description">What it means, from the comments in the code.</param>
internal sealed record MemberDoc(string Name, string Type, string? Default, string Description);

/// <summary>Describes the records that tasks, rows and users are written as.</summary>
internal static partial class RecordDocs
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, string>> Comments = new();
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The members of a record, in order.</summary>
    /// <param name="record">The record.</param>
    /// <param name="example">One whose values are the defaults; null where there are none.</param>
    internal static IReadOnlyList<MemberDoc> Of(Type record, object? example = null) =>
    [
        .. ControlJson.MembersOf(record).Select(member => new MemberDoc(
            member.Name,
            TypeOf(member),
            example is null || member.IsRequired ? null : JsonSerializer.Serialize(member.Get!(example), Compact),
            CommentOf(member))),
    ];

    /// <summary>The records that members of a record are, each once, those within them too.</summary>
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

    private static JsonSerializerOptions Compact { get; } = new(ControlJson.Options) { WriteIndented = false };

    private static string TypeOf(JsonPropertyInfo member)
    {
        var type = TypeOf(member.PropertyType);
        return CanBeNull(member) ? type + " or null" : type;
    }

    private static string TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            { IsEnum: true } => string.Join(", ", Enum.GetNames(type).Select(name => $"\"{name}\"")),
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(string) || type == typeof(Uri) => "text",
            _ when type == typeof(DateTimeOffset) => "instant",
            _ when type == typeof(TimeSpan) => "time",
            { IsPrimitive: true } or { FullName: "System.Decimal" } => "number",
            _ when type == typeof(JsonElement) => "JSON",
            _ when KeyedOf(type) is { } value => $"object of {TypeOf(value)}",
            _ when ItemOf(type) is { } item && item != type => $"list of {TypeOf(item)}",
            _ => type.Name,
        };
    }

    private static bool IsRecord(Type type) => type.Assembly == typeof(ServiceEmulator).Assembly && !type.IsEnum;

    /// <summary>What is in a list or in an object of many; the type itself when it is neither.</summary>
    private static Type ItemOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? type
            : KeyedOf(type) is { } value ? ItemOf(value)
            : Interface(type, typeof(IEnumerable<>)) is { } list ? ItemOf(list.GetGenericArguments()[0])
            : type;
    }

    private static Type? KeyedOf(Type type) =>
        (Interface(type, typeof(IReadOnlyDictionary<,>)) ?? Interface(type, typeof(IEnumerable<>)))?.GetGenericArguments() switch
        {
            [_, var value] => value,
            [{ IsGenericType: true } pair] when pair.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) => pair.GetGenericArguments()[1],
            _ => null,
        };

    private static Type? Interface(Type type, Type wanted) =>
        type.GetInterfaces().Append(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == wanted);

    private static bool CanBeNull(JsonPropertyInfo member)
    {
        if (member.AttributeProvider is not PropertyInfo property)
        {
            return false;
        }

        lock (Nullability)
        {
            return Nullability.Create(property).ReadState == NullabilityState.Nullable;
        }
    }

    /// <summary>The summary of a property, or of the parameter that it comes from.</summary>
    private static string CommentOf(JsonPropertyInfo member)
    {
        if (member.AttributeProvider is not PropertyInfo { DeclaringType: { } type } property)
        {
            return "";
        }

        var comments = Comments.GetOrAdd(type.Assembly, Load);
        return comments.GetValueOrDefault($"P:{type.FullName}.{property.Name}")
            ?? comments.GetValueOrDefault($"T:{type.FullName}/{property.Name}")
            ?? "";
    }

    private static Dictionary<string, string> Load(Assembly assembly)
    {
        var comments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        {
            var name = member.Attribute("name")!.Value;
            comments[name] = Flatten(member.Element("summary"));
            foreach (var parameter in member.Elements("param"))
            {
                // The parameters of a record are told with its constructor or with its type, as the compiler likes.
                var owner = ConstructorOf().Match(name) is { Success: true } constructor ? $"T:{constructor.Groups[1].Value}" : name;
                comments.TryAdd($"{owner}/{parameter.Attribute("name")!.Value}", Flatten(parameter));
            }
        }

        return comments;
    }

    /// <summary>One line; what is code or a name of something stands in back ticks.</summary>
    private static string Flatten(XElement? comment) => comment is null ? "" : Spaces().Replace(string.Concat(comment.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "see" } see => see.Attribute("langword")?.Value ?? $"`{Camel(see.Attribute("cref")!.Value.Split('(')[0].Split('.')[^1])}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => other.Value,
        _ => ((XText)node).Value,
    })), " ").Trim();

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"^M:(.+)\.#ctor")]
    private static partial Regex ConstructorOf();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
