using static TaskCancellation.PlanWarningKind;

namespace TaskCancellation.Core.Tests.Planning;

/// <summary>What a plan warns of, and what not.</summary>
public sealed class PlanWarningTests : PlanFixture
{
    [Test]
    public async Task A_plain_plan_warns_of_nothing()
    {
        Have("1");

        Assert.That((await Client.PlanAsync(Planned)).Warnings, Is.Empty);
    }

    [Test]
    public async Task Nothing_matches()
    {
        Assert.That(await WarningsAsync(Planned), Is.EqualTo(new[] { "NothingMatches: No task that this credential can see is addressed." }));
    }

    [Test]
    public async Task Every_task_is_addressed()
    {
        Have("1");

        Assert.That(await WarningsAsync(TaskFilter.All, new CancelOptions { AllowAll = true }), Is.EqualTo(new[] { "EveryTask: The filter has no constraint: every unfinished task is addressed." }));
    }

    [Test]
    public async Task Fields_are_checked_here()
    {
        Client.Tasks.Add(Some.Task("1", kind: "k") with { Name = "n" });
        Client.Inexact = FilterFields.Kinds | FilterFields.States;

        Assert.That(
            await WarningsAsync(new TaskFilter { Kinds = ["k"], Names = ["n"], Where = _ => true }),
            Is.EqualTo(new[] { "MatchedLocally: Scripted does not evaluate Kinds, Names, Where, or not with the same meaning: tasks are listed and checked here." }),
            "the states are not the author's");
    }

    [Test]
    public async Task Tasks_are_protected_fixed_and_disturbed()
    {
        Client.Can = Client.Can with { ProtectedKinds = ["keep*"] };
        Client.Tasks.AddRange([Some.Task("1", kind: "stubborn"), Some.Task("2", TaskState.Canceling, "k"), Some.Task("3", kind: "k"), Some.Task("4", kind: "keep b"), Some.Task("5", kind: "keep a")]);
        Client.OnCollateral = _ => [Some.Task("9")];

        Assert.That(await WarningsAsync(TaskFilter.All, new CancelOptions { AllowAll = true }), Is.EqualTo(new[]
        {
            "EveryTask: The filter has no constraint: every unfinished task is addressed.",
            "ProtectedKinds: 2 tasks are left out because of a protected kind (keep a, keep b). Name the kind or the id to address them.",
            "NotCancelable: 2 tasks are addressed that a cancel cannot change (Running, Canceling): no request is sent for them.",
            "Collateral: 1 task is disturbed that the filter does not address.",
        }));
    }

    [Test]
    public async Task The_service_is_unknown()
    {
        Have("1");
        Client.ServiceInfoError = Some.Error();

        Assert.That(await WarningsAsync(Planned), Is.EqualTo(new[] { "ServiceUnknown: What answers at the endpoint could not be asked: scripted ServerError" }));
    }

    [Test]
    public async Task The_service_has_caveats()
    {
        Have("1");
        Client.Can = Client.Can with { Caveats = ["It bites.", "It barks."] };

        Assert.That(await WarningsAsync(Planned), Is.EqualTo(new[] { "ServiceCaveat: It bites.", "ServiceCaveat: It barks." }));
    }

    [Test]
    public void A_warning_reads_as_its_sentence() => Assert.That(new PlanWarning(Collateral, "Mind them.").ToString(), Is.EqualTo("Mind them."));

    private async Task<string[]> WarningsAsync(TaskFilter filter, CancelOptions? options = null) =>
        [.. (await Client.PlanAsync(filter, options)).Warnings.Select(warning => $"{warning.Kind}: {warning.Text}")];
}
