using System.Reflection;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Architecture;

/// <summary>Credentials and settings are classes, and nothing public prints what is in them. A record would print all.</summary>
public sealed class SecretsTests
{
    private const string Secret = "hunter2";

    /// <summary>What a credential is made of; a factory that takes something else needs a line here.</summary>
    private static readonly Dictionary<Type, object> Arguments = new()
    {
        [typeof(string)] = Secret,
        [typeof(Func<CancellationToken, ValueTask<string>>)] = (CancellationToken _) => ValueTask.FromResult(Secret),
        [typeof(Func<CancellationToken, ValueTask<ElasticsearchCredential>>)] = (CancellationToken _) => ValueTask.FromResult(ElasticsearchCredential.Bearer(Secret)),
        [typeof(Func<bool, CancellationToken, ValueTask<string>>)] = (bool _, CancellationToken _) => ValueTask.FromResult(Secret),
    };

    private static IEnumerable<Type> Options => Surface.Types.Where(type => type.IsSubclassOf(typeof(TaskClientOptions)));

    private static IEnumerable<Type> Credentials => Surface.Types.Where(type => type.Name.EndsWith("Credential", StringComparison.Ordinal));

    private static IEnumerable<TestCaseData> Factories() =>
        from type in Credentials
        from factory in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        where factory.ReturnType == type && !factory.IsSpecialName
        select new TestCaseData(factory).SetArgDisplayNames($"{type.Name}.{factory.Name}");

    [Test]
    public void Every_dialect_has_both()
    {
        Assert.That(Options.Select(type => type.Name), Is.EquivalentTo(Dialects.All.Select(name => name + "TaskClientOptions")));
        Assert.That(Credentials.Select(type => type.Name), Is.EquivalentTo(Dialects.All.Select(name => name + "Credential")));
    }

    [Test]
    public void They_are_classes_and_not_records()
    {
        Assert.That(Options.Concat(Credentials), Is.All.Matches<Type>(type => type.IsClass && !Surface.IsRecord(type)));
        Assert.That(Credentials, Is.All.Matches<Type>(type => type.IsSealed && type.GetConstructors().Length == 0));
        Assert.That(Surface.IsRecord(typeof(TaskSnapshot)) && Surface.IsRecord(typeof(TaskId)), "a record is seen");
    }

    [Test]
    public void No_record_holds_one() => Assert.That(
        from type in Surface.Types
        where Surface.IsRecord(type)
        from property in type.GetProperties()
        where Options.Concat(Credentials).Contains(property.PropertyType)
        select $"{type.Name}.{property.Name}", Is.Empty);

    [TestCaseSource(nameof(Factories))]
    public void No_credential_prints_what_it_was_made_of(MethodInfo factory)
    {
        var credential = factory.Invoke(null, [.. factory.GetParameters().Select(parameter => Arguments[parameter.ParameterType])]);
        Assert.That(credential!.ToString(), Does.StartWith(factory.DeclaringType!.Name).And.Not.Contain(Secret));
    }

    [TestCaseSource(nameof(Options))]
    public void No_settings_print_what_they_were_given(Type type)
    {
        var options = Activator.CreateInstance(type)!;
        var texts = type.GetProperties().Where(property => property.PropertyType == typeof(string)).ToList();
        texts.ForEach(property => property.SetValue(options, Secret));
        Assert.That(texts, Is.Not.Empty);
        Assert.That(options.ToString(), Does.Not.Contain(Secret));
    }
}
