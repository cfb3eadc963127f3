using FsCheck;
using FsCheck.Fluent;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Meilisearch;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Serialization;

/// <summary>Each service's own filter comes back, by way of a stored one, as the service's own.</summary>
public sealed class FilterJsonTests
{
    private static readonly Uri Anywhere = new("https://a.test");
    private static readonly Gen<IReadOnlyList<string>?> Lists = Any.Maybe(Any.Texts().Select(texts => (IReadOnlyList<string>)texts));
    private static readonly Gen<IReadOnlyList<long>?> Numbers = Any.Maybe(Gen.Elements(0, 1, -5, long.MaxValue, long.MinValue).NonEmptyListOf().Select(list => (IReadOnlyList<long>)[.. list]));
    private static readonly Gen<TimeRange?> Ranges = Any.Maybe(Any.Range);

    private static readonly Gen<(TaskFilter Filter, Func<StoredTaskFilter, TaskFilter> Restore)> Filters = Gen.OneOf(
        from common in Any.Filter
        from batches in Numbers
        from canceledBy in Lists
        select ((TaskFilter)Common(new MeilisearchTaskFilter { BatchIds = batches, CanceledBy = canceledBy?.Select(id => new TaskId(id)).ToList() }, common), (Func<StoredTaskFilter, TaskFilter>)new Meili().Back),
        from common in Any.Filter
        from nodes in Lists
        from parent in Any.MaybeValue(Any.Id)
        from opaque in Any.Maybe(Any.Text)
        select ((TaskFilter)Common(new ElasticsearchTaskFilter { Nodes = nodes, ParentId = parent, OpaqueId = opaque }, common), (Func<StoredTaskFilter, TaskFilter>)new Elastic().Back),
        from common in Any.Filter
        from lists in Lists.ArrayOf(2)
        from labels in Any.Maybe(Any.Text)
        from numbers in Numbers
        from updated in Ranges
        select ((TaskFilter)Common(new CloudFoundryTaskFilter { SpaceIds = lists[0], OrganizationIds = lists[1], LabelSelector = labels, SequenceIds = numbers, Updated = updated }, common), (Func<StoredTaskFilter, TaskFilter>)new Cloud().Back),
        from common in Any.Filter
        from models in Lists
        from modified in Ranges
        select ((TaskFilter)Common(new TopazImageTaskFilter { Models = models, Modified = modified }, common), (Func<StoredTaskFilter, TaskFilter>)new Topaz().Back),
        from common in Any.Filter
        from statuses in Lists
        from users in Numbers
        select ((TaskFilter)Common(new VeevaVaultTaskFilter { Statuses = statuses, CreatedBy = users }, common), (Func<StoredTaskFilter, TaskFilter>)new Vault().Back));

    [Test]
    public void It_comes_back_as_it_was() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Filters.ToArbitrary(), one =>
    {
        var back = one.Restore(Stored(one.Filter));
        return HasOwn(one.Filter) ? back == one.Filter : back.GetType() == typeof(TaskFilter) && back.GetConstraints().SequenceEqual(one.Filter.GetConstraints());
    }));

    [Test]
    public void Every_field_of_every_service_is_among_them([ValueSource(nameof(OwnFilters))] Type type)
    {
        var seen = Filters.Sample(500).Where(one => one.Filter.GetType() == type).SelectMany(one => one.Filter.GetConstraints()).Select(constraint => constraint.Name).ToHashSet();

        Assert.That(seen, Is.SupersetOf(type.GetProperties().Where(property => property.DeclaringType == type && property.CanWrite).Select(property => property.Name)));
    }

    [Test]
    public void A_field_of_another_service_is_refused([Values] bool isRange)
    {
        FilterConstraint field = isRange ? new("Modified", FilterFields.ServiceSpecific, TimeRange.After(DateTimeOffset.UnixEpoch)) : new("Phase", FilterFields.ServiceSpecific, ["full"]);
        foreach (var restore in new Func<StoredTaskFilter, TaskFilter>[] { new Meili().Back, new Elastic().Back, new Cloud().Back, new Vault().Back })
        {
            Assert.That(() => restore(new StoredTaskFilter { ServiceFields = [field] }), Throws.InstanceOf<UnsupportedFilterException>().With.Property("Field").EqualTo(field.Name));
        }
    }

    [TestCase("BatchIds", "seven")]
    [TestCase("BatchIds", "1.5")]
    [TestCase("BatchIds", "9223372036854775808")]
    public void A_value_that_its_field_does_not_take_is_refused(string name, string value) => Assert.That(
        () => new Meili().Back(new StoredTaskFilter { ServiceFields = [new(name, FilterFields.ServiceSpecific, [value])] }),
        Throws.InstanceOf<UnsupportedFilterException>().With.Property("Field").EqualTo(name).And.Message.Contains(value));

    [Test]
    public void A_field_in_the_wrong_form_is_refused()
    {
        Assert.That(() => new Elastic().Back(new StoredTaskFilter { ServiceFields = [new("OpaqueId", FilterFields.ServiceSpecific, ["a", "b"])] }), Throws.InstanceOf<UnsupportedFilterException>());
        Assert.That(() => new Topaz().Back(new StoredTaskFilter { ServiceFields = [new("Modified", FilterFields.ServiceSpecific, ["then"])] }), Throws.InstanceOf<UnsupportedFilterException>());
    }

    private static IEnumerable<Type> OwnFilters => typeof(MeilisearchTaskFilter).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(TaskFilter)));

    private static bool HasOwn(TaskFilter filter) => filter.GetConstraints().Any(constraint => constraint.Field == FilterFields.ServiceSpecific);

    private static StoredTaskFilter Stored(TaskFilter filter)
    {
        var plan = new CancellationPlan { ServiceName = "any", Filter = filter, Targets = [], CreatedAt = DateTimeOffset.UnixEpoch, ExpiresAt = DateTimeOffset.UnixEpoch };
        return (StoredTaskFilter)CancellationJson.DeserializePlan(CancellationJson.Serialize(plan)).Filter;
    }

    private static T Common<T>(T filter, StoredTaskFilter common)
        where T : TaskFilter => (T)(filter with
        {
            Ids = common.Ids,
            States = common.States,
            Kinds = common.Kinds,
            Scopes = common.Scopes,
            Names = common.Names,
            Enqueued = common.Enqueued,
            Started = common.Started,
            Finished = common.Finished,
        });

    private sealed class Meili() : MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = Anywhere, Credential = MeilisearchCredential.None })
    {
        internal TaskFilter Back(StoredTaskFilter filter) => Restore(filter);
    }

    private sealed class Elastic() : ElasticsearchTaskClient(new ElasticsearchTaskClientOptions { Endpoint = Anywhere, Credential = ElasticsearchCredential.None })
    {
        internal TaskFilter Back(StoredTaskFilter filter) => Restore(filter);
    }

    private sealed class Cloud() : CloudFoundryTaskClient(new CloudFoundryTaskClientOptions { Endpoint = Anywhere, AccessToken = "token" })
    {
        internal TaskFilter Back(StoredTaskFilter filter) => Restore(filter);
    }

    private sealed class Topaz() : TopazImageTaskClient(new TopazImageTaskClientOptions { Endpoint = Anywhere, ApiKey = "key" })
    {
        internal TaskFilter Back(StoredTaskFilter filter) => Restore(filter);
    }

    private sealed class Vault() : VeevaVaultTaskClient(new VeevaVaultTaskClientOptions { Endpoint = Anywhere, SessionId = "session" })
    {
        internal TaskFilter Back(StoredTaskFilter filter) => Restore(filter);
    }
}
