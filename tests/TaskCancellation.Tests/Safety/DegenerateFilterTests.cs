using System.Globalization;
using System.Reflection;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Safety;

/// <summary>Every field of every filter of every service, with every value that says nothing: refused before any I/O, whatever verb and options.</summary>
internal sealed class DegenerateFilterTests
{
    private static int calls;

    private static readonly (string Name, Action<TaskClient, TaskFilter> Call)[] Verbs =
    [
        ("list", (client, filter) => client.ListAsync(filter)),
        .. from selection in Enum.GetValues<CancelSelection>()
           from allowAll in new[] { false, true }
           let options = new CancelOptions { Selection = selection, AllowAll = allowAll }
           select ($"cancel {selection}{(allowAll ? ", all allowed" : "")}", (Action<TaskClient, TaskFilter>)((client, filter) => client.CancelAsync(filter, options))),
        ("watch", (client, filter) => client.WatchAsync(filter)),
        ("plan", (client, filter) => client.PlanAsync(filter)),
        ("plan, all allowed", (client, filter) => client.PlanAsync(filter, new CancelOptions { AllowAll = true })),
        ("cancel at most one", (client, filter) => client.CancelAsync(filter, new CancelOptions { MaxTargets = 1, AllowAll = true })),
    ];

    private static IEnumerable<TestCaseData> Fields() =>
        from service in Services.All
        from type in new[] { typeof(TaskFilter), Services.FilterOf(service) }
        from field in Degenerate.FieldsOf(type)
        select new TestCaseData(service, type, field).SetArgDisplayNames(service, type.Name, field.Name);

    [OneTimeTearDown]
    public void Report() => TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Degenerate filters: {calls} calls were refused."));

    [TestCaseSource(nameof(Fields))]
    public async Task A_value_that_says_nothing_is_refused_before_any_request(string name, Type type, PropertyInfo field)
    {
        await using var service = Services.Create(name);
        var values = Degenerate.ValuesOf(field, service.Client.Lifecycle)
            .Concat(type == typeof(TaskFilter) ? [] : Degenerate.OwnOf(name, service.Client.Lifecycle).Where(own => own.Field == field.Name).Select(own => (own.Name, own.Value)));
        foreach (var (what, value) in values)
        {
            Refuses(service, With((TaskFilter)Activator.CreateInstance(type)!, field, value), field.Name, what);

            // Another field that says something makes it no better.
            Refuses(service, With(Beside(service, type, field), field, value), field.Name, what);
        }

        Assert.That(service.Emulator.Requests, Is.Empty);
    }

    [Test]
    public void Every_own_word_for_everything_belongs_to_a_field() => Assert.That(
        from name in Services.All
        from own in Degenerate.OwnOf(name, Services.Create(name).Client.Lifecycle)
        where Services.FilterOf(name).GetProperty(own.Field) is null
        select own,
        Is.Empty);

    private static void Refuses(ServiceHarness service, TaskFilter filter, string field, string what)
    {
        foreach (var (verb, call) in Verbs)
        {
            Assert.That(() => call(service.Client, filter), Throws.TypeOf<UnsafeFilterException>().With.Property("Field").EqualTo(field), $"{verb}: {what}");
            calls++;
        }
    }

    private static TaskFilter Beside(ServiceHarness service, Type type, PropertyInfo field)
    {
        var filter = (TaskFilter)Activator.CreateInstance(type)!;
        var good = service.FilterBy(service.Scope);
        foreach (var other in Degenerate.FieldsOf(typeof(TaskFilter)).Where(other => other.Name != field.Name && other.GetValue(good) is not null))
        {
            other.SetValue(filter, other.GetValue(good));
        }

        return filter;
    }

    private static TaskFilter With(TaskFilter filter, PropertyInfo field, object value)
    {
        field.SetValue(filter, value);
        return filter;
    }
}
