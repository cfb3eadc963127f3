namespace TaskCancellation.Core.Tests.Model;

public sealed class TaskIdTests
{
    private static readonly Guid Guid = new("0A0B0C0D-0000-0000-0000-00000000000F");

    [Test]
    public void An_id_is_made_of_text_a_number_or_a_guid()
    {
        TaskId text = "node:7";
        TaskId number = -42L;
        TaskId guid = Guid;

        Assert.That((text.Value, number.Value, guid.Value), Is.EqualTo(("node:7", "-42", "0a0b0c0d-0000-0000-0000-00000000000f")));
        Assert.That(new[] { TaskId.FromString("node:7"), TaskId.FromInt64(-42), TaskId.FromGuid(Guid) }, Is.EqualTo(new[] { text, number, guid }));
        Assert.That(text.ToString(), Is.EqualTo("node:7"));
    }

    [Test]
    public void Ids_are_compared_ordinally()
    {
        Assert.That((TaskId)"a", Is.EqualTo(new TaskId("a")));
        Assert.That(new TaskId("a"), Is.Not.EqualTo(new TaskId("A")));
        Assert.That((TaskId)7, Is.EqualTo(new TaskId("7")));
        Assert.That((TaskId)7, Is.Not.EqualTo(new TaskId("07")));
    }

    [Test]
    public void A_default_id_is_empty_and_equals_an_empty_one()
    {
        Assert.That(default(TaskId).Value, Is.Empty);
        Assert.That(default(TaskId), Is.EqualTo(new TaskId("")));
        Assert.That(default(TaskId).GetHashCode(), Is.EqualTo(new TaskId("").GetHashCode()));
    }

    [Test]
    public void No_text_is_no_id() =>
        Assert.That(() => new TaskId(null!), Throws.ArgumentNullException);

    [Test]
    public void A_target_is_made_of_whatever_an_id_is_made_of()
    {
        TaskTarget[] implicitly = [new TaskId("7"), "7", 7L];
        TaskTarget[] byName = [TaskTarget.FromTaskId(7), TaskTarget.FromString("7"), TaskTarget.FromInt64(7)];

        Assert.That(implicitly.Concat(byName), Is.All.EqualTo(new TaskTarget(7)));
        Assert.That((TaskTarget)Guid, Is.EqualTo(TaskTarget.FromGuid(Guid)));
        Assert.That(implicitly[0].ToString(), Is.EqualTo("7"));
    }

    [Test]
    public void A_target_with_identity_is_not_the_same_as_one_without()
    {
        Assert.That(new TaskTarget(7, "k"), Is.Not.EqualTo(new TaskTarget(7)));
        Assert.That(new TaskTarget(7, "k", Some.Noon), Is.EqualTo(new TaskTarget(7, "k", Some.Noon.ToOffset(TimeSpan.FromHours(1)))));
    }
}
