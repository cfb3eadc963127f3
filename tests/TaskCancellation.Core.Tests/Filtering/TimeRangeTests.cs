using System.Reflection;
using FsCheck;
using FsCheck.Fluent;

namespace TaskCancellation.Core.Tests.Filtering;

public sealed class TimeRangeTests
{
    private static readonly Gen<DateTimeOffset> AnyInstant = Gen.Choose(-3, 3).Select(ticks => Some.Noon.AddTicks(ticks));

    private static readonly Arbitrary<TimeRange> AnyRange = (
        from instant in AnyInstant
        from made in Gen.Elements<Func<DateTimeOffset, TimeRange>>(TimeRange.After, TimeRange.AtOrAfter, TimeRange.Before, TimeRange.AtOrBefore)
        select made(instant)).ToArbitrary();

    [TestCase(-1, false, false, true, true)]
    [TestCase(0, false, true, false, true)]
    [TestCase(1, true, true, false, false)]
    public void Ends_are_exact_to_the_tick(int ticks, bool after, bool atOrAfter, bool before, bool atOrBefore)
    {
        var instant = Some.Noon.AddTicks(ticks);

        Assert.That(
            (TimeRange.After(Some.Noon).Contains(instant), TimeRange.AtOrAfter(Some.Noon).Contains(instant), TimeRange.Before(Some.Noon).Contains(instant), TimeRange.AtOrBefore(Some.Noon).Contains(instant)),
            Is.EqualTo((after, atOrAfter, before, atOrBefore)));
    }

    [Test]
    public void A_range_never_contains_nothing()
    {
        Assert.That(TimeRange.AtOrAfter(DateTimeOffset.MinValue).Contains(null), Is.False);
        Assert.That(TimeRange.AtOrBefore(DateTimeOffset.MaxValue).Contains(null), Is.False);
    }

    [Test]
    public void Instants_are_compared_whatever_their_offset() =>
        Assert.That(TimeRange.AtOrAfter(Some.Noon).And(TimeRange.AtOrBefore(Some.Noon)).Contains(Some.Noon.ToOffset(TimeSpan.FromHours(5))), Is.True);

    [Test]
    public void The_instants_in_both_are_those_in_each() =>
        Prop.ForAll(AnyRange, AnyRange, AnyInstant.ToArbitrary(), (a, b, instant) => a.And(b).Contains(instant) == (a.Contains(instant) && b.Contains(instant))).QuickCheckThrowOnFailure();

    [Test]
    public void And_does_not_depend_on_order_or_grouping() =>
        Prop.ForAll(AnyRange, AnyRange, AnyRange, (a, b, c) => a.And(b) == b.And(a) && a.And(b).And(c) == a.And(b.And(c)) && a.And(a) == a).QuickCheckThrowOnFailure();

    [Test]
    public void Of_two_bounds_at_one_instant_the_stricter_holds()
    {
        Assert.That(TimeRange.AtOrAfter(Some.Noon).And(TimeRange.After(Some.Noon)), Is.EqualTo(TimeRange.After(Some.Noon)));
        Assert.That(TimeRange.After(Some.Noon).And(TimeRange.AtOrAfter(Some.Noon)), Is.EqualTo(TimeRange.After(Some.Noon)));
        Assert.That(TimeRange.AtOrBefore(Some.Noon).And(TimeRange.Before(Some.Noon)), Is.EqualTo(TimeRange.Before(Some.Noon)));
        Assert.That(TimeRange.Before(Some.Noon).And(TimeRange.AtOrBefore(Some.Noon)), Is.EqualTo(TimeRange.Before(Some.Noon)));
    }

    [Test]
    public void In_whole_seconds_a_range_becomes_narrower_and_never_wider()
    {
        var within = Some.Noon.AddSeconds(0.4);

        Assert.That(TimeRange.After(within).ToWholeSeconds(), Is.EqualTo(TimeRange.AtOrAfter(Some.Noon.AddSeconds(1))));
        Assert.That(TimeRange.AtOrBefore(within).ToWholeSeconds(), Is.EqualTo(TimeRange.Before(Some.Noon)));
        Assert.That(TimeRange.After(Some.Noon).ToWholeSeconds(), Is.EqualTo(TimeRange.After(Some.Noon)));
        Assert.That(TimeRange.AtOrBefore(Some.Noon).ToWholeSeconds(), Is.EqualTo(TimeRange.AtOrBefore(Some.Noon)));
    }

    [Test]
    public void And_with_nothing_is_refused() =>
        Assert.That(() => TimeRange.After(Some.Noon).And(null!), Throws.ArgumentNullException);

    [Test]
    public void A_range_reads_like_a_comparison()
    {
        Assert.That(TimeRange.After(Some.Noon).ToString(), Is.EqualTo("> 2026-03-04T12:00:00.0000000+00:00"));
        Assert.That(TimeRange.AtOrAfter(Some.Noon).And(TimeRange.Before(Some.Noon.AddHours(1))).ToString(), Is.EqualTo(">= 2026-03-04T12:00:00.0000000+00:00 and < 2026-03-04T13:00:00.0000000+00:00"));
        Assert.That(TimeRange.AtOrBefore(Some.Noon).ToString(), Is.EqualTo("<= 2026-03-04T12:00:00.0000000+00:00"));
    }

    [TestCase(nameof(TimeRange.After))]
    [TestCase(nameof(TimeRange.AtOrAfter))]
    [TestCase(nameof(TimeRange.Before))]
    [TestCase(nameof(TimeRange.AtOrBefore))]
    public void A_date_without_a_zone_does_not_compile_and_throws_all_the_same(string name)
    {
        var overload = typeof(TimeRange).GetMethod(name, [typeof(DateTime)])!;

        Assert.That(overload.GetCustomAttribute<ObsoleteAttribute>(), Has.Property("IsError").True);
        Assert.That(() => overload.Invoke(null, [Some.Noon.DateTime]), Throws.InstanceOf<TargetInvocationException>().With.InnerException.InstanceOf<NotSupportedException>());
    }
}
