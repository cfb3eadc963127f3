namespace TaskCancellation.Core.Tests.Model;

public sealed class TaskIdentityTests
{
    private static readonly TaskSnapshot Seen = Some.Task("t", kind: "seen") with { StartedAt = Some.Noon, EnqueuedAt = Some.Noon.AddMinutes(-1) };

    [Test]
    public void What_a_target_does_not_know_it_learns_from_what_is_seen() =>
        Assert.That(TaskIdentity.Learn(new TaskTarget("t"), Seen), Is.EqualTo(Seen.ToTarget()));

    [Test]
    public void What_it_knew_before_stays()
    {
        var known = new TaskTarget("t", "known", Some.Noon.AddHours(1), Some.Noon.AddHours(-1));

        Assert.That(TaskIdentity.Learn(known, Seen), Is.EqualTo(known));
        Assert.That(TaskIdentity.Learn(known, (TaskSnapshot?)null), Is.EqualTo(known));
    }

    [Test]
    public void Ids_that_are_equal_share_a_key_and_others_do_not()
    {
        Assert.That(TaskIdEquality.IgnoringCase.KeyOf("aB"), Is.EqualTo(TaskIdEquality.IgnoringCase.KeyOf("Ab")));
        Assert.That(TaskIdEquality.Exact.KeyOf("aB"), Is.Not.EqualTo(TaskIdEquality.Exact.KeyOf("Ab")));
    }
}
